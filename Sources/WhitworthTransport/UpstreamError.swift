public import WhitworthHTTP

/// Why there is no (whole) answer. Says nothing of addresses or credentials.
public enum UpstreamError: Error, Sendable, Hashable {
    case connectTimeout
    /// Refused, unreachable, or not resolved.
    case connectFailed
    /// The server's certificate or its side of the handshake was not acceptable.
    case insecure
    case firstByteTimeout
    case idleTimeout
    /// The connection ended before the answer did.
    case closed
    /// The request is no HTTP/1.1: nothing of it was sent.
    case unsendable
    /// The answer is no HTTP/1.1.
    case malformed(HTTPError)
}
