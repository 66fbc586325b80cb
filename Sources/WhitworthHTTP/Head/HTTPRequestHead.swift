/// All of a request but its body (RFC 9112 §3).
public struct HTTPRequestHead: Sendable {
    public var method: HTTPMethod
    /// Path and query as sent; of the absolute form what follows the authority.
    public var target: String
    public var minorVersion: Int
    public var fields: HTTPFields
    public var body: HTTPBodyLength
    /// Whether the client wants the connection to go on after the answer.
    public var keepsAlive: Bool
    /// Whether the client waits for `100 Continue` before it sends the body.
    public var expectsContinue: Bool
}
