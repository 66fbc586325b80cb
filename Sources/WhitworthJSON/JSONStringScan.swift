/// The inner loops over the bytes of a string, eight at a time.
///
/// Pointers here, safe types above: a checked index per byte costs a third of the speed, and no pointer leaves this
/// folder.
enum JSONStringScan {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let tops: UInt64 = 0x8080_8080_8080_8080

    /// The first byte at or after `from` that is a quote, a backslash, a control character or not ASCII; `to` if none.
    @inline(__always)
    static func plainEnd(_ base: UnsafePointer<UInt8>, from: Int, to: Int) -> Int {
        var offset = from
        let raw = UnsafeRawPointer(base)
        while offset &+ 8 <= to {
            let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            let quote = word ^ (ones &* 0x22)
            let backslash = word ^ (ones &* 0x5C)
            // Each term marks the lowest matching byte exactly; marks above it may be false, and are not looked at.
            let marks =
                ((quote &- ones) & ~quote | (backslash &- ones) & ~backslash
                    | (word &- ones &* 0x20) & ~word | word) & tops
            if marks != 0 { return offset &+ marks.trailingZeroBitCount >> 3 }
            offset &+= 8
        }
        while offset < to {
            let byte = base[offset]
            if byte == 0x22 || byte == 0x5C || byte < 0x20 || byte >= 0x80 { return offset }
            offset &+= 1
        }
        return to
    }

    /// The length in bytes of the well-formed character at `pointer` (not ASCII), 0 if there is none.
    @inline(__always)
    static func multibyteLength(_ pointer: UnsafePointer<UInt8>, available: Int) -> Int {
        let first = pointer[0]
        func continues(_ index: Int) -> Bool { pointer[index] & 0xC0 == 0x80 }
        switch first {
        case 0xC2...0xDF:
            return available >= 2 && continues(1) ? 2 : 0
        case 0xE0...0xEF:
            guard available >= 3, continues(1), continues(2) else { return 0 }
            if first == 0xE0, pointer[1] < 0xA0 { return 0 }
            if first == 0xED, pointer[1] > 0x9F { return 0 }
            return 3
        case 0xF0...0xF4:
            guard available >= 4, continues(1), continues(2), continues(3) else { return 0 }
            if first == 0xF0, pointer[1] < 0x90 { return 0 }
            if first == 0xF4, pointer[1] > 0x8F { return 0 }
            return 4
        default:
            return 0
        }
    }

    @inline(__always)
    static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }

    @inline(__always)
    static func equal(_ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        for index in 0..<count where left[index] != right[index] { return false }
        return true
    }
}
