public import WhitworthJSON

/// The prompt up to and including this place is worth caching.
public struct CacheMark: Sendable {
    /// `5m` or `1h`; nil is the provider's default.
    public var ttl: JSONText?
    public var extras = Extras()
    public var source: JSONValue?

    public init(ttl: JSONText?) {
        self.ttl = ttl
    }
}
