/// The text of a JSON string, kept as it stood between its quotes.
///
/// A text that is only carried is never decoded: it is copied escaped from the document it was read from to the one
/// it is written to, byte for byte. Two texts are equal when their characters are, however they were escaped.
public struct JSONText: Sendable {
    /// What stands between the quotes: valid UTF-8, escaped.
    public let escaped: ArraySlice<UInt8>
    let hasEscapes: Bool

    /// Bytes already known to be a valid string body.
    init(escaped: ArraySlice<UInt8>, hasEscapes: Bool) {
        self.escaped = escaped
        self.hasEscapes = hasEscapes
    }

    public init(_ string: String) {
        var string = string
        self = string.withUTF8 { utf8 in
            var bytes: [UInt8] = []
            bytes.reserveCapacity(utf8.count)
            let hasEscapes = JSONText.appendEscaped(utf8, to: &bytes)
            return JSONText(escaped: bytes[...], hasEscapes: hasEscapes)
        }
    }

    /// The text of raw bytes that are UTF-8, such as base64 or a JSON document to be carried as a string.
    ///
    /// - Returns: nil when the bytes are not UTF-8.
    public init?(utf8 bytes: some Collection<UInt8>) {
        guard let string = String(validating: bytes, as: UTF8.self) else { return nil }
        self.init(string)
    }

    /// The characters.
    public var string: String {
        if !hasEscapes { return String(decoding: escaped, as: UTF8.self) }
        return String(decoding: utf8, as: UTF8.self)
    }

    /// The characters as UTF-8, escapes resolved.
    public var utf8: [UInt8] {
        if !hasEscapes { return Array(escaped) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(escaped.count)
        escaped.withUnsafeBufferPointer { JSONText.appendUnescaped($0, to: &bytes) }
        return bytes
    }

    public var isEmpty: Bool { escaped.isEmpty }

    /// This text followed by another.
    public static func + (left: JSONText, right: JSONText) -> JSONText {
        if left.isEmpty { return right }
        if right.isEmpty { return left }
        return JSONText(
            escaped: left.escaped + right.escaped, hasEscapes: left.hasEscapes || right.hasEscapes)
    }

    /// All the texts one after the other, in linear time.
    public static func joined(_ texts: [JSONText]) -> JSONText {
        guard texts.count > 1 else { return texts.first ?? JSONText("") }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(texts.reduce(0) { $0 + $1.escaped.count })
        for text in texts { bytes.append(contentsOf: text.escaped) }
        return JSONText(escaped: bytes[...], hasEscapes: texts.contains { $0.hasEscapes })
    }

    /// Compares with a literal without decoding.
    public static func == (left: JSONText, right: StaticString) -> Bool {
        // By code points: String would call U+212A and `K` equal.
        if left.hasEscapes {
            return left.utf8.elementsEqual(UnsafeBufferPointer(start: right.utf8Start, count: right.utf8CodeUnitCount))
        }
        guard left.escaped.count == right.utf8CodeUnitCount else { return false }
        return left.escaped.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return true }
            return JSONStringScan.equal(base, right.utf8Start, bytes.count)
        }
    }

    public static func ~= (pattern: StaticString, text: JSONText) -> Bool { text == pattern }

    /// Whether the text begins with these ASCII characters.
    public func hasPrefix(_ prefix: StaticString) -> Bool {
        var index = escaped.startIndex
        for position in 0..<prefix.utf8CodeUnitCount {
            guard let (byte, next) = character(at: index), byte == prefix.utf8Start[position] else { return false }
            index = next
        }
        return true
    }

    /// The text split at the first occurrence of an ASCII character, however it was escaped.
    public func split(atFirst byte: UInt8) -> (before: JSONText, after: JSONText)? {
        if !hasEscapes {
            guard let index = escaped.firstIndex(of: byte) else { return nil }
            return (part(escaped[..<index]), part(escaped[(index + 1)...]))
        }
        var index = escaped.startIndex
        while let (found, next) = character(at: index) {
            if found == byte { return (part(escaped[..<index]), part(escaped[next...])) }
            index = next
        }
        return nil
    }

    /// Without its first `count` characters, which are ASCII.
    public func dropping(first count: Int) -> JSONText {
        if !hasEscapes { return part(escaped.dropFirst(count)) }
        var index = escaped.startIndex
        for _ in 0..<count {
            guard let (_, next) = character(at: index) else { break }
            index = next
        }
        return part(escaped[index...])
    }

    private func part(_ escaped: ArraySlice<UInt8>) -> JSONText {
        JSONText(escaped: escaped, hasEscapes: hasEscapes)
    }

    /// The character at this index if it is ASCII, else some byte that is not, and the index after both.
    ///
    /// - Returns: nil at the end.
    private func character(at index: Int) -> (byte: UInt8, next: Int)? {
        guard index < escaped.endIndex else { return nil }
        let byte = escaped[index]
        guard hasEscapes, byte == 0x5C else { return (byte, index + 1) }
        let kind = escaped[index + 1]
        if kind != 0x75 { return (JSONText.unescaped(kind), index + 2) }
        let unit = escaped[index + 2..<index + 6].reduce(UInt16(0)) {
            $0 << 4 | UInt16(JSONStringScan.hexDigit($1) ?? 0)
        }
        return (unit < 0x80 ? UInt8(truncatingIfNeeded: unit) : 0xFF, index + 6)
    }
}

