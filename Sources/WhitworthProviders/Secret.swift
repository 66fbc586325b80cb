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

    /// Whether a header can hold it: visible ASCII. A line break, say from a file, would be cut or refused on the way.
    public var isSendable: Bool { value.utf8.allSatisfy { (0x21...0x7E).contains($0) } }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "(secret)" }
    public var debugDescription: String { "(secret)" }
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
