import Testing
import WhitworthHTTP

@Suite("Methods") struct HTTPMethodTests {
    @Test("A method has the name it is written with (RFC 9110 §9.3)")
    func names() {
        let known: [(HTTPMethod, String)] = [
            (.get, "GET"), (.head, "HEAD"), (.post, "POST"), (.put, "PUT"), (.delete, "DELETE"), (.options, "OPTIONS"),
            (.patch, "PATCH"), (.other("QUERY"), "QUERY"),
        ]
        for (method, name) in known {
            #expect(method.name == name)
            let reading = Reading.requests("\(name) / HTTP/1.0\r\n\r\n")
            #expect(reading.messages.map(\.start) == ["\(name) /"])
        }
    }
}
