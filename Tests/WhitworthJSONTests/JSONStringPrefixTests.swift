import Testing

@testable import WhitworthJSON

@Suite("Unfinished strings")
struct JSONStringPrefixTests {
    /// Reads the bytes one by one; the fault's reason and how many bytes it took, or how many are certain.
    private func read(_ bytes: [UInt8]) -> (certain: Int, fault: JSONError?, taken: Int, isClosed: Bool) {
        var string = JSONStringPrefix(at: 0)
        for (index, byte) in bytes.enumerated() {
            do throws(JSONError) {
                _ = try [byte].withUnsafeBufferPointer { (piece) throws(JSONError) in
                    try string.read(piece, from: 0, at: index)
                }
            } catch {
                return (string.certain, error, index + 1, string.isClosed)
            }
        }
        return (string.certain, nil, bytes.count, string.isClosed)
    }

    @Test("a character is certain when its last byte has come")
    func characters() {
        for text in ["a", "é", "€", "😀", #"\n"#, #"\u00e9"#, #"\ud83d\ude00"#, #"\\"#, #"\""#] {
            let bytes = Array(text.utf8)
            for length in 0..<bytes.count { #expect(read(Array(bytes[..<length])).certain == 0, "\(text)") }
            #expect(read(bytes).certain == bytes.count && !read(bytes).isClosed, "\(text)")
            #expect(read(bytes + [0x22]).isClosed && read(bytes + [0x22]).certain == bytes.count)
        }
    }

    @Test("a fault is told at the first byte that makes it one")
    func faults() {
        for (bytes, reason, offset) in [
            (Array(#"a\uDC"#.utf8), .loneSurrogate, 1), (Array(#"a\udf"#.utf8), .loneSurrogate, 1),
            (Array(#"\ud800x"#.utf8), .loneSurrogate, 0), (Array(#"\ud800\n"#.utf8), .loneSurrogate, 0),
            (Array(#"\ud800\u0"#.utf8), .loneSurrogate, 0), (Array(#"\ud800\udB"#.utf8), .loneSurrogate, 0),
            (Array(#"\ux"#.utf8), .invalidEscape, 2), (Array(#"ab\x"#.utf8), .invalidEscape, 2),
            ([0x61, 0xED, 0xA0], .invalidUTF8, 1), ([0xE0, 0x9F], .invalidUTF8, 0), ([0xF4, 0x90], .invalidUTF8, 0),
            ([0xF0, 0x8F], .invalidUTF8, 0), ([0xC3, 0x22], .invalidUTF8, 0), ([0x80], .invalidUTF8, 0),
            ([0xC1], .invalidUTF8, 0), ([0xF5], .invalidUTF8, 0), ([0xE2, 0x82, 0x22], .invalidUTF8, 0),
            ([0x61, 0x0A], .controlCharacter(0x0A), 1),
        ] as [([UInt8], JSONError.Reason, Int)] {
            let result = read(bytes)
            #expect(result.fault == JSONError(reason, offset: offset) && result.taken == bytes.count, "\(bytes)")
        }
    }
}
