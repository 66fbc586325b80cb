import Testing
import WhitworthJSON
import WhitworthModel

@Suite("Log probabilities of a stream")
struct LogprobsJoiningTests {
    private func value(_ text: String) throws -> JSONValue { try JSONValue(parsing: text) }

    @Test("pieces join in order, list by list")
    func joins() throws {
        let joined = Logprobs.joined([
            try value(#"{"content":[{"token":"a"}],"refusal":null}"#),
            try value(#"{"content":[{"token":"b"},{"token":"c"}],"refusal":null}"#),
        ])
        #expect(joined?.description == #"{"content":[{"token":"a"},{"token":"b"},{"token":"c"}],"refusal":null}"#)
    }

    @Test("one piece stays as it was, none is none")
    func few() throws {
        let only = #"{"content":null,"refusal":[{"token":"no"}]}"#
        #expect(Logprobs.joined([try value(only)])?.description == only)
        #expect(Logprobs.joined([]) == nil)
    }
}
