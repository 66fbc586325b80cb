import Testing
import WhitworthJSON
import WhitworthModel

@Suite("Failures: when to ask again")
struct FailureRetryingTests {
    @Test("A delay is told exactly where the registry wants one", arguments: FailureCode.registry.map(\.name))
    func delays(_ name: String) throws {
        let code = try #require(FailureCode.registry.first { $0.name == name })
        let told = Failure(code, "x", retryAfterMilliseconds: 700).withDelaySettled
        let untold = Failure(code, "x").withDelaySettled
        switch code.retryable {
        case .never, .elsewhere:
            #expect(told.retryAfterMilliseconds == nil && untold.retryAfterMilliseconds == nil && !told.shouldRetry)
        case .backoff:
            #expect(told.retryAfterMilliseconds == 700 && untold.retryAfterMilliseconds == nil && told.shouldRetry)
        case .after:
            #expect(told.retryAfterMilliseconds == 700 && told.details.isEmpty)
            #expect(untold.retryAfterMilliseconds != nil && untold.details.first?.name == "estimated")
            #expect(told.shouldRetry == (code != .quotaExhausted))
        }
    }
}
