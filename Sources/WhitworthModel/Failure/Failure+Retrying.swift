import WhitworthJSON

extension Failure {
    /// As the registry wants it told: a delay where the code is retried after one, and none where it is not retried.
    public var withDelaySettled: Failure {
        var failure = self
        switch code.retryable {
        case .never, .elsewhere: failure.retryAfterMilliseconds = nil
        case .backoff: break
        case .after where retryAfterMilliseconds == nil:
            // The provider told none. Whoever has spent a quota gains nothing by asking again at once.
            failure.retryAfterMilliseconds = code == .quotaExhausted ? 60_000 : 1_000
            failure.details.append(FailureDetail("estimated", .written { $0.write(true) }))
        case .after: break
        }
        return failure
    }

    /// What official clients are told by `x-should-retry`: without it they judge by the status alone, and ask again
    /// where it cannot help.
    public var shouldRetry: Bool {
        switch code.retryable {
        case .never, .elsewhere: false
        case .after: code != .quotaExhausted
        case .backoff: true
        }
    }
}
