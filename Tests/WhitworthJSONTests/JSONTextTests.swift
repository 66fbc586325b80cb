import Testing
import WhitworthJSON
import WhitworthTestSupport

@Suite("Texts are carried escaped and compared by their characters")
struct JSONTextTests {
    private func text(_ escaped: String) throws -> JSONText {
        try #require(try JSONValue(parsing: "\"\(escaped)\"").text)
    }

    @Test("one text in several spellings is one text, for `==`, for hashing and for literals")
    func spellings() throws {
        let spellings = try ["data", #"\u0064ata"#, #"d\u0061ta"#, #"dat\u0061"#].map(text)
        for left in spellings {
            #expect(left == ("data" as StaticString))
            #expect("data" ~= left)
            for right in spellings { #expect(left == right && left.hashValue == right.hashValue) }
        }
        #expect(Set(spellings).count == 1)
        #expect(try text(#"\/"#) == text("/"))
        #expect(try text(#"\ud83d\ude00"#) == text("😀"))
        #expect(try text("data") != text("datb"))
    }

    @Test("texts that only look alike are different")
    func canonicalEquivalents() throws {
        #expect(try !(text("\u{212A}") == ("K" as StaticString)))
        #expect(try !(text(#"\u212a"#) == ("K" as StaticString)))
        #expect(try !text(#"\u212a"#).hasPrefix("K"))
        #expect(try text(#"\u00e9"#) != text("e\u{301}"))
        #expect(try text(#"K\u0301"#).hasPrefix("K"))
    }

    @Test("every character survives escaping and unescaping")
    func everyCharacter() throws {
        for value in Array(0...0x500) + [0x2028, 0xD7FF, 0xE000, 0xFFFD, 0xFFFF, 0x10000, 0x1F600, 0x10FFFF] {
            let string = String(try #require(Unicode.Scalar(UInt32(value))))
            let text = JSONText("<" + string + ">")
            #expect(text.string == "<" + string + ">")
            #expect(try self.text(String(decoding: text.escaped, as: UTF8.self)) == text)
            let hex = String(value, radix: 16)
            if value < 0x10000 {
                let escape = "<\\u" + String(repeating: "0", count: 4 - hex.count) + hex + ">"
                #expect(try self.text(escape) == text)
                #expect(try self.text(escape).utf8 == text.utf8)
            }
        }
    }

    @Test("a text made from bytes is nil where they are no UTF-8")
    func bytes() {
        #expect(JSONText(utf8: Array("é\n".utf8))?.string == "é\n")
        #expect(JSONText(utf8: [0x61, 0xFF]) == nil)
        #expect(JSONText(utf8: [0xED, 0xA0, 0x80]) == nil)
        #expect(JSONText(utf8: [])?.isEmpty == true)
    }

    @Test("joining is joining the characters, and `+` agrees")
    func joins() throws {
        let parts = try ["a", #"\n"#, "", "é", #"\u0041"#].map(text)
        #expect(JSONText.joined(parts).string == "a\néA")
        #expect(parts.reduce("") { $0 + $1 } == JSONText.joined(parts))
        #expect(JSONText.joined([]).isEmpty)
        #expect(JSONText.joined([parts[1]]) == parts[1])
        #expect((parts[0] + parts[0]).string == "aa")
    }

    /// Random texts of few different characters, each in several spellings.
    private func random(seed: UInt64) throws -> (text: JSONText, string: String) {
        var random = SeededGenerator(seed: seed)
        let spellings: [(String, String)] = [
            ("a", "a"), ("a", #"\u0061"#), (",", ","), (",", #"\u002c"#), (",", #"\u002C"#), (";", ";"), ("/", #"\/"#),
            ("\n", #"\n"#), ("u", "u"), ("é", "é"), ("é", #"\u00e9"#), ("😀", #"\ud83d\ude00"#), ("\\", #"\\"#),
            ("\"", #"\""#), ("b", "b"), ("\u{12C}", #"\u012c"#),
        ]
        var escaped = ""
        var string = ""
        for _ in 0..<Int.random(in: 0...8, using: &random) {
            let (character, spelling) = spellings.randomElement(using: &random) ?? ("a", "a")
            escaped += spelling
            string += character
        }
        return (try text(escaped), string)
    }

    @Test("law: prefix, split and drop see characters, however these are spelled", arguments: 0..<400)
    func spelledLaws(_ seed: Int) throws {
        let (text, string) = try random(seed: UInt64(seed))
        let utf8 = Array(string.utf8)
        #expect(text.utf8 == utf8 && text.string.utf8.elementsEqual(utf8))
        #expect(text.hasPrefix("a,") == utf8.starts(with: Array("a,".utf8)))
        #expect(text.hasPrefix("") && text.hasPrefix("u") == utf8.starts(with: [0x75]))
        for byte in Array(",;au".utf8) {
            let split = text.split(atFirst: byte)
            if let index = utf8.firstIndex(of: byte) {
                #expect(split?.before.utf8 == Array(utf8[..<index]))
                #expect(split?.after.utf8 == Array(utf8[(index + 1)...]))
            } else {
                #expect(split == nil)
            }
        }
        let ascii = utf8.prefix { $0 < 0x80 }.count
        for count in 0...ascii { #expect(text.dropping(first: count).utf8 == Array(utf8.dropFirst(count))) }
    }

    @Test("a text cut out of a document is written as it stood")
    func verbatim() throws {
        let text = try text(#"data:image\/png;base64,AA\u003d"#)
        let data = try #require(text.split(atFirst: 0x2C)?.after)
        #expect(data.escaped.elementsEqual(#"AA\u003d"#.utf8) && data.string == "AA=")
    }
}
