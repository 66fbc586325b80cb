/// What a message may ask of its reader before it is refused.
public struct HTTPLimits: Sendable, Hashable {
    /// Of the start line and all fields together, and of all trailers.
    public var headBytes: Int
    public var fields: Int

    public init(headBytes: Int = 64 << 10, fields: Int = 128) {
        self.headBytes = headBytes
        self.fields = fields
    }

    public static let standard = HTTPLimits()
}
