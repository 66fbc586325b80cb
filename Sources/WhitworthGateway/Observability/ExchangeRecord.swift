/// What one exchange came to: for the log. Holds no text of the conversation and no credential.
public struct ExchangeRecord: Sendable {
    public var requestID: String
    /// As the client named it; empty where the request was not understood.
    public var model: String
    public var provider: String
    public var streamed: Bool
    /// HTTP status sent; nil when the client left before.
    public var status: Int?
    /// A code of the registry, where the exchange failed.
    public var failure: String?
    public var inputTokens: Int?
    public var outputTokens: Int?
    public var milliseconds: Int
}
