/// A credential. It has no description: it cannot reach a log, a report or an error by accident.
public struct Secret: Sendable {
    /// For the one place that writes the header.
    public let value: String

    /// White space around it is an accident of copying: no credential has any, and none can be sent with a line end.
    public init(_ value: String) {
        var text = value[...]
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        self.value = String(text)
    }

    /// A text with what stands for the secret in its place.
    func redacted(in text: String) -> String {
        value.isEmpty ? text : text.replacing(value, with: "(secret)")
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "(secret)" }
    public var debugDescription: String { "(secret)" }
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
