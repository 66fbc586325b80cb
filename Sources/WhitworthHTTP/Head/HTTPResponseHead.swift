/// All of an answer but its body (RFC 9112 §4).
public struct HTTPResponseHead: Sendable {
    public var status: Int
    public var minorVersion: Int
    public var fields: HTTPFields
    public var body: HTTPBodyLength
    /// Whether the server lets the connection go on after this answer.
    public var keepsAlive: Bool
}
