/// Bytes that are not the framing they claim to be.
///
/// "More bytes are needed" is never an error, and an error never means that more bytes would help.
public struct FramingError: Error, Sendable, Hashable {
    public enum Reason: Sendable, Hashable {
        /// The body ended inside an event.
        case truncated
        /// An event, or one line, larger than the limit in bytes.
        case eventTooLarge(limit: Int)
        /// A line that is no field of an event stream, such as bare JSON or HTML; its beginning.
        case notAField(String)
    }

    public var reason: Reason
    /// In bytes from the start of the body: the end of the line at fault, or where the limit was reached.
    public var offset: Int

    public init(_ reason: Reason, offset: Int) {
        self.reason = reason
        self.offset = offset
    }
}

extension FramingError: CustomStringConvertible {
    public var description: String {
        switch reason {
        case .truncated: "the event stream ended inside an event at offset \(offset)"
        case .eventTooLarge(let limit): "an event is larger than \(limit) bytes at offset \(offset)"
        case .notAField(let line): "'\(line)' is no field of an event stream at offset \(offset)"
        }
    }
}
