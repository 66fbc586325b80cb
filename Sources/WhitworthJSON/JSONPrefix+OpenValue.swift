extension JSONPrefix {
    /// A value that has begun and not ended.
    public struct OpenValue: Sendable, Hashable {
        public var kind: JSONKind
        public var path: JSONPath

        public init(kind: JSONKind, path: JSONPath) {
            self.kind = kind
            self.path = path
        }
    }
}
