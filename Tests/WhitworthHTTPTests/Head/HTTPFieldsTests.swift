import Testing
import WhitworthHTTP

@Suite("Fields") struct HTTPFieldsTests {
    private func fields(_ all: (String, String)...) -> HTTPFields {
        var fields = HTTPFields()
        for (name, value) in all { fields.append(name, value) }
        return fields
    }

    @Test("A field is found by its name in any case; the first of its name counts")
    func lookup() {
        let fields = fields(("X-Request-ID", "a"), ("x-request-id", "b"), ("Empty", ""))
        #expect(fields["x-request-id"] == "a")
        #expect(fields["X-REQUEST-ID"] == "a")
        #expect(fields["empty"] == "")
        #expect(fields["x-request"] == nil)
        #expect(fields["x-request-idx"] == nil)
        #expect(fields.count == 3)
    }

    @Test("Fields received and fields appended are the same to their reader")
    func received() throws {
        var parser = HTTPRequestParser()
        var offset = 0
        let bytes = Array("GET / HTTP/1.1\r\nHost: a\r\nPrefer:  x , handling=lenient \r\n\r\n".utf8)
        guard case .head(let head)? = try parser.next(bytes.span, from: &offset) else {
            Issue.record("no head")
            return
        }
        var more = head.fields
        more.append("Later", "c")
        #expect(more.lowercased.map(\.name) == ["host", "prefer", "later"])
        #expect(more.lowercased.map(\.value) == ["a", "x , handling=lenient", "c"])
        #expect(more["host"] == "a")
        #expect(more["later"] == "c")
    }

    @Test("A token is found in a list, whole and in any case")
    func tokens() {
        let fields = fields(("Prefer", "respond-async,\tHandling=Lenient ,x"), ("prefer", "wait=1"), ("Empty", ""))
        #expect(fields.has("prefer", token: "handling=lenient"))
        #expect(fields.has("PREFER", token: "WAIT=1"))
        #expect(fields.has("prefer", token: "x"))
        #expect(!fields.has("prefer", token: "handling"))
        #expect(!fields.has("prefer", token: "handling=lenientx"))
        #expect(!fields.has("empty", token: "x"))
        #expect(!fields.has("other", token: "x"))
    }

    @Test("Case is of ASCII alone: what only looks alike is another token")
    func asciiOnly() {
        // U+212A KELVIN SIGN becomes k in lower case, and NBSP is white space, but neither to HTTP.
        let fields = fields(("Connection", "\u{212A}eep-alive"), ("Prefer", "\u{A0}x"))
        #expect(!fields.has("connection", token: "keep-alive"))
        #expect(!fields.has("prefer", token: "x"))
    }
}
