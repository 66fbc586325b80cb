/// Why bytes are not a JSON document that we accept, and where.
public struct JSONError: Error, Sendable, Hashable {
    public enum Reason: Sendable, Hashable {
        /// The document ended inside a value.
        case unexpectedEnd
        /// A byte that the grammar of RFC 8259 does not allow here.
        case unexpectedByte(UInt8)
        /// Anything but white space after the value.
        case trailingBytes
        /// `01`, `1.`, `+1`, `.5`, `NaN` and the like.
        case invalidNumber
        /// A backslash followed by something RFC 8259 §7 does not list.
        case invalidEscape
        /// `\uD800` without its other half, or the other half alone.
        case loneSurrogate
        /// An unescaped control character inside a string.
        case controlCharacter(UInt8)
        /// Bytes that are no UTF-8 (RFC 3629).
        case invalidUTF8
        /// The same member name twice in one object.
        case duplicateKey(String)
        /// Nested deeper than the limit.
        case tooDeep(limit: Int)
        /// Larger than the 4 GiB an offset can name.
        case tooLarge
    }

    public var reason: Reason
    /// In bytes from the start of the document.
    public var offset: Int
    public var path: JSONPath

    public init(_ reason: Reason, offset: Int, path: JSONPath = JSONPath()) {
        self.reason = reason
        self.offset = offset
        self.path = path
    }
}

extension JSONError: CustomStringConvertible {
    public var description: String {
        let place = path.elements.isEmpty ? "" : " (in \(path))"
        return "\(reason.sentence) at offset \(offset)\(place)"
    }
}

extension JSONError.Reason {
    var sentence: String {
        switch self {
        case .unexpectedEnd: "unexpected end of JSON"
        case .unexpectedByte(let byte): "unexpected byte 0x" + String(byte, radix: 16)
        case .trailingBytes: "bytes after the JSON value"
        case .invalidNumber: "invalid number"
        case .invalidEscape: "invalid escape"
        case .loneSurrogate: "lone surrogate"
        case .controlCharacter(let byte): "control character 0x" + String(byte, radix: 16) + " in a string"
        case .invalidUTF8: "invalid UTF-8"
        case .duplicateKey(let key): "duplicate member name '\(key.prefix(64))'"
        case .tooDeep(let limit): "nesting deeper than \(limit) levels"
        case .tooLarge: "document larger than 4 GiB"
        }
    }
}
