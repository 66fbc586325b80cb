import Testing
import WhitworthJSON

@testable import WhitworthSimulators

@Suite struct SchemaValueTests {
    @Test(
        "A value is valid for its schema",
        arguments: [
            (
                #"{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"}},"required":["city"]}"#,
                #"{"city":"city","days":1}"#
            ),
            (#"{"enum":["low","high"]}"#, #""low""#),
            (#"{"const":7}"#, "7"),
            (#"{"type":"integer","minimum":10,"maximum":12}"#, "10"),
            (#"{"type":"integer","exclusiveMinimum":10,"multipleOf":5}"#, "15"),
            (#"{"type":"integer","maximum":-3}"#, "-3"),
            (#"{"type":"number","minimum":2,"maximum":3}"#, "2.5"),
            (#"{"type":"string","format":"date"}"#, #""2026-11-24""#),
            (#"{"type":"string","minLength":6}"#, #""textxx""#),
            (#"{"type":"string","maxLength":2}"#, #""te""#),
            (#"{"type":"array","items":{"type":"boolean"},"minItems":3}"#, "[true,true,true]"),
            (#"{"type":"array","items":{"type":"boolean"},"maxItems":0}"#, "[]"),
            (#"{"type":["null","string"]}"#, #""text""#),
            (#"{"anyOf":[{"type":"null"},{"type":"integer"}]}"#, "1"),
            (##"{"$ref":"#/$defs/A","$defs":{"A":{"type":"boolean"}}}"##, "true"),
            (##"{"$ref":"#/$defs/a~1b","$defs":{"a/b":{"type":"boolean"}}}"##, "true"),
            (#"{"allOf":[{"type":"object","properties":{"a":{"type":"null"}}}]}"#, #"{"a":null}"#),
            (#"{}"#, #""value""#),
        ])
    func value(_ schema: String, _ expected: String) throws {
        #expect(SchemaValue.text(for: try JSONValue(parsing: schema)) == expected)
    }

    @Test("P04 The members of an object come in the order of the schema") func order() throws {
        let schema = #"{"type":"object","properties":{"z":{"type":"null"},"a":{"type":"null"},"m":{"type":"null"}}}"#
        #expect(SchemaValue.text(for: try JSONValue(parsing: schema)) == #"{"z":null,"a":null,"m":null}"#)
    }

    @Test("A schema that recurs ends, as deep as it may go") func recursion() throws {
        let schema =
            ##"{"$ref":"#/$defs/Node","$defs":{"Node":{"type":"object","properties":{"value":{"type":"integer"},"next":{"anyOf":[{"$ref":"#/$defs/Node"},{"type":"null"}]}},"required":["value","next"]}}}"##
        let text = SchemaValue.text(for: try JSONValue(parsing: schema))
        #expect(text.contains(#""next":null"#))
        _ = try JSONValue(parsing: text)
        let endless = ##"{"$ref":"#/$defs/A","$defs":{"A":{"$ref":"#/$defs/A"}}}"##
        #expect(SchemaValue.text(for: try JSONValue(parsing: endless)) == "null")
    }
}
