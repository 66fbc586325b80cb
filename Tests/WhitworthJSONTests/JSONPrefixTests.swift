import Testing
import WhitworthJSON
import WhitworthTestSupport

@Suite("JSON: unfinished text")
struct JSONPrefixTests {
    private func certain(_ text: String) throws -> String? {
        var prefix = JSONPrefix()
        try prefix.push(Array(text.utf8))
        return prefix.certain?.description
    }

    @Test(
        "What has come is told as a document of its own",
        arguments: [
            ("", nil), (" ", nil), ("4", nil), ("tr", nil), ("{", "{}"), (#"{"ci"#, "{}"), (#"{"city""#, "{}"),
            (#"{"city":"#, "{}"), (#"{"city":""#, #"{"city":""}"#), (#"{"city":"Ki"#, #"{"city":"Ki"}"#),
            (#"{"city":"Ki\"#, #"{"city":"Ki"}"#), (#"{"city":"Ki\u00"#, #"{"city":"Ki"}"#),
            (#"{"city":"Ki\ud83d\ude"#, #"{"city":"Ki"}"#), (#"{"city":"Kiel","days":3"#, #"{"city":"Kiel"}"#),
            (#"{"city":"Kiel","days":3,"#, #"{"city":"Kiel","days":3}"#), (#"{"a":[1,2"#, #"{"a":[1]}"#),
            (#"{"a":[1,{"b":"#, #"{"a":[1,{}]}"#), (#"[[],[tru"#, "[[],[]]"), (#"[true"#, "[true]"), ("[-", "[]"),
            (#"{"a":1.5e"#, "{}"), (#""done""#, #""done""#),
        ] as [(String, String?)])
    func examples(_ text: String, _ expected: String?) throws {
        #expect(try certain(text) == expected)
    }

    @Test("A half character is never told")
    func halfCharacter() throws {
        var prefix = JSONPrefix()
        try prefix.push(Array("[\"é".utf8.dropLast()))
        #expect(prefix.certain?[0]?.string == "")
        try prefix.push([0xA9])
        #expect(prefix.certain?[0]?.string == "é")
    }

    @Test("Every beginning of a document is part of it, whatever the pieces; the whole of it is it", arguments: 0..<30)
    func law(_ seed: Int) throws {
        var random = RandomJSON(seed: UInt64(seed))
        for _ in 0..<8 {
            let text = random.document()
            let bytes = Array(text.utf8)
            let whole = JSONTree(try JSONValue(parsing: bytes))
            var prefix = JSONPrefix()
            for byte in bytes {
                try prefix.push([byte])
                if let certain = prefix.certain {
                    #expect(Self.isPart(JSONTree(certain), of: whole), "\(certain) of \(text)")
                }
            }
            #expect(JSONTree(try prefix.finish()) == whole)
            var split = JSONPrefix()
            let middle = bytes.count / 3
            try split.push(Array(bytes[..<middle]))
            try split.push(Array(bytes[middle...]))
            #expect(JSONTree(try split.finish()) == whole)
        }
    }

    /// Containers with fewer members, texts with fewer characters; numbers and words are there or not.
    private static func isPart(_ part: JSONTree, of whole: JSONTree) -> Bool {
        switch (part, whole) {
        case (.object(let members), .object(let all)):
            members.allSatisfy { name, member in all[name].map { isPart(member, of: $0) } ?? false }
        case (.array(let elements), .array(let all)):
            elements.count <= all.count && zip(elements, all).allSatisfy(isPart)
        case (.string(let text), .string(let all)): all.unicodeScalars.starts(with: text.unicodeScalars)
        default: part == whole
        }
    }

    @Test("What a whole reader refuses is refused, at the latest at the end", arguments: GrammarCase.refused)
    func refuses(_ text: GrammarCase) {
        #expect(throws: JSONError.self) {
            var prefix = JSONPrefix()
            for byte in text.bytes { try prefix.push([byte]) }
            _ = try prefix.finish()
        }
    }

    @Test("What a whole reader takes is taken", arguments: GrammarCase.accepted)
    func accepts(_ text: GrammarCase) throws {
        var prefix = JSONPrefix()
        for byte in text.bytes { try prefix.push([byte]) }
        #expect(JSONTree(try prefix.finish()) == JSONTree(try JSONValue(parsing: text.bytes)))
    }

    @Test("Spoilt documents are judged as by the whole reader", arguments: 0..<20)
    func spoilt(_ seed: Int) {
        var random = RandomJSON(seed: 500 + UInt64(seed))
        for _ in 0..<50 {
            let bytes = random.spoilt()
            var prefix = JSONPrefix()
            let ours = Result {
                try prefix.push(bytes); return JSONTree(try prefix.finish())
            }
            let whole = Result { JSONTree(try JSONValue(parsing: bytes)) }
            #expect((try? ours.get()) == (try? whole.get()), "\(String(decoding: bytes, as: UTF8.self))")
        }
    }

    @Test("A fault is told at once, with its place, and stays")
    func faults() throws {
        var prefix = JSONPrefix()
        try prefix.push(Array(#"{"a":[1,"#.utf8))
        #expect(prefix.openPath.bracketed == "a[0]")
        let expected = JSONError(.unexpectedByte(0x7D), offset: 8, path: JSONPath([.key("a"), .index(1)]))
        #expect(throws: expected) { try prefix.push([0x7D]) }
        #expect(throws: expected) { try prefix.push([0x31]) }
        #expect(throws: expected) { try prefix.finish() }
    }

    @Test("Nesting is bounded here too")
    func depth() throws {
        var prefix = JSONPrefix(limits: JSONLimits(depth: 3))
        try prefix.push(Array("[[[".utf8))
        #expect(throws: JSONError.self) { try prefix.push([0x5B]) }
    }
}
