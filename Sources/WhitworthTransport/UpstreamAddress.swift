/// Where connections go that may stand in for each other.
public struct UpstreamAddress: Sendable, Hashable {
    public var isSecure: Bool
    public var host: String
    public var port: Int

    public init(isSecure: Bool, host: String, port: Int) {
        self.isSecure = isSecure
        self.host = host
        self.port = port
    }
}
