import Testing
import WhitworthJSON

@Suite("The writer writes one document without white space")
struct JSONWriterTests {
    private func written(_ write: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter(reservingCapacity: 16)
        write(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test("every ASCII character is written so that reading gives it back, controls escaped", arguments: 0..<0x80)
    func ascii(_ value: Int) throws {
        let string = String(try #require(Unicode.Scalar(UInt32(value))))
        for padded in [string, "01234567" + string, string + "01234567", "éé" + string + "é"] {
            let text = written { $0.write(padded) }
            #expect(text.utf8.allSatisfy { $0 >= 0x20 })
            #expect(try JSONValue(parsing: text).string == padded)
            #expect(written { $0.write(JSONText(padded)) } == text)
            #expect(written { $0.write(escaping: Array(padded.utf8)[...]) } == text)
        }
    }

    @Test("the short escapes are used where RFC 8259 §7 has them, lower-case digits elsewhere")
    func escapes() {
        #expect(
            written { $0.write("\u{8}\u{C}\n\r\t\"\\/\u{0}\u{1F}\u{7F}é😀") } == #""\b\f\n\r\t\"\\/\u0000\u001f"#
                + "\u{7F}é😀\"")
    }

    @Test("commas stand between values and members and nowhere else")
    func commas() {
        let text = written { writer in
            writer.object { writer in
                writer.key("a")
                writer.array { writer in
                    writer.write(1)
                    writer.write(-12)
                    writer.write(true)
                    writer.writeNull()
                    writer.array { _ in }
                    writer.object { _ in }
                    writer.write(plain: "p")
                    writer.write(joining: ["x", JSONText("\n")])
                    writer.write(JSONNumber(10))
                }
                writer.key(JSONText("b\""))
                writer.object { $0.member("c", 0) }
                writer.member("d", false)
            }
        }
        #expect(text == #"{"a":[1,-12,true,null,[],{},"p","x\n",10],"b\"":{"c":0},"d":false}"#)
    }

    @Test("each kind of member is written, absent ones are not")
    func members() throws {
        let text = written { writer in
            writer.object { writer in
                writer.member("text", JSONText("t"))
                writer.member("string", "s" as String)
                writer.member("value", JSONValue.null)
                writer.member("number", JSONNumber(7))
                writer.member("int", Int.min)
                writer.member("bool", true)
                writer.memberNull("null")
                writer.member(ifPresent: "a", nil as JSONText?)
                writer.member(ifPresent: "b", nil as String?)
                writer.member(ifPresent: "c", nil as JSONValue?)
                writer.member(ifPresent: "d", nil as JSONNumber?)
                writer.member(ifPresent: "e", nil as Int?)
                writer.member(ifPresent: "f", nil as Bool?)
                writer.member(ifPresent: "there", 1)
            }
        }
        #expect(
            text == #"{"text":"t","string":"s","value":null,"number":7,"int":-9223372036854775808,"bool":true,"#
                + #""null":null,"there":1}"#)
    }

    @Test("law: writing what was read, value by value, gives the same document", arguments: 0..<100)
    func roundTrip(_ seed: Int) throws {
        let value = try JSONValue(parsing: RandomDocument.bytes(seed: UInt64(seed)))
        var writer = JSONWriter()
        rewrite(value, to: &writer)
        #expect(try JSONValue(parsing: writer.bytes) == value)
        // The second time nothing is left to change.
        var again = JSONWriter()
        rewrite(try JSONValue(parsing: writer.bytes), to: &again)
        #expect(again.bytes == writer.bytes)
    }

    /// Decodes each text and writes it anew.
    private func rewrite(_ value: JSONValue, to writer: inout JSONWriter) {
        if let object = value.object {
            writer.beginObject()
            for (key, member) in object {
                writer.key(JSONText(key.string))
                rewrite(member, to: &writer)
            }
            writer.endObject()
        } else if let array = value.array {
            writer.beginArray()
            for element in array { rewrite(element, to: &writer) }
            writer.endArray()
        } else if let string = value.string {
            writer.write(string)
        } else {
            writer.write(value)
        }
    }

    @Test("law: a copied value on a single line keeps its tree and has no line end", arguments: 0..<60)
    func singleLine(_ seed: Int) throws {
        let value = try JSONValue(parsing: RandomDocument.bytes(seed: UInt64(seed)))
        var writer = JSONWriter(singleLine: true)
        writer.object { writer in
            writer.member("a", value)
            writer.member("b", value)
        }
        #expect(!writer.bytes.contains(0x0A) && !writer.bytes.contains(0x0D))
        let read = try JSONValue(parsing: writer.bytes)
        #expect(read["a"] == value && read["b"] == value)
    }

    @Test("appending continues behind the bytes that are there, which stay as they are")
    func appending() {
        var writer = JSONWriter(appendingTo: Array("data:\n".utf8))
        writer.object { $0.member("a", 1) }
        #expect(String(decoding: writer.bytes, as: UTF8.self) == "data:\n{\"a\":1}")
    }
}
