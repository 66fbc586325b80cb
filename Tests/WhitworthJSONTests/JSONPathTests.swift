import Testing
import WhitworthJSON

@Suite("JSON: paths")
struct JSONPathTests {
    private let path = JSONPath([.key("messages"), .index(0), .key("content"), .index(12), .key("a/b~c")])

    @Test("Three ways to write a place")
    func forms() {
        #expect(path.bracketed == "messages[0].content[12].a/b~c")
        #expect(path.dotted == "messages.0.content.12.a/b~c")
        #expect(path.pointer == "/messages/0/content/12/a~1b~0c")
        #expect(JSONPath().pointer.isEmpty && JSONPath().bracketed.isEmpty)
        #expect(JSONPath([.index(3)]).bracketed == "[3]")
    }

    @Test("What is written in brackets is read back")
    func bracketed() {
        for path in [path, JSONPath([.key("a")]), JSONPath([.index(0), .index(1), .key("x")])] {
            #expect(JSONPath(bracketed: path.bracketed) == path)
        }
        #expect(path.appending("x").appending(2).bracketed == path.bracketed + ".x[2]")
    }
}
