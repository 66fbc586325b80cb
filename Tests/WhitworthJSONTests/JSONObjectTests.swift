import Testing
import WhitworthJSON

@Suite("Objects give their members in order")
struct JSONObjectTests {
    @Test("members come in the order written, nested values skipped as a whole")
    func order() throws {
        let value = try JSONValue(parsing: #"{ "z" : {"q":[1,{"r":2}]} , "a" : [[],{}] , "" : 0 , "\n" : null }"#)
        let object = try #require(value.object)
        #expect(object.map(\.key.string) == ["z", "a", "", "\n"])
        #expect(object.map(\.value.description) == [#"{"q":[1,{"r":2}]}"#, "[[],{}]", "0", "null"])
        #expect(!object.isEmpty)
    }

    @Test("an object without members is empty, at the root and inside")
    func empty() throws {
        #expect(try JSONValue(parsing: " { } ").object?.isEmpty == true)
        let inner = try #require(try JSONValue(parsing: #"[{},{"a":1}]"#)[0]?.object)
        #expect(inner.isEmpty && Array(inner).isEmpty)
    }

    @Test("iterating twice gives the same")
    func twice() throws {
        let object = try #require(try JSONValue(parsing: #"{"a":1,"b":2}"#).object)
        #expect(object.map(\.key) == object.map(\.key) && object.map(\.key) == ["a", "b"])
    }
}
