public import WhitworthJSON

/// Texts at which the answer ends; they are not part of it.
public struct StopSequences: Sendable, Hashable {
    public var texts: [JSONText]
    /// Whether the client wrote one string instead of a list.
    public var isSingle: Bool

    public init(_ texts: [JSONText], isSingle: Bool = false) {
        self.texts = texts
        self.isSingle = isSingle
    }
}
