import Testing
import WhitworthJSON

@Suite("JSON: texts")
struct JSONTextTests {
    @Test("Two texts are equal when their characters are, however escaped")
    func equality() throws {
        let plain: JSONText = "é/\"\n"
        let escaped = try #require(try JSONValue(parsing: #""\u00e9\/\"\n""#).text)
        #expect(plain == escaped && plain.hashValue == escaped.hashValue)
        #expect(plain != "e/\"\n")
        #expect(escaped.string == "é/\"\n" && escaped.utf8 == Array("é/\"\n".utf8))
    }

    @Test("Joining, splitting and prefixes work on the characters")
    func pieces() throws {
        let text = JSONText.joined(["data:", "image/png", ";base64,", "AAAA"])
        #expect(text.string == "data:image/png;base64,AAAA" && text.hasPrefix("data:"))
        let (head, rest) = try #require(text.split(atFirst: 0x2C))
        #expect(head.string == "data:image/png;base64" && rest.string == "AAAA")
        #expect(head.dropping(first: 5).string == "image/png;base64")
        let (a, b, none): (JSONText, JSONText, JSONText) = ("a", "b", "")
        #expect((a + b).string == "ab" && (none + b).string == "b" && (a + none).string == "a")
        #expect(JSONText.joined([]).isEmpty)
        let escaped = try #require(try JSONValue(parsing: #""\u0064ata:x""#).text)
        #expect(escaped.hasPrefix("data:") && escaped == ("data:x" as StaticString))
    }

    @Test("A pattern matches a text with escapes as well")
    func patterns() throws {
        let text = try #require(try JSONValue(parsing: #""\u0061bc""#).text)
        switch text {
        case "abc": break
        default: Issue.record("the pattern did not match")
        }
    }

    @Test("Bytes that are no UTF-8 are no text")
    func bytes() {
        #expect(JSONText(utf8: [0x61, 0xFF]) == nil)
        #expect(JSONText(utf8: Array("a\"b".utf8))?.string == "a\"b")
    }

    @Test(
        "All characters come back as they went",
        arguments: [0..<0x100, 0x7F0..<0x810, 0xFFF0..<0x10010, 0x10FFF0..<0x110000])
    func roundTrip(_ range: Range<UInt32>) throws {
        for scalar in range.compactMap(Unicode.Scalar.init) {
            let string = "a" + String(scalar) + "b"
            let written = JSONValue.written { $0.write(string) }
            #expect(written.string == string)
        }
    }
}
