import Testing
import WhitworthModel

@Suite("The error registry")
struct FailureCodeRegistryTests {
    @Test("names are unique, in snake case")
    func names() {
        let names = FailureCode.registry.map(\.name)
        #expect(Set(names).count == names.count)
        for name in names { #expect(name.allSatisfy { $0 == "_" || ("a"..."z").contains($0) }, "\(name)") }
    }

    @Test("every code answers with an error status")
    func statuses() {
        // A stream that breaks has answered 200 already.
        for code in FailureCode.registry where code != .streamInterrupted {
            #expect((400...599).contains(code.status), "\(code.name)")
        }
    }

    /// A status of the 5xx class tells generic clients to try again: only `deadline_exceeded`, the client's own limit,
    /// and failures that another place may serve are exempt.
    @Test("what may be tried again at the same place is never the request's fault")
    func retryable() {
        for code in FailureCode.registry where code.retryable == .after || code.retryable == .backoff {
            #expect(code.category != .auth && code.category != .content, "\(code.name)")
            #expect(code.status != 400 && code.status != 404 && code.status != 413, "\(code.name)")
        }
    }

    @Test("the codes a gateway cannot do without are registered")
    func registered() {
        let names = Set(FailureCode.registry.map(\.name))
        for code in [
            FailureCode.invalidJSON, .unknownParameter, .unsupportedParameter, .modelNotFound, .rateLimited,
            .overloaded,
            .streamInterrupted, .upstreamInvalidResponse, .requestTooLarge, .methodNotAllowed,
        ] {
            #expect(names.contains(code.name), "\(code.name)")
        }
    }
}
