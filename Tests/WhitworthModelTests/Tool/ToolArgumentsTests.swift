import Testing
import WhitworthJSON
import WhitworthModel

@Suite("Tool arguments in both their forms")
struct ToolArgumentsTests {
    @Test("P08: a call without any text has no arguments, which is an object")
    func empty() throws {
        #expect(try ToolArguments.text("").parsed().object?.isEmpty == true)
    }

    @Test("law: value to text to value keeps the bytes, order and number text included")
    func bytes() throws {
        let raw = #"{"b": 1.0, "a": [1e2, "\u00e9\n"]}"#
        let value = ToolArguments.value(try JSONValue(parsing: raw))
        let text = ToolArguments.text(value.text)
        #expect(String(decoding: text.utf8, as: UTF8.self) == raw)
        #expect(text.utf8 == value.utf8)
        #expect(try Array(text.parsed().raw) == Array(raw.utf8))
    }

    @Test("text a model got wrong is an error, not a guess", arguments: [#"{"a":"#, "nonsense", "{} {}"])
    func wrong(_ text: String) {
        #expect(throws: JSONError.self) { try ToolArguments.text(JSONText(text)).parsed() }
    }
}
