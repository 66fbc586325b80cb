import Testing

@testable import WhitworthJSON

@Suite("Unfinished numbers")
struct JSONNumberPrefixTests {
    /// nil where the text is no beginning of a number.
    private func isWhole(_ text: String) -> Bool? {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, var number = JSONNumberPrefix(first: first) else { return nil }
        for byte in bytes.dropFirst() {
            guard let next = try? number.after(byte, at: 0) else { return nil }
            number = next
        }
        return number.isWhole
    }

    @Test("each state of the grammar (RFC 8259 §6) is whole or not")
    func states() {
        for text in ["0", "-0", "10", "0.0", "1.25", "0e1", "1E+10", "1.0e-00"] {
            #expect(isWhole(text) == true, "\(text)")
        }
        for text in ["-", "1.", "-0.", "1e", "1E+", "1.5e-"] { #expect(isWhole(text) == false, "\(text)") }
        for text in ["+", ".", "e", "01", "-01", "1..", "1.e", "1ee", "1e+-", "1.5.", "--", "1a"] {
            #expect(isWhole(text) == nil, "\(text)")
        }
    }

    @Test("law: all texts of six bytes over the number's alphabet agree with the scanner")
    func exhaustive() {
        let alphabet = Array("-+.0e1".utf8)
        var wrong: [String] = []
        for code in 0..<46_656 {
            var rest = code
            let bytes = (0..<6).map { _ in
                defer { rest /= 6 }
                return alphabet[rest % 6]
            }
            let text = String(decoding: bytes, as: UTF8.self)
            if (isWhole(text) == true) != ((try? JSONValue(parsing: bytes)) != nil) { wrong.append(text) }
        }
        #expect(wrong.isEmpty)
    }

    @Test("a byte that cannot belong to it ends a whole number and spoils one that is not")
    func endings() throws {
        #expect(try JSONNumberPrefix.integer.after(0x2C, at: 3) == nil)
        #expect(throws: JSONError(.invalidNumber, offset: 3)) { try JSONNumberPrefix.point.after(0x2C, at: 3) }
        #expect(throws: JSONError(.invalidNumber, offset: 3)) { try JSONNumberPrefix.zero.after(0x31, at: 3) }
    }
}
