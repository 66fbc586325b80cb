import Testing
import WhitworthJSON

@Suite("The scanner accepts RFC 8259 and refuses the rest")
struct JSONScannerTests {
    private func fault(_ bytes: [UInt8], limits: JSONLimits = .standard) -> JSONError? {
        do throws(JSONError) {
            _ = try JSONValue(parsing: bytes, limits: limits)
            return nil
        } catch {
            return error
        }
    }

    @Test("what the grammar allows is accepted and kept byte for byte", arguments: SuiteCase.accepted)
    func accepted(_ example: SuiteCase) throws {
        let value = try JSONValue(parsing: example.bytes)
        let isSpace: (UInt8) -> Bool = { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        let trimmed = example.bytes.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
        #expect(Array(value.raw) == Array(trimmed))
    }

    @Test(
        "what the grammar does not allow is refused, with reason and place",
        arguments: SuiteCase.refused + SuiteCase.refusedStrings)
    func refused(_ example: SuiteCase) throws {
        let error = try #require(fault(example.bytes))
        #expect(SuiteCase.Fault(reason: error.reason, offset: error.offset) == example.fault)
    }

    @Test("no document is accepted with its last byte missing, numbers aside", arguments: SuiteCase.accepted)
    func truncated(_ example: SuiteCase) throws {
        let value = try JSONValue(parsing: example.bytes)
        guard value.kind != .number else { return }
        let end = value.offset + value.raw.count
        for length in 0..<end {
            #expect(fault(Array(example.bytes[..<length])) != nil, "accepted at \(length) bytes")
        }
    }

    @Test("what is refused names all it can: the innermost value, or the object between two members")
    func paths() throws {
        let cases: [(String, String)] = [
            (#"{"a":[1,{"b":tru"#, "a[1].b"), (#"{"a":[1,2 3]}"#, "a[2]"), (#"{"a":1 "b":2}"#, ""),
            (#"{"a":{"b":1,}}"#, "a"), (#"[[],[[],x]]"#, "[1][1]"), (#"{"a":"\q"}"#, "a"), (#"[}"#, "[0]"),
            (#"{"a":{"k":1,"x":2,"k":3,"y":4}}"#, "a.k"), (#"{"q\n":01}"#, "q\n"), ("x", ""), ("1 2", ""),
        ]
        for (text, path) in cases {
            let error = try #require(fault(Array(text.utf8)))
            #expect(error.path.bracketed == path, "\(text)")
        }
    }

    @Test("a member name twice is refused at its second place, also when spelled with escapes")
    func duplicates() throws {
        let cases: [(String, String, Int)] = [
            (#"{"a":1,"a":1}"#, "a", 7), (#"{"a":1,"\u0061":2}"#, "a", 7), (#"{"\u0061":1,"a":2}"#, "a", 12),
            (#"{"":1,"":2}"#, "", 6), (#"{"\/":1,"/":2}"#, "/", 8), (#"{"é":1,"\u00e9":2}"#, "é", 8),
            (#"{"\ud83d\ude00":1,"😀":2}"#, "😀", 18), (#"[{"x":{"b":1,"c":2,"b":3}}]"#, "b", 19),
            (#"{"b":{"b":1},"b":2}"#, "b", 13), (#"{"a":1,"b":2,"b":3,"a":4}"#, "b", 13),
        ]
        for (text, name, offset) in cases {
            let error = try #require(fault(Array(text.utf8)))
            #expect(error.reason == .duplicateKey(name) && error.offset == offset, "\(text): \(error)")
        }
    }

    @Test(
        "law: duplicates are found among few and among many members, wherever they stand",
        arguments: [2, 3, 16, 17, 300])
    func manyMembers(_ count: Int) throws {
        let names = (0..<count).map { "name\($0)" }
        func document(_ names: [String]) -> [UInt8] {
            Array("{\(names.map { "\"\($0)\":0" }.joined(separator: ","))}".utf8)
        }
        #expect(fault(document(names)) == nil)
        for (first, second) in [(0, 1), (0, count - 1), (count - 2, count - 1), (count / 2 - 1, count / 2)] {
            var twice = names
            twice[second] = names[first]
            #expect(fault(document(twice))?.reason == .duplicateKey(names[first]))
            // One name spelled with an escape makes another comparison be used.
            twice[second] = #"\u006e"# + names[first].dropFirst()
            #expect(fault(document(twice))?.reason == .duplicateKey(names[first]))
        }
    }

    @Test("names that only look or sort alike are different: they are compared by code point (RFC 8259 §8.3)")
    func canonicalEquivalents() {
        // U+00E9 and e with U+0301; U+212A and K; among few, among many, and beside an escape.
        for padding in ["", (0..<20).map { ",\"p\($0)\":0" }.joined(), #","\u0070":0"#] {
            #expect(fault(Array("{\"\u{E9}\":1,\"e\u{301}\":2,\"\u{212A}\":3,\"K\":4\(padding)}".utf8)) == nil)
        }
    }

    @Test("nesting is accepted to the limit and refused one deeper", arguments: [1, 2, 64, 128, 1000])
    func depth(_ limit: Int) throws {
        let limits = JSONLimits(depth: limit)
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            func nested(_ depth: Int) -> [UInt8] {
                let inner = open == "[" ? "" : "{}"
                let count = open == "[" ? depth : depth - 1
                return Array(
                    (String(repeating: open, count: count) + inner + String(repeating: close, count: count)).utf8)
            }
            #expect(fault(nested(limit), limits: limits) == nil)
            let error = try #require(fault(nested(limit + 1), limits: limits))
            #expect(error.reason == .tooDeep(limit: limit))
            #expect(error.offset == open.utf8.count * limit)
            #expect(error.path.elements.count == limit)
        }
    }

    @Test("a bomb of a million brackets is an error, not a crash", arguments: ["[", "{\"a\":", "[{\"a\":"])
    func bomb(_ open: String) {
        let bytes = Array(String(repeating: open, count: 1_000_000).utf8)
        #expect(fault(bytes)?.reason == .tooDeep(limit: 128))
        #expect(fault(bytes, limits: JSONLimits(depth: .max))?.reason == .unexpectedEnd)
    }

    @Test("law: a fault at any distance from the quote is found: no width of the inner loop hides it")
    func everyAlignment() throws {
        for length in 0..<100 {
            let plain = [UInt8](repeating: 0x61, count: length)
            for (fault, reason) in [
                ([0x1F], .controlCharacter(0x1F)), ([0x00], .controlCharacter(0x00)), ([0x80], .invalidUTF8),
                ([0xC3, 0x28], .invalidUTF8), ([0xED, 0xA0, 0x80], .invalidUTF8), ([0x5C, 0x78], .invalidEscape),
            ] as [([UInt8], JSONError.Reason)] {
                for after in [0, 7, 70] {
                    let bytes = [0x22] + plain + fault + [UInt8](repeating: 0x62, count: after) + [0x22]
                    let error = try #require(self.fault(bytes))
                    #expect(error.reason == reason && error.offset == length + 1)
                }
            }
            for character in ["é", "€", "😀", #"\n"#, #"\ud83d\ude00"#, "\u{7F}"] {
                let bytes = [0x22] + plain + Array(character.utf8) + plain + [0x22]
                #expect(try JSONValue(parsing: bytes).raw.count == bytes.count)
            }
        }
    }
}
