import Testing
import WhitworthJSON
import WhitworthModel

@Suite("Extras: growing by a stream's pieces")
struct ExtrasGrowingTests {
    private func extras(_ value: String) throws -> Extras {
        var extras = Extras()
        extras.append("x", try JSONValue(parsing: value), .advisory, to: .openai)
        return extras
    }

    @Test(
        "pieces add up as clients add them up",
        arguments: [
            (#""a""#, #""b""#, #""ab""#), ("1", "2", "2"), (#"{"a":"x"}"#, #"{"a":"y","b":1}"#, #"{"a":"xy","b":1}"#),
            (#"{"id":"i","t":"x"}"#, #"{"id":"i","t":"y"}"#, #"{"id":"i","t":"xy"}"#), ("[1]", "[2]", "[1,2]"),
            (
                #"[{"index":0,"t":"x"}]"#, #"[{"index":1,"t":"z"},{"index":0,"t":"y"}]"#,
                #"[{"index":0,"t":"xy"},{"index":1,"t":"z"}]"#
            ),
            (#""a""#, "null", #""a""#), (#""a""#, "[1]", "[1]"),
        ])
    func pieces(_ known: String, _ piece: String, _ expected: String) throws {
        let grown = try extras(known).grown(by: extras(piece))
        #expect(grown.members(of: .openai).count == 1)
        #expect(grown.value(of: "x", in: .openai)?.description == expected)
    }

    @Test("members of other names and vocabularies stay apart")
    func apart() throws {
        var other = Extras()
        other.append("x", try JSONValue(parsing: "1"), .advisory, to: .anthropic)
        other.append("y", try JSONValue(parsing: "2"), .advisory, to: .openai)
        let grown = try extras(#""a""#).grown(by: other)
        #expect(grown.value(of: "x", in: .openai)?.string == "a" && grown.value(of: "x", in: .anthropic)?.int == 1)
        #expect(grown.value(of: "y", in: .openai)?.int == 2)
    }
}
