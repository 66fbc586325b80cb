import Testing
import WhitworthJSON

@Suite("JSON: writer")
struct JSONWriterTests {
    @Test("Commas are its own business")
    func commas() {
        var json = JSONWriter()
        json.object { object in
            object.member("a", 1)
            object.key("b")
            object.array { list in
                list.write(true)
                list.writeNull()
                list.object { _ in }
                list.array { _ in }
                list.write("x")
            }
            object.memberNull("c")
            object.member(ifPresent: "d", nil as Int?)
            object.member("e", -12)
        }
        #expect(String(decoding: json.bytes, as: UTF8.self) == #"{"a":1,"b":[true,null,{},[],"x"],"c":null,"e":-12}"#)
    }

    @Test("What JSON must escape is escaped, and nothing else")
    func escapes() {
        let written = JSONValue.written { $0.write("\u{0}\u{1F}\"\\/\n\t\u{7F}é👩‍👩‍👧") }
        #expect(written.description == "\"\\u0000\\u001f\\\"\\\\/\\n\\t\u{7F}é👩‍👩‍👧\"")
    }

    @Test("Values of another document are copied as they stood")
    func copies() throws {
        let source = try JSONValue(parsing: "{\"a\": [1.50,\r\n \"\\u00e9\"]}")
        var json = JSONWriter()
        json.array { list in
            list.write(source)
            if let text = source["a"]?[1]?.text { list.write(text) }
        }
        #expect(String(decoding: json.bytes, as: UTF8.self) == "[{\"a\": [1.50,\r\n \"\\u00e9\"]},\"\\u00e9\"]")
        var line = JSONWriter(singleLine: true)
        line.write(source)
        #expect(!line.bytes.contains(0x0A) && !line.bytes.contains(0x0D))
        #expect(try JSONValue(parsing: line.bytes) == source)
    }

    @Test("A value can be carried as a text, and several texts as one")
    func texts() throws {
        var json = JSONWriter()
        json.array { list in
            list.write(escaping: Array(#"{"a":"b\n"}"#.utf8)[...])
            list.write(joining: ["a", "é", "\""])
        }
        let value = try JSONValue(parsing: json.bytes)
        #expect(value[0]?.string == #"{"a":"b\n"}"# && value[1]?.string == "aé\"")
    }

    @Test("It goes on in a buffer that holds other bytes")
    func appending() {
        var json = JSONWriter(appendingTo: Array("data: ".utf8))
        json.object { $0.member("a", true) }
        #expect(String(decoding: json.bytes, as: UTF8.self) == #"data: {"a":true}"#)
    }
}
