/// A row of the error registry.
public struct FailureCode: Sendable, Hashable {
    /// Coarse category, for people and dashboards.
    public enum Category: String, Sendable {
        case request
        case auth
        case account
        case notFound = "not_found"
        case content
        case rateLimit = "rate_limit"
        case capacity
        case timeout
        case server
        case upstream
        case stream
    }

    /// What a client may do; it never needs the HTTP status to decide.
    public enum Retryable: String, Sendable {
        /// Change the request.
        case never
        /// The same request at the same place, after the delay told.
        case after
        /// The same request at the same place, after a delay of the client's choosing.
        case backoff
        /// Another model or host may do it.
        case elsewhere
    }

    public let name: String
    /// HTTP status of an answer that is nothing but this failure.
    public let status: Int
    public let category: Category
    public let retryable: Retryable

    public init(_ name: String, _ status: Int, _ category: Category, _ retryable: Retryable) {
        self.name = name
        self.status = status
        self.category = category
        self.retryable = retryable
    }

    public static func == (left: FailureCode, right: FailureCode) -> Bool { left.name == right.name }

    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
