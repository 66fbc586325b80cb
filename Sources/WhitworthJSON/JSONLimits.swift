/// What a document may ask of its reader before it is refused.
public struct JSONLimits: Sendable, Hashable {
    /// Nesting of arrays and objects; the root counts as 1.
    public var depth: Int

    public init(depth: Int) {
        self.depth = depth
    }

    /// 128 levels: deeper than any schema or history seen, shallower than any stack.
    public static let standard = JSONLimits(depth: 128)
}
