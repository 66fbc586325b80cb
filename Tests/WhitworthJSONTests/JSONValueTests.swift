import Testing
import WhitworthJSON
import WhitworthTestSupport

@Suite("Values are read from the bytes and keep them")
struct JSONValueTests {
    private let document = #"{"b":1.0,"a":[true,null,{"x":"\u00e9"}],"n":-2e1,"s":"t","f":false,"z":{}}"#

    @Test("each kind gives its own reading and none other")
    func kinds() throws {
        let value = try JSONValue(parsing: document)
        #expect(value.kind == .object && value.members.map(\.key.string) == ["b", "a", "n", "s", "f", "z"])
        #expect(value["b"]?.kind == .number && value["b"]?.double == 1 && value["b"]?.int == 1)
        #expect(value["n"]?.int == -20 && value["n"]?.string == nil)
        #expect(value["s"]?.string == "t" && value["s"]?.number == nil && value["s"]?.bool == nil)
        #expect(value["f"]?.bool == false && value["a"]?[0]?.bool == true && value["f"]?.isNull == false)
        #expect(value["a"]?[1]?.isNull == true && value["a"]?[1]?.bool == nil && value["a"]?.object == nil)
        #expect(value["z"]?.object?.isEmpty == true && value["a"]?.array?.isEmpty == false)
        #expect(value["s"]?.members.isEmpty == true && value["s"]?.elements.isEmpty == true)
        #expect(value["a"]?[3] == nil && value["a"]?[-1] == nil && value["missing"] == nil && value[0] == nil)
        #expect(value["a"]?[2]?["x"]?.string == "é" && value["a"]?["x"] == nil)
    }

    @Test("a member is found however its name is spelled")
    func escapedNames() throws {
        #expect(try JSONValue(parsing: #"{"m\u006fdel":"x"}"#)["model"]?.string == "x")
    }

    /// Calls `body` for a value and all values in it.
    private func walk(_ value: JSONValue, _ path: JSONPath, _ body: (JSONValue, JSONPath) throws -> Void) rethrows {
        try body(value, path)
        for (index, element) in value.elements.enumerated() { try walk(element, path.appending(index), body) }
        for (key, member) in value.members { try walk(member, path.appending(key.string), body) }
    }

    @Test("law: every value of a document knows its bytes, its offset and its path", arguments: 0..<100)
    func places(_ seed: Int) throws {
        let bytes = RandomDocument.bytes(seed: UInt64(seed))
        try walk(JSONValue(parsing: bytes), JSONPath()) { value, path in
            #expect(value.raw.elementsEqual(bytes[value.offset..<value.offset + value.raw.count]))
            #expect(value.path == path)
            let alone = try JSONValue(parsing: Array(value.raw))
            #expect(alone == value && alone.hashValue == value.hashValue && alone.isEquivalent(to: value))
            #expect(JSONTree(alone) == JSONTree(value))
        }
    }

    @Test("law: unknown members, their order and the text of numbers pass through a writer byte for byte")
    func verbatim() throws {
        let value = try JSONValue(parsing: document)
        let copy = JSONValue.written { writer in
            writer.object { writer in
                for (key, member) in value.members {
                    writer.key(key)
                    writer.write(member)
                }
            }
        }
        #expect(copy.description == document && value.description == document)
    }

    @Test("equality sees order and number text, equivalence ignores order alone")
    func equality() throws {
        func value(_ text: String) throws -> JSONValue { try JSONValue(parsing: text) }
        let one = try value(#"{"a":1,"b":["x"]}"#)
        let spelled = try value(#" { "\u0061" : 1 , "b" : [ "\u0078" ] } "#)
        let reordered = try value(#"{"b":["x"],"a":1}"#)
        #expect(one == spelled && one.hashValue == spelled.hashValue)
        #expect(one != reordered && one.isEquivalent(to: reordered))
        for other in [
            #"{"a":1.0,"b":["x"]}"#, #"{"a":1}"#, #"{"a":1,"b":["x"],"c":0}"#, #"{"a":1,"b":["y"]}"#,
            #"{"a":1,"c":["x"]}"#,
            #"["a"]"#, "null", #"{"a":1,"b":["x","x"]}"#,
        ] {
            let other = try value(other)
            #expect(one != other && !one.isEquivalent(to: other) && !other.isEquivalent(to: one))
        }
        #expect(try value("true") != value("false") && value("1") != value(#""1""#))
        #expect(try !value(#"[1,2]"#).isEquivalent(to: value("[2,1]")))
    }

    @Test("a value is made by writing it; unbalanced writing gives null instead of a crash")
    func written() {
        let value = JSONValue.written { $0.array { $0.write(1) } }
        #expect(value.description == "[1]" && value[0]?.int == 1)
        #expect(JSONValue.written { $0.beginObject() }.isNull)
        #expect(JSONValue.written { _ in }.isNull)
        #expect(
            JSONValue.written { writer in
                writer.write(1)
                writer.write(2)
            }.isNull)
        let deep = JSONValue.written { writer in
            for _ in 0..<1000 { writer.beginArray() }
            for _ in 0..<1000 { writer.endArray() }
        }
        #expect(deep.kind == .array && deep.raw.count == 2000)
        #expect(JSONValue.null.isNull && JSONValue.null.description == "null")
    }
}
