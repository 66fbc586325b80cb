import Testing
import WhitworthHTTP

@Suite("Requests read") struct HTTPRequestParserTests {
    private func head(_ text: String) throws -> HTTPRequestHead {
        var parser = HTTPRequestParser()
        var offset = 0
        guard case .head(let head)? = try parser.next(Array(text.utf8).span, from: &offset) else {
            throw HTTPError(.truncated)
        }
        return head
    }

    private func error(_ text: String) -> HTTPError.Reason? { Reading.requests(text).error }

    // MARK: Request line (RFC 9112 §3)

    @Test("Methods are kept as they are written, known or not")
    func methods() throws {
        for name in [
            "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "PURGE", "get", "M-SEARCH", "a!#$%&'*+.^_`|~",
        ] {
            let head = try head("\(name) / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(head.method.name == name)
        }
        #expect(try head("GET / HTTP/1.1\r\nHost: a\r\n\r\n").method == .get)
        #expect(try head("get / HTTP/1.1\r\nHost: a\r\n\r\n").method == .other("get"))
    }

    @Test("Of every form the target is what follows the authority")
    func targets() throws {
        let cases = [
            ("/", "/"), ("/v1/chat/completions?a=b&c=%20", "/v1/chat/completions?a=b&c=%20"), ("//a", "//a"),
            ("/a://b/c", "/a://b/c"), ("http://host/v1/messages?x=1", "/v1/messages?x=1"), ("http://host:80", "/"),
            ("HTTPS://host/", "/"), ("http://[::1]:8080/a", "/a"), ("http://host?x=1", "/?x=1"),
        ]
        for (sent, read) in cases {
            #expect(try head("GET \(sent) HTTP/1.1\r\nHost: a\r\n\r\n").target == read, "\(sent)")
        }
        #expect(try head("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n").target == "*")
    }

    @Test("A target in no form, or in a form that is not of its method, is refused (RFC 9112 §3.2)")
    func badTargets() {
        for target in [
            "a", "a/b", "host:80", "http:/a", "://a", "http://", "http:///a", "1http://a/", "ftp://a/", "htt5p://a/",
            "*", "*/", "",
        ] {
            #expect(error("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n") == .malformedRequestLine, "\(target)")
        }
        // A tunnel is nothing that a gateway opens.
        #expect(error("CONNECT host:80 HTTP/1.1\r\nHost: a\r\n\r\n") == .malformedRequestLine)
        #expect(error("CONNECT / HTTP/1.1\r\nHost: a\r\n\r\n") == .malformedRequestLine)
        #expect(error("OPTIONS ** HTTP/1.1\r\nHost: a\r\n\r\n") == .malformedRequestLine)
    }

    @Test("A request line has exactly two spaces, and visible ASCII between them")
    func lines() {
        for line in [
            "GET /", "GET  / HTTP/1.1", "GET /  HTTP/1.1", " GET / HTTP/1.1", "GET / HTTP/1.1 ", "GET /a b HTTP/1.1",
            "GET\t/ HTTP/1.1", "GET /\tHTTP/1.1", "GET /\u{7F} HTTP/1.1", "GET /ä HTTP/1.1", "GET /\0 HTTP/1.1",
            "GET /\r HTTP/1.1", "G(T / HTTP/1.1", "G\u{E4}T / HTTP/1.1", "/ HTTP/1.1", "GET / HTTP", "GET / HTTP/1.1x",
            "GET / HTTP/11", "GET / http/1.1", "GET / Http/1.1", "GET / HTTP/1,1", "GET / TTP/1.1", "", "GET",
        ] where line != "" {
            #expect(error("\(line)\r\nHost: a\r\n\r\n") == .malformedRequestLine, "\(line.debugDescription)")
        }
    }

    @Test("Versions 1.0 and 1.1 are read, others are answered with 505")
    func versions() throws {
        #expect(try head("GET / HTTP/1.1\r\nHost: a\r\n\r\n").minorVersion == 1)
        #expect(try head("GET / HTTP/1.0\r\n\r\n").minorVersion == 0)
        for version in ["0.9", "1.2", "1.9", "2.0", "3.0"] {
            #expect(error("GET / HTTP/\(version)\r\nHost: a\r\n\r\n") == .unsupportedVersion, "\(version)")
        }
        #expect(HTTPError(.unsupportedVersion).status == 505)
        // What a client of HTTP/2 begins with (RFC 9113 §3.4).
        #expect(error("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") == .unsupportedVersion)
    }

    @Test("Empty lines before a request are passed over, in any split (RFC 9112 §2.2)")
    func emptyLines() {
        for pieces in [["\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"], ["\r", "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"]] {
            let reading = Reading.requests(pieces.map { Array($0.utf8) })
            #expect(reading.messages.map(\.start) == ["GET /"])
            #expect(reading.isBetween)
        }
        #expect(Reading.requests("\r\n").isBetween)
        #expect(error("\rGET / HTTP/1.1\r\nHost: a\r\n\r\n") != nil)
    }

    // MARK: Host (RFC 9112 §3.2)

    @Test("HTTP/1.1 needs exactly one Host, HTTP/1.0 at most one")
    func hosts() {
        #expect(error("GET / HTTP/1.1\r\n\r\n") == .missingHost)
        #expect(error("GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n") == .missingHost)
        #expect(error("GET / HTTP/1.0\r\n\r\n") == nil)
        #expect(error("GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n") == .missingHost)
        #expect(error("GET http://a/ HTTP/1.1\r\n\r\n") == .missingHost)
    }

    @Test("A Host that is no authority is refused")
    func hostValues() {
        for value in ["", "a", "localhost:8080", "127.0.0.1:1", "[::1]:443", "a-b.example", "x_y", "%41"] {
            #expect(error("GET / HTTP/1.1\r\nHost: \(value)\r\n\r\n") == nil, "\(value)")
        }
        for value in ["a b", "a/b", "http://a", "a@b", "a\\b", "a#", "a?b", "ä", "a\"", "a, b"] {
            #expect(error("GET / HTTP/1.1\r\nHost: \(value)\r\n\r\n") == .missingHost, "\(value)")
        }
    }

    // MARK: Body (RFC 9112 §6)

    @Test("A body is as long as Content-Length says, and absent without it")
    func bodies() throws {
        let reading = Reading.requests("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")
        #expect(reading.messages.map(\.text) == ["hello"])
        #expect(reading.messages.map(\.isEnded) == [true])
        #expect(try head("POST / HTTP/1.1\r\nHost: a\r\n\r\n").body == .none)
        #expect(try head("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n").body == .length(0))
        #expect(
            Reading.requests("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n").messages.first?.isEnded == true)
    }

