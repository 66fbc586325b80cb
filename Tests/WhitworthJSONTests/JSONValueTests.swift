import Testing
import WhitworthJSON

@Suite("JSON: values")
struct JSONValueTests {
    private let text = #"{"z":1.0, "a":[true,null,"x\u00e9"], "n":{"k":-0e1}, "m":"last"}"#

    @Test("Bytes, order and number texts stay as they were")
    func verbatim() throws {
        let value = try JSONValue(parsing: text)
        #expect(value.description == text)
        #expect(value.members.map(\.key.string) == ["z", "a", "n", "m"])
        #expect(value["z"]?.number?.description == "1.0")
        #expect(value["n"]?["k"]?.description == "-0e1")
        #expect(value["a"]?.description == #"[true,null,"x\u00e9"]"#)
        #expect(value["a"]?[2]?.string == "xé")
    }

    @Test("Reads of a wrong kind give nothing")
    func wrongKinds() throws {
        let value = try JSONValue(parsing: text)
        #expect(value["z"]?.string == nil && value["z"]?.object == nil && value["z"]?.bool == nil)
        #expect(value["m"]?.int == nil && value["m"]?.array == nil && value["m"]?["x"] == nil)
        #expect(value["none"] == nil && value[0] == nil && value["a"]?[3] == nil && value["a"]?[-1] == nil)
        #expect(value["a"]?[1]?.isNull == true)
    }

    @Test("Every value knows its place")
    func places() throws {
        let value = try JSONValue(parsing: text)
        #expect(value.path.elements.isEmpty)
        #expect(value["a"]?[2]?.path.bracketed == "a[2]")
        #expect(value["n"]?["k"]?.path.pointer == "/n/k")
        for (key, member) in value.members { #expect(member.path.bracketed == key.string) }
    }

    @Test("Equal in order, equivalent without")
    func equality() throws {
        let value = try JSONValue(parsing: #"{"a":1,"b":["é"]}"#)
        #expect(value == (try JSONValue(parsing: #"{ "a":1, "b":["\u00e9"] }"#)))
        let swapped = try JSONValue(parsing: #"{"b":["é"],"a":1}"#)
        #expect(value != swapped && value.isEquivalent(to: swapped))
        #expect(value != (try JSONValue(parsing: #"{"a":1.0,"b":["é"]}"#)))
        #expect(!value.isEquivalent(to: try JSONValue(parsing: #"{"a":1}"#)))
        #expect(Set([value, try JSONValue(parsing: #"{"a":1,"b":["\u00e9"]}"#)]).count == 1)
    }

    @Test("An empty container is empty")
    func empty() throws {
        #expect(try JSONValue(parsing: "{}").object?.isEmpty == true)
        #expect(try JSONValue(parsing: "[]").array?.isEmpty == true)
        #expect(try JSONValue(parsing: "[0]").array?.isEmpty == false)
    }
}
