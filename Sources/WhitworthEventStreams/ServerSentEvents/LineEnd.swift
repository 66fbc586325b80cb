/// Finds LF and CR, eight bytes at a time.
enum LineEnd {
    /// The index of the first LF or CR at or after `start`.
    static func first(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        guard let base = bytes.baseAddress else { return nil }
        var index = start
        while index + 8 <= bytes.count {
            let word = UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self)
            let found = zeroBytes(word ^ 0x0A0A_0A0A_0A0A_0A0A) | zeroBytes(word ^ 0x0D0D_0D0D_0D0D_0D0D)
            if found != 0 {
                #if _endian(little)
                return index + found.trailingZeroBitCount / 8
                #else
                break
                #endif
            }
            index += 8
        }
        while index < bytes.count {
            if base[index] == 0x0A || base[index] == 0x0D { return index }
            index += 1
        }
        return nil
    }

    /// The high bit of each byte that is zero; bytes after the first zero may be marked wrongly.
    private static func zeroBytes(_ word: UInt64) -> UInt64 {
        (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
    }
}
