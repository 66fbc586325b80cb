import Testing
import WhitworthJSON
import WhitworthTestSupport

@Suite("Unfinished JSON")
struct JSONPrefixTests {
    private func prefix(_ text: String, limits: JSONLimits = .standard) throws -> JSONPrefix {
        var prefix = JSONPrefix(limits: limits)
        try prefix.push(Array(text.utf8))
        return prefix
    }

    private func completed(_ text: String) throws -> String? {
        try prefix(text).completed.map { String(decoding: $0, as: UTF8.self) }
    }

    private func fault(_ bytes: [UInt8], limits: JSONLimits = .standard) -> JSONError? {
        var prefix = JSONPrefix(limits: limits)
        do throws(JSONError) {
            try prefix.push(bytes)
            try prefix.finish()
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "what is certain and nothing more",
        arguments: [
            ("", nil), (" ", nil), ("t", nil), ("tru", nil), ("true", "true"), ("1", nil), ("1 ", "1 "), ("-", nil),
            ("\"", "\"\""), ("\"a", "\"a\""), (#""a\"#, #""a""#), (#""a\n"#, #""a\n""#), (#""a\u00e"#, #""a""#),
            (#""a\u00e9"#, #""a\u00e9""#), (#""\ud83d"#, "\"\""), (#""\ud83d\ude0"#, "\"\""),
            (#""\ud83d\ude00"#, #""\ud83d\ude00""#), ("{", "{}"), ("[", "[]"), (#"{"a"#, "{}"), (#"{"a""#, "{}"),
            (#"{"a":"#, "{}"), (#"{"a": "#, "{}"), (#"{"a":1"#, "{}"), (#"{"a":1,"#, #"{"a":1}"#),
            (#"{"a":1 "#, #"{"a":1}"#), (#"{"a":1}"#, #"{"a":1}"#), (#"{"a":nul"#, "{}"),
            (#"{"a":null"#, #"{"a":null}"#),
            (#"{"a":""#, #"{"a":""}"#), (#"{"a":"b"#, #"{"a":"b"}"#), (#"{"a":"b","c"#, #"{"a":"b"}"#),
            (#"{"a":[1,2"#, #"{"a":[1]}"#), (#"{"a":[1,2,"#, #"{"a":[1,2]}"#),
            (#"{"a":[1,{"b":"x"#, #"{"a":[1,{"b":"x"}]}"#),
            (#"[[],"#, "[[]]"), ("[ ", "[]"), (" [1 , 2 ] ", " [1 , 2 ] "), ("[12", "[]"), ("[1.5e3 ", "[1.5e3]"),
            ("[true,f", "[true]"),
        ] as [(String, String?)])
    func certain(_ text: String, _ expected: String?) throws {
        #expect(try completed(text) == expected)
    }

    @Test("an open value is told with its kind and path, from the outermost to the innermost")
    func open() throws {
        func open(_ text: String) throws -> [String] { try prefix(text).open.map { "\($0.kind) \($0.path)" } }
        #expect(try open(#"{"a":[1,{"b":"x"#) == ["object ", "array a", "object a[1]", "string a[1].b"])
        #expect(try open(#"{"a":[1,2"#) == ["object ", "array a", "number a[1]"])
        #expect(try open(#"{"a":[1,tr"#) == ["object ", "array a", "boolean a[1]"])
        #expect(try open(#"{"a":n"#) == ["object ", "null a"])
        #expect(try open(#"{"a":1,"b"#) == ["object "])
        #expect(try open(#"{"a":1,"b":"#) == ["object "])
        #expect(try open(#"{"a":[1]"#) == ["object "])
        #expect(try open("{}").isEmpty && open("").isEmpty)
        #expect(try open("\"x") == ["string "])
    }

    @Test("a number that is the whole document is certain once the text ended")
    func lonelyNumber() throws {
        var prefix = try prefix("12")
        #expect(!prefix.isComplete && prefix.completed == nil)
        try prefix.finish()
        #expect(prefix.isComplete && prefix.value?.int == 12)
        #expect(fault(Array("1.".utf8)) == JSONError(.unexpectedEnd, offset: 2))
        #expect(fault(Array("-".utf8)) == JSONError(.unexpectedEnd, offset: 1))
    }

    @Test("a fault stays: what follows it is not read, what was certain before is still there")
    func faultStays() throws {
        var prefix = try prefix(#"{"a":1,"#)
        let expected = JSONError(.unexpectedByte(0x7D), offset: 7)
        #expect(throws: expected) { try prefix.push(Array("}".utf8)) }
        #expect(throws: expected) { try prefix.push(Array("\"b\":2}".utf8)) }
        #expect(throws: expected) { try prefix.finish() }
        #expect(prefix.completed == Array(#"{"a":1}"#.utf8) && !prefix.isComplete)
    }

    @Test("what the scanner accepts is accepted, equal to the text once complete", arguments: SuiteCase.accepted)
    func accepted(_ example: SuiteCase) throws {
        var prefix = JSONPrefix()
        try prefix.push(example.bytes)
        try prefix.finish()
        #expect(prefix.isComplete && prefix.completed == example.bytes && prefix.open.isEmpty)
        #expect(prefix.certainCount == example.bytes.count)
    }

    @Test(
        "what the scanner refuses is refused, at the same place or before",
        arguments: SuiteCase.refused + SuiteCase.refusedStrings)
    func refused(_ example: SuiteCase) throws {
        let error = try #require(fault(example.bytes))
        let scanned = try #require(example.fault)
        if !["n_string_1_surrogate_then_escape_u1", "n_string_incomplete_surrogate"].contains(example.name) {
            #expect(SuiteCase.Fault(reason: error.reason, offset: error.offset) == scanned)
        }
        #expect(error.offset <= scanned.offset)
    }

    @Test("a duplicate name is refused as soon as it ends, a longer name that begins alike is not")
    func duplicates() throws {
        #expect(try completed(#"{"a":1,"a"#) == #"{"a":1}"#)
        #expect(
            fault(Array(#"{"o":{"a":1,"\u0061""#.utf8))
                == JSONError(.duplicateKey("a"), offset: 12, path: JSONPath([.key("o"), .key("a")])))
        #expect(fault(Array("{\"\u{E9}\":1,\"e\u{301}\":2}".utf8)) == nil)
        #expect(fault(Array(#"[{"a":1},{"a":{"a":1}}]"#.utf8)) == nil)
    }

    @Test("nesting is limited as in the scanner", arguments: [1, 3, 128])
    func depth(_ limit: Int) throws {
        let limits = JSONLimits(depth: limit)
        let open = String(repeating: "[", count: limit)
        #expect(try prefix(open, limits: limits).value?.kind == .array)
        let error = try #require(fault(Array((open + "[").utf8), limits: limits))
        #expect(error.reason == .tooDeep(limit: limit) && error.offset == limit)
    }

    @Test("law: after every byte what is certain is part of the document, and grows", arguments: 0..<150)
    func subDocuments(_ seed: Int) throws {
        let bytes = RandomDocument.bytes(seed: UInt64(seed))
        let whole = JSONTree(try JSONValue(parsing: bytes))
        var prefix = JSONPrefix()
        var before: JSONTree?
        var beforeCount = 0
        for (index, byte) in bytes.enumerated() {
            try prefix.push([byte])
            if prefix.certainCount == beforeCount, before != nil { continue }
            #expect(prefix.certainCount >= beforeCount && prefix.certainCount <= index + 1)
            beforeCount = prefix.certainCount
            guard let completed = prefix.completed else { continue }
            let tree = JSONTree(try JSONValue(parsing: completed))
            try #require(tree.isPart(of: whole), "after \(index + 1) bytes: \(tree)")
            if let before { try #require(before.isPart(of: tree)) }
            before = tree
        }
        try prefix.finish()
        #expect(prefix.completed == bytes)
    }

    @Test("law: any split gives the same", arguments: 0..<60)
    func splits(_ seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let bytes = RandomDocument.bytes(seed: UInt64(seed) + 1000)
        let end = Int.random(in: 0...bytes.count, using: &random)
        var whole = JSONPrefix()
        try whole.push(Array(bytes[..<end]))
        for _ in 0..<8 {
            var pieces = JSONPrefix()
            var start = 0
            while start < end {
                let next = min(end, start + Int.random(in: 0...7, using: &random))
                try pieces.push(bytes[start..<next].span)
                start = next
            }
            #expect(pieces.completed == whole.completed && pieces.open == whole.open)
            #expect(pieces.isComplete == whole.isComplete && pieces.certainCount == whole.certainCount)
        }
    }

    @Test("law: what is refused does not depend on the split, and is what the scanner refuses", arguments: 0..<1500)
    func mutations(_ seed: Int) throws {
        let bytes = RandomDocument.mutated(RandomDocument.bytes(seed: UInt64(seed % 150)), seed: UInt64(seed))
        var bytewise = JSONPrefix()
        var error: JSONError?
        do throws(JSONError) {
            for byte in bytes { try bytewise.push([byte].span) }
            try bytewise.finish()
        } catch let fault {
            error = fault
        }
        #expect(fault(bytes) == error)
        let scanned = scannerFault(bytes)
        guard let error, let scanned, error != scanned else {
            #expect(error == scanned)
            return
        }
        switch (error.reason, scanned.reason) {
        // Told at the name's end instead of the object's, and at the first digit that no pair has.
        case (.duplicateKey, _), (.loneSurrogate, .invalidEscape): #expect(error.offset <= scanned.offset)
        // The scanner does not ask whether a character cut off by the end could have become one.
        case (.unexpectedEnd, .invalidUTF8): #expect(error.offset <= scanned.offset + 3)
        default: Issue.record("\(error) is not \(scanned)")
        }
    }

    private func scannerFault(_ bytes: [UInt8]) -> JSONError? {
        do throws(JSONError) {
            _ = try JSONValue(parsing: bytes)
            return nil
        } catch {
            return error
        }
    }

    /// One of these ends whatever has begun: a character, an escape, a string, a number, a literal.
    private static let endings: [[UInt8]] = {
        let strings: [[UInt8]] = [
            [], [0x80], [0xA0, 0x80], [0x80, 0x80], [0x90, 0x80, 0x80], [0x80, 0x80, 0x80], Array("n".utf8),
            Array("0".utf8), Array("00".utf8), Array("000".utf8), Array("0000".utf8), Array(#"0\udc00"#.utf8),
            Array(#"00\udc00"#.utf8), Array(#"\udc00"#.utf8), Array("udc00".utf8), Array("dc00".utf8),
            Array("c00".utf8),
        ]
        let others = ["", "0", "rue", "ue", "e", "alse", "lse", "se", "ull", "ll", "l"]
        return others.map { Array($0.utf8) } + strings.map { $0 + Array(#"zq""#.utf8) }
    }()

    @Test("law: what is not refused can still become a document", arguments: 0..<400)
    func completable(_ seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let document = RandomDocument.mutated(RandomDocument.bytes(seed: UInt64(seed)), seed: UInt64(seed))
        let sound = document.prefix(fault(document)?.offset ?? document.count)
        let text = Array(sound.prefix(Int.random(in: 0...sound.count, using: &random)))
        var prefix = JSONPrefix()
        try prefix.push(text)
        let closing = prefix.open.reversed().compactMap { open -> UInt8? in
            switch open.kind {
            case .object: 0x7D
            case .array: 0x5D
            default: nil
            }
        }
        let isCompleted = Self.endings.contains { ending in
            ["", ":0", "0", #""zq":0"#].contains { rest in
                scannerFault(text + ending + Array(rest.utf8) + closing) == nil
            }
        }
        #expect(isCompleted, "\(String(decoding: text, as: UTF8.self))")
    }

    @Test("law: cost does not grow with what came before: a long text bytewise stays quick")
    func linear() throws {
        var prefix = JSONPrefix()
        try prefix.push(Array("[".utf8))
        let piece = Array(#"{"name":"a longer text, \u00e9"},"#.utf8)
        for _ in 0..<20_000 { for byte in piece { try prefix.push([byte].span) } }
        #expect(prefix.certainCount == piece.count * 20_000 && prefix.open.count == 1)
    }
}

extension JSONTree {
    /// Whether this tree is another one cut off: strings shorter, last members and elements missing.
    fileprivate func isPart(of whole: JSONTree) -> Bool {
        switch (self, whole) {
        case (.object(let part), .object(let whole)):
            part.allSatisfy { name, value in whole[name].map { value.isPart(of: $0) } ?? false }
        case (.array(let part), .array(let whole)):
            part.count <= whole.count && zip(part, whole).allSatisfy { $0.isPart(of: $1) }
        case (.string(let part), .string(let whole)):
            whole.utf8.starts(with: part.utf8)
        default: self == whole
        }
    }
}
