import Testing
import WhitworthJSON

@Suite("JSON: grammar")
struct JSONScannerTests {
    @Test("What RFC 8259 allows is read", arguments: GrammarCase.accepted)
    func accepts(_ text: GrammarCase) throws {
        _ = try JSONValue(parsing: text.bytes)
    }

    @Test("What it does not allow, or two readers would read differently, is refused", arguments: GrammarCase.refused)
    func refuses(_ text: GrammarCase) {
        #expect(throws: JSONError.self) { try JSONValue(parsing: text.bytes) }
    }

    @Test(
        "An error names its reason, offset and place",
        arguments: [
            ("", JSONError(.unexpectedEnd, offset: 0)),
            (#"{"a":[1,2,{"b":tru}]}"#, JSONError(.unexpectedByte(0x7D), offset: 18, path: path("a", 2, "b"))),
            (#"{"a":{"b":1,"b":2}}"#, JSONError(.duplicateKey("b"), offset: 12, path: path("a", "b"))),
            (#"[1,02]"#, JSONError(.invalidNumber, offset: 4, path: path(1))),
            (#"["\ud800"]"#, JSONError(.loneSurrogate, offset: 2, path: path(0))),
            (#"["a\qb"]"#, JSONError(.invalidEscape, offset: 3, path: path(0))),
            (#"{"x":1} y"#, JSONError(.trailingBytes, offset: 8)),
            ("{\"x\":\"\u{1}\"}", JSONError(.controlCharacter(1), offset: 6, path: path("x"))),
        ])
    func places(_ text: String, _ expected: JSONError) {
        #expect(throws: expected) { try JSONValue(parsing: text) }
    }

    private static func path(_ elements: Any...) -> JSONPath {
        JSONPath(elements.map { ($0 as? Int).map { .index($0) } ?? .key("\($0)") })
    }

    @Test("Nesting is bounded, by a limit that can be set", arguments: [1, 2, 64, 128, 1000])
    func depth(_ limit: Int) throws {
        for (left, right) in [("[", "]"), (#"{"a":"#, "}")] {
            func nested(_ depth: Int) -> String {
                String(repeating: left, count: depth) + (left == "[" ? "" : "1")
                    + String(repeating: right, count: depth)
            }
            _ = try JSONValue(parsing: nested(limit), limits: JSONLimits(depth: limit))
            #expect(throws: JSONError.self) {
                try JSONValue(parsing: nested(limit + 1), limits: JSONLimits(depth: limit))
            }
        }
    }

    @Test("A bomb of a million brackets is refused at the limit, not on the stack")
    func bomb() {
        let bomb = [UInt8](repeating: 0x5B, count: 1_000_000)
        do throws(JSONError) {
            _ = try JSONValue(parsing: bomb)
            Issue.record("a million brackets were read")
        } catch {
            #expect(error.reason == .tooDeep(limit: 128))
            #expect(error.offset == 128)
        }
    }

    @Test("Faults at every place of a word of eight bytes are seen: the string scan looks at eight at once")
    func everyPlace() throws {
        for length in 0..<40 {
            let plain = String(repeating: "x", count: length)
            #expect(try JSONValue(parsing: "\"\(plain)\"").string == plain)
            #expect(try JSONValue(parsing: "\"\(plain)\\n\(plain)\"").string == plain + "\n" + plain)
            #expect(try JSONValue(parsing: "\"\(plain)é\(plain)\"").string == plain + "é" + plain)
            for bad: UInt8 in [0x00, 0x1F, 0x80, 0xFF] {
                let bytes = [0x22] + Array(plain.utf8) + [bad] + Array(plain.utf8) + [0x22]
                #expect(throws: JSONError.self, "\(bad) after \(length)") { try JSONValue(parsing: bytes) }
            }
        }
    }
}
