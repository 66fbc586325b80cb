public import WhitworthJSON

/// Something that reached the other side otherwise than it was said.
public struct Loss: Sendable, Hashable {
    public enum Kind: String, Sendable {
        /// Said by other means, with the same meaning.
        case emulated
        /// Said with a near meaning.
        case approximated
        /// A value the client left open and the dialect requires.
        case defaulted
        /// Not said.
        case dropped
    }

    public var kind: Kind
    /// Of the client's document.
    public var path: JSONPath
    /// One sentence.
    public var message: String

    public init(_ kind: Kind, _ path: JSONPath, _ message: String) {
        self.kind = kind
        self.path = path
        self.message = message
    }
}