    @Test("A length beside chunks, and chunks in HTTP/1.0, are refused (RFC 9112 §6.1)")
    func conflicts() {
        let both = "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"
        let turned = "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"
        for fields in [both, turned] {
            #expect(error("POST / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n0\r\n\r\n") == .conflictingLength)
        }
        #expect(error("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n") == .conflictingLength)
    }

    @Test("Any method may have a body, and pipelined requests come in their order")
    func pipelining() {
        let text =
            "GET /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx" + "\r\n"
            + "POST /2 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n"
            + "DELETE /3 HTTP/1.1\r\nHost: a\r\n\r\n" + "GET /4 HTTP/1.1\r\nHost"
        let reading = Reading.requests(text)
        #expect(reading.messages.map(\.start) == ["GET /1", "POST /2", "DELETE /3"])
        #expect(reading.messages.map(\.text) == ["x", "ab", ""])
        #expect(reading.messages.allSatisfy { $0.isEnded })
        #expect(!reading.isBetween)
        #expect(reading.error == nil)
    }

    @Test("After the end the offset is where the next request begins")
    func offsets() throws {
        let bytes = Array("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2".utf8)
        var parser = HTTPRequestParser()
        var offset = 0
        _ = try parser.next(bytes.span, from: &offset)
        guard case .end? = try parser.next(bytes.span, from: &offset) else {
            Issue.record("no end")
            return
        }
        #expect(offset == bytes.count - 6)
        #expect(parser.isBetweenMessages)
    }

    // MARK: Connection, Expect

    @Test("A connection goes on by its version and its tokens (RFC 9112 §9.3)")
    func keepAlive() throws {
        let cases: [(String, String, Bool)] = [
            ("1.1", "", true), ("1.1", "Connection: close\r\n", false), ("1.1", "Connection: Close\r\n", false),
            ("1.1", "Connection: keep-alive\r\n", true), ("1.1", "Connection: te, CLOSE ,x\r\n", false),
            ("1.1", "Connection: x\r\nConnection: close\r\n", false), ("1.1", "Connection: closed\r\n", true),
            ("1.1", "Connection: keep-alive, close\r\n", false), ("1.0", "", false),
            ("1.0", "Connection: Keep-Alive\r\n", true), ("1.0", "Connection: keep-alive, close\r\n", false),
            ("1.0", "Connection: close\r\n", false), ("1.1", "Connection:\r\n", true),
            ("1.1", "Connection: ,,close\r\n", false),
        ]
        for (version, fields, goesOn) in cases {
            let head = try head("GET / HTTP/\(version)\r\nHost: a\r\n\(fields)\r\n")
            #expect(head.keepsAlive == goesOn, "\(version) \(fields)")
        }
    }

    @Test("Expect: 100-continue is seen in HTTP/1.1 alone (RFC 9110 §10.1.1)")
    func expect() throws {
        let fields = "Host: a\r\nContent-Length: 1\r\n"
        #expect(try head("POST / HTTP/1.1\r\n\(fields)Expect: 100-Continue\r\n\r\n").expectsContinue)
        #expect(try head("POST / HTTP/1.1\r\n\(fields)Expect: 100-continue\r\nExpect: x\r\n\r\n").expectsContinue)
        #expect(try !head("POST / HTTP/1.1\r\n\(fields)Expect: other\r\n\r\n").expectsContinue)
        #expect(try !head("POST / HTTP/1.1\r\n\(fields)\r\n").expectsContinue)
        #expect(try !head("POST / HTTP/1.0\r\n\(fields)Expect: 100-continue\r\n\r\n").expectsContinue)
    }
}
