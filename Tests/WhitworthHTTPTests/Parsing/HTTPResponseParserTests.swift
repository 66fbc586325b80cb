import Testing
import WhitworthHTTP

@Suite("Answers read") struct HTTPResponseParserTests {
    private func head(_ text: String, asked head: Bool = false) throws -> HTTPResponseHead {
        var parser = HTTPResponseParser()
        parser.expect(head: head)
        var offset = 0
        guard case .head(let head)? = try parser.next(Array(text.utf8).span, from: &offset) else {
            throw HTTPError(.truncated)
        }
        return head
    }

    // MARK: Status line (RFC 9112 §4)

    @Test("A status line has a version, three digits and perhaps a reason")
    func statusLines() throws {
        for (line, status) in [
            ("HTTP/1.1 200 OK", 200), ("HTTP/1.1 429 Too Many Requests", 429), ("HTTP/1.1 200 ", 200),
            ("HTTP/1.1 200", 200), ("HTTP/1.0 503 ä\t!", 503), ("HTTP/1.1 599 x", 599),
        ] {
            #expect(try head("\(line)\r\n\r\n").status == status, "\(line)")
        }
        for line in [
            "HTTP/1.1 20 OK", "HTTP/1.1 2000 OK", "HTTP/1.1  200 OK", "HTTP/1.1 099 OK", "HTTP/1.1 2x0 OK",
            "http/1.1 200 OK",
            "Http/1.1 200 OK", "HTTP/1.1\t200 OK", "HTTP/1.1 200\tOK", "HTTP/1.1", "ICY 200 OK", "200 OK", "",
            " HTTP/1.1 200 OK",
            "HTTP/1.1 200 O\0K", "HTTP/1.1 200 O\rK", "HTTP/1,1 200 OK", "HTTP/1.1 -20 OK", "HTTP/11 200 OK!",
        ] {
            #expect(
                Reading.answers("\(line)\r\nA: b\r\n\r\n").error == .malformedStatusLine, "\(line.debugDescription)")
        }
        for version in ["2.0", "0.9", "1.2", "3.1"] {
            #expect(Reading.answers("HTTP/\(version) 200 OK\r\n\r\n").error == .unsupportedVersion, "\(version)")
        }
    }

    // MARK: Body (RFC 9112 §6.3)

    @Test("A body ends by its length, its last chunk, or the connection's end")
    func bodies() {
        let length = Reading.answers("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
        let chunked = Reading.answers("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
        let open = Reading.answers("HTTP/1.1 200 OK\r\n\r\nhello")
        let closed = Reading.answers("HTTP/1.1 200 OK\r\n\r\nhello", closes: true)
        for reading in [length, chunked, open, closed] { #expect(reading.messages.map(\.text) == ["hello"]) }
        #expect([length, chunked, open, closed].map { $0.messages.first?.isEnded } == [true, true, false, true])
        #expect([length, chunked, closed].allSatisfy { $0.isBetween && $0.error == nil })
        #expect(!open.isBetween)
    }

    @Test("The connection's end cuts every answer that ends otherwise")
    func cut() {
        for text in [
            "H", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nA: b\r\n", "\r",
        ] {
            let reading = Reading.answers(text, closes: true)
            #expect(reading.error == .truncated, "\(text)")
            #expect(reading.messages.allSatisfy { !$0.isEnded })
        }
        #expect(Reading.answers("", closes: true).error == nil)
    }

    @Test("No body follows HEAD, 204 and 304, whatever the fields say")
    func bodiless() throws {
        let fields = ["Content-Length: 5", "Transfer-Encoding: chunked", "A: b"]
        for field in fields {
            let next = "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"
            for status in [204, 304] {
                let reading = Reading.answers("HTTP/1.1 \(status) x\r\n\(field)\r\n\r\n\(next)")
                #expect(reading.messages.map(\.start) == ["\(status)", "201"], "\(field)")
                #expect(reading.messages.allSatisfy { $0.isEnded && $0.body.isEmpty && $0.keepsAlive })
            }
            let reading = Reading.answers("HTTP/1.1 200 OK\r\n\(field)\r\n\r\n", head: true)
            #expect(reading.messages.map(\.isEnded) == [true], "\(field)")
            #expect(reading.isBetween)
        }
        let head = try head("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", asked: true)
        #expect(head.body == .none)
        #expect(head.fields["content-length"] == "5")
    }

    @Test("Interim answers are passed over, 101 is an answer (RFC 9110 §15.2)")
    func interim() throws {
        let interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\nContent-Length: 3\r\n\r\n"
        let reading = Reading.answers(interim + "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx")
        #expect(reading.messages.map(\.start) == ["200"])
        #expect(reading.messages.map(\.text) == ["x"])
        #expect(Reading.answers(interim).messages.isEmpty)
        // Nobody asked for another protocol, so nothing of ours can follow on this connection.
        let switched = try head("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n")
        #expect(switched.status == 101)
        #expect(!switched.keepsAlive)
    }

    @Test("A connection goes on by its version, its tokens and the body's end")
    func keepAlive() throws {
        let cases: [(String, String, Bool)] = [
            ("1.1", "Content-Length: 0", true), ("1.1", "Content-Length: 0\r\nConnection: close", false),
            ("1.1", "A: b", false), ("1.1", "A: b\r\nConnection: keep-alive", false),
            ("1.0", "Content-Length: 0", false),
            ("1.0", "Content-Length: 0\r\nConnection: Keep-Alive", true),
            ("1.0", "Content-Length: 0\r\nConnection: keep-alive, close", false),
            ("1.1", "Transfer-Encoding: chunked", true),
            // Chunks in HTTP/1.0 are read, and their framing not trusted any further (RFC 9112 §6.1).
            ("1.0", "Transfer-Encoding: chunked\r\nConnection: keep-alive", false),
        ]
        for (version, fields, goesOn) in cases {
            let head = try head("HTTP/\(version) 200 OK\r\n\(fields)\r\n\r\n")
            #expect(head.keepsAlive == goesOn, "\(version) \(fields)")
        }
    }
}
