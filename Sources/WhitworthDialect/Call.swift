/// A request ready to be sent, with the way to read its reply.
public struct Call: Sendable {
    /// Below the provider's base URL, such as `/v1/messages`.
    public var path: String
    /// Headers that belong to the dialect (versions, betas); not authorisation.
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]
    public var reader: any ResponseReader
    /// What the provider gets otherwise than the client asked.
    public var losses: [Loss]

    public init(
        path: String, headers: [(name: String, value: String)], body: [UInt8], reader: any ResponseReader,
        losses: [Loss]
    ) {
        self.path = path
        self.headers = headers
        self.body = body
        self.reader = reader
        self.losses = losses
    }
}