extension JSONText: Hashable {
    public static func == (left: JSONText, right: JSONText) -> Bool {
        if left.hasEscapes || right.hasEscapes { return left.utf8 == right.utf8 }
        return left.escaped == right.escaped
    }

    public func hash(into hasher: inout Hasher) {
        if hasEscapes { hasher.combine(utf8[...]) } else { hasher.combine(escaped) }
    }
}

extension JSONText: ExpressibleByStringLiteral, CustomStringConvertible {
    public init(stringLiteral value: String) { self.init(value) }
    public var description: String { string }
}

extension JSONText {
    /// - Returns: whether anything had to be escaped.
    static func appendEscaped(_ utf8: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) -> Bool {
        guard let base = utf8.baseAddress else { return false }
        var offset = 0
        var hasEscapes = false
        while offset < utf8.count {
            var end = JSONStringScan.plainEnd(base, from: offset, to: utf8.count)
            while end < utf8.count, base[end] >= 0x80 {
                end = JSONStringScan.plainEnd(base, from: end + 1, to: utf8.count)
            }
            bytes.append(contentsOf: UnsafeBufferPointer(start: base + offset, count: end - offset))
            offset = end
            guard offset < utf8.count else { break }
            hasEscapes = true
            appendEscape(base[offset], to: &bytes)
            offset += 1
        }
        return hasEscapes
    }

    private static func appendEscape(_ byte: UInt8, to bytes: inout [UInt8]) {
        bytes.append(0x5C)
        switch byte {
        case 0x22, 0x5C: bytes.append(byte)
        case 0x0A: bytes.append(0x6E)
        case 0x0D: bytes.append(0x72)
        case 0x09: bytes.append(0x74)
        case 0x08: bytes.append(0x62)
        case 0x0C: bytes.append(0x66)
        default:
            bytes.append(contentsOf: [0x75, 0x30, 0x30, byte < 0x10 ? 0x30 : 0x31])
            let low = byte & 0x0F
            bytes.append(low < 10 ? 0x30 + low : 0x57 + low)
        }
    }

    /// `escaped` has been checked by the scanner: every escape is complete and every surrogate has its half.
    static func appendUnescaped(_ escaped: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        var offset = 0
        func unit(at offset: Int) -> UInt32 {
            var value: UInt32 = 0
            for index in offset..<min(offset + 4, escaped.count) {
                value = value << 4 | UInt32(JSONStringScan.hexDigit(escaped[index]) ?? 0)
            }
            return value
        }
        while offset < escaped.count {
            let byte = escaped[offset]
            guard byte == 0x5C, offset + 1 < escaped.count else {
                bytes.append(byte)
                offset += 1
                continue
            }
            let kind = escaped[offset + 1]
            offset += 2
            guard kind == 0x75 else {
                bytes.append(unescaped(kind))
                continue
            }
            var value = unit(at: offset)
            offset += 4
            if value & 0xFC00 == 0xD800 {
                value = 0x10000 + (value & 0x3FF) << 10 + unit(at: offset + 2) & 0x3FF
                offset += 6
            }
            if let scalar = Unicode.Scalar(value) { bytes.append(contentsOf: UTF8.encode(scalar) ?? .init()) }
        }
    }

    /// What a backslash followed by this byte stands for.
    private static func unescaped(_ kind: UInt8) -> UInt8 {
        switch kind {
        case 0x6E: 0x0A
        case 0x72: 0x0D
        case 0x74: 0x09
        case 0x62: 0x08
        case 0x66: 0x0C
        default: kind
        }
    }
}
