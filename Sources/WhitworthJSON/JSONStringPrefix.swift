/// How far a string has come, up to its closing quote.
///
/// A fault is told at the first byte that makes it one: `\uDC` is no beginning of anything, nor are the bytes `ED A0`.
struct JSONStringPrefix: Sendable {
    private enum Place: Sendable {
        case plain
        case backslash
        /// The digits of `\uXXXX` so far.
        case unit(UInt16, digits: Int)
        /// After the first half of a surrogate pair.
        case halfPair
        case halfPairBackslash
        case secondUnit(digits: Int)
        /// Inside a character: the next byte must be in the range, more must follow it.
        case multibyte(ClosedRange<UInt8>, more: Int)
    }

    /// All offsets are of the document; this one is of the byte after the opening quote.
    let start: Int
    /// The end of the last whole character.
    private(set) var certain: Int
    private(set) var hasEscapes = false
    private(set) var isClosed = false
    private var place = Place.plain

    init(at start: Int) {
        self.start = start
        certain = start
    }

    /// Reads to the end of the piece or to the closing quote.
    ///
    /// - Parameter base: the offset of the piece in the document.
    /// - Returns: the index in the piece after what was read.
    mutating func read(
        _ piece: UnsafeBufferPointer<UInt8>, from: Int, at base: Int
    ) throws(JSONError) -> Int {
        guard let pointer = piece.baseAddress else { return from }
        var index = from
        while index < piece.count {
            if case .plain = place {
                index = JSONStringScan.plainEnd(pointer, from: index, to: piece.count)
                certain = base + index
                guard index < piece.count else { break }
                if piece[index] == 0x22 {
                    isClosed = true
                    return index + 1
                }
            }
            place = try after(piece[index], at: base + index)
            index += 1
            if case .plain = place { certain = base + index }
        }
        return index
    }

    private mutating func after(_ byte: UInt8, at offset: Int) throws(JSONError) -> Place {
        switch place {
        case .plain:
            return try beginning(byte, at: offset)
        case .backslash:
            switch byte {
            case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74: return .plain
            case 0x75: return .unit(0, digits: 0)
            default: throw JSONError(.invalidEscape, offset: certain)
            }
        case .unit(let unit, let digits):
            let unit = try unit << 4 | digit(byte, at: offset)
            // DC to DF.
            if digits == 1, unit & 0xFC == 0xDC { throw JSONError(.loneSurrogate, offset: certain) }
            if digits < 3 { return .unit(unit, digits: digits + 1) }
            return unit & 0xFC00 == 0xD800 ? .halfPair : .plain
        case .halfPair:
            guard byte == 0x5C else { throw JSONError(.loneSurrogate, offset: certain) }
            return .halfPairBackslash
        case .halfPairBackslash:
            guard byte == 0x75 else { throw JSONError(.loneSurrogate, offset: certain) }
            return .secondUnit(digits: 0)
        case .secondUnit(let digits):
            let digit = try digit(byte, at: offset)
            if digits == 0 && digit != 0xD || digits == 1 && digit < 0xC {
                throw JSONError(.loneSurrogate, offset: certain)
            }
            return digits < 3 ? .secondUnit(digits: digits + 1) : .plain
        case .multibyte(let range, let more):
            guard range.contains(byte) else { throw JSONError(.invalidUTF8, offset: certain) }
            return more > 0 ? .multibyte(0x80...0xBF, more: more - 1) : .plain
        }
    }

    /// What follows a byte that is neither plain nor the closing quote (RFC 3629 §4 for characters of several bytes).
    private mutating func beginning(_ byte: UInt8, at offset: Int) throws(JSONError) -> Place {
        switch byte {
        case 0x5C:
            hasEscapes = true
            return .backslash
        case 0xC2...0xDF: return .multibyte(0x80...0xBF, more: 0)
        case 0xE0: return .multibyte(0xA0...0xBF, more: 1)
        case 0xED: return .multibyte(0x80...0x9F, more: 1)
        case 0xE1...0xEF: return .multibyte(0x80...0xBF, more: 1)
        case 0xF0: return .multibyte(0x90...0xBF, more: 2)
        case 0xF1...0xF3: return .multibyte(0x80...0xBF, more: 2)
        case 0xF4: return .multibyte(0x80...0x8F, more: 2)
        case ..<0x20: throw JSONError(.controlCharacter(byte), offset: offset)
        default: throw JSONError(.invalidUTF8, offset: offset)
        }
    }

    private func digit(_ byte: UInt8, at offset: Int) throws(JSONError) -> UInt16 {
        guard let digit = JSONStringScan.hexDigit(byte) else { throw JSONError(.invalidEscape, offset: offset) }
        return UInt16(digit)
    }
}
