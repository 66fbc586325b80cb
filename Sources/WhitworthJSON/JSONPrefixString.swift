/// The inside of a string that is coming byte by byte (RFC 8259 §7, RFC 3629 §4).
struct JSONPrefixString: Sendable {
    private enum State: Sendable {
        case plain
        case escape
        /// Digits left of `\uXXXX`, the unit so far, and the high surrogate before it, if any.
        case unit(left: Int, value: UInt16, high: UInt16?)
        /// A high surrogate must be followed by the escape of a low one.
        case lowEscape
        case lowU
        /// Bytes left of a character, and what the next of them may be.
        case multibyte(left: Int, allowed: ClosedRange<UInt8>)
    }

    private var state = State.plain
    private var escapeStart = 0
    private(set) var hasEscapes = false

    /// Whether what came so far ends with a whole character.
    var isAtBoundary: Bool { if case .plain = state { true } else { false } }

    /// - Returns: true for the closing quote.
    mutating func take(_ byte: UInt8, at offset: Int) throws(JSONError) -> Bool {
        switch state {
        case .plain: return try plain(byte, at: offset)
        case .escape:
            switch byte {
            case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74: state = .plain
            case 0x75: state = .unit(left: 4, value: 0, high: nil)
            default: throw JSONError(.invalidEscape, offset: escapeStart)
            }
        case .unit(let left, let value, let high):
            guard let digit = JSONStringScan.hexDigit(byte) else { throw JSONError(.invalidEscape, offset: offset) }
            let unit = value << 4 | UInt16(digit)
            if left > 1 {
                state = .unit(left: left - 1, value: unit, high: high)
            } else {
                try end(unit, after: high)
            }
        case .lowEscape:
            guard byte == 0x5C else { throw JSONError(.loneSurrogate, offset: escapeStart) }
            state = .lowU
        case .lowU:
            guard byte == 0x75 else { throw JSONError(.loneSurrogate, offset: escapeStart) }
            state = .unit(left: 4, value: 0, high: 0xD800)
        case .multibyte(let left, let allowed):
            guard allowed.contains(byte) else { throw JSONError(.invalidUTF8, offset: offset) }
            state = left > 1 ? .multibyte(left: left - 1, allowed: 0x80...0xBF) : .plain
        }
        return false
    }

    private mutating func plain(_ byte: UInt8, at offset: Int) throws(JSONError) -> Bool {
        switch byte {
        case 0x22: return true
        case 0x5C:
            hasEscapes = true
            escapeStart = offset
            state = .escape
        case 0x00..<0x20: throw JSONError(.controlCharacter(byte), offset: offset)
        case 0x20..<0x80: break
        case 0xC2...0xDF: state = .multibyte(left: 1, allowed: 0x80...0xBF)
        case 0xE0: state = .multibyte(left: 2, allowed: 0xA0...0xBF)
        case 0xED: state = .multibyte(left: 2, allowed: 0x80...0x9F)
        case 0xE1...0xEF: state = .multibyte(left: 2, allowed: 0x80...0xBF)
        case 0xF0: state = .multibyte(left: 3, allowed: 0x90...0xBF)
        case 0xF1...0xF3: state = .multibyte(left: 3, allowed: 0x80...0xBF)
        case 0xF4: state = .multibyte(left: 3, allowed: 0x80...0x8F)
        default: throw JSONError(.invalidUTF8, offset: offset)
        }
        return false
    }

    private mutating func end(_ unit: UInt16, after high: UInt16?) throws(JSONError) {
        let isLow = unit & 0xFC00 == 0xDC00
        if high != nil {
            guard isLow else { throw JSONError(.loneSurrogate, offset: escapeStart) }
            state = .plain
        } else if isLow {
            throw JSONError(.loneSurrogate, offset: escapeStart)
        } else {
            state = unit & 0xFC00 == 0xD800 ? .lowEscape : .plain
        }
    }
}
