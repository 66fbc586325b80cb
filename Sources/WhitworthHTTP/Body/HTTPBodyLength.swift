/// How the end of a message's body is known (RFC 9112 §6.3).
public enum HTTPBodyLength: Sendable, Hashable {
    case none
    case length(Int)
    case chunked
    /// Answers only: the body ends with the connection.
    case untilClose
}
