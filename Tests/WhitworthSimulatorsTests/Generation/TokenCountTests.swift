import Testing

@testable import WhitworthSimulators

@Suite struct TokenCountTests {
    @Test(
        "Tokens joined are the text",
        arguments: [
            "", " ", "a", "Guten Tag, Welt!", "{\"city\":\"Tel Aviv\",\"n\":-1.5e3}", "  two  spaces ", "naïve 👩‍👩‍👧 日本語",
            "line\nline\r\n\ttab", "averyveryverylongwordindeed",
        ])
    func joined(_ text: String) {
        #expect(TokenCount.tokens(of: text).joined() == text)
        #expect(TokenCount.tokens(of: text).allSatisfy { !$0.isEmpty && $0.count <= 8 })
    }

    @Test("Words take their space along") func words() {
        #expect(TokenCount.tokens(of: "one two, three") == ["one", " two", ",", " three"])
    }

    @Test("So many words are so many, and the same for the same seed") func prose() {
        #expect(Words.text(40, seed: 7).split(separator: " ").count == 40)
        #expect(Words.text(40, seed: 7) == Words.text(40, seed: 7))
        #expect(Words.text(40, seed: 7) != Words.text(40, seed: 8))
        #expect(Words.text(0, seed: 7).isEmpty)
    }

    @Test("Base64 of RFC 4648 §10, there and back")
    func base64() {
        for (text, encoded) in [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            #expect(Base64.encode(Array(text.utf8)) == encoded)
            #expect(Base64.decode(encoded.utf8) == Array(text.utf8))
        }
        for wrong in ["Zg", "Zg=", "Z===", "Zg==Zg==", "Zm9*", "=m9v"] {
            #expect(Base64.decode(wrong.utf8) == nil)
            #expect(!Base64.isValid(wrong.utf8))
        }
    }
}
