/// The address of a provider: scheme, host, port and the path its API begins at.
public struct BaseURL: Sendable, Hashable {
    public var isSecure: Bool
    public var host: String
    public var port: Int
    /// Empty, or `/like/this` without a slash at the end.
    public var path: String

    public init(isSecure: Bool, host: String, port: Int, path: String) {
        self.isSecure = isSecure
        self.host = host
        self.port = port
        self.path = path
    }
}
