import Testing
import WhitworthJSON

@Suite("Paths in the forms of the wire")
struct JSONPathTests {
    private let path = JSONPath().appending("messages").appending(0).appending(12).appending("content")

    @Test("one path in its three forms")
    func forms() {
        #expect(path.bracketed == "messages[0][12].content")
        #expect(path.dotted == "messages.0.12.content")
        #expect(path.pointer == "/messages/0/12/content")
        #expect("\(path)" == path.bracketed)
        #expect(JSONPath().bracketed.isEmpty && JSONPath().dotted.isEmpty && JSONPath().pointer.isEmpty)
    }

    @Test("a pointer escapes `~` and `/` and nothing else (RFC 6901 §3)")
    func pointerEscapes() {
        let path = JSONPath().appending("a/b").appending("~1").appending("").appending("é.[x]")
        #expect(path.pointer == "/a~1b/~01//é.[x]")
    }

    @Test(
        "law: what is written bracketed is read back",
        arguments: [
            [], [.key("model")], [.index(3)], [.key("a"), .index(0)], [.index(1), .index(2), .key("b")],
            [.key("messages"), .index(0), .key("content"), .index(1), .key("image_url")],
            [.key("a"), .key(""), .key("b")],
        ] as [[JSONPath.Element]])
    func roundTrip(_ elements: [JSONPath.Element]) {
        let path = JSONPath(elements)
        #expect(JSONPath(bracketed: path.bracketed) == path)
    }

    @Test("a text that is no path is one key, and its text is kept")
    func keys() {
        #expect(JSONPath(bracketed: "plain text!").elements == [.key("plain text!")])
        #expect(JSONPath(bracketed: "[0]x").elements == [.key("[0]x")])
        #expect(JSONPath(bracketed: "a]").elements == [.key("a]")])
        #expect(JSONPath(bracketed: "a[b]").elements == [.key("a[b]")])
        #expect(JSONPath(bracketed: "a[]").elements == [.key("a[]")])
        #expect(JSONPath(bracketed: "a[-1]").elements == [.key("a[-1]")])
        #expect(JSONPath(bracketed: "a[0]]").elements == [.key("a[0]]")])
        #expect(JSONPath(bracketed: "a[01]").elements == [.key("a[01]")])
    }

    @Test("law: whatever text is read, writing it gives the same text")
    func text() {
        for text in [
            "", "a", "a.b", "a[0]", "a[0].b", "a[b]", "[", "]", "[]", "a[", "a[0][", "a[0]b[1]", "..", "a[+1]", "a[00]",
            "a[99999999999999999999]", "tools[0].function.parameters", "a[0][x]", "[0][1]",
        ] {
            #expect(JSONPath(bracketed: text).bracketed == text)
        }
    }
}
