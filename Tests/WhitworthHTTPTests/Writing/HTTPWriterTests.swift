import Testing
import WhitworthHTTP
import WhitworthTestSupport

@Suite("Messages written") struct HTTPWriterTests {
    private func request(
        _ method: HTTPMethod, _ target: String, _ fields: [(name: String, value: String)]
    ) throws(HTTPError) -> [UInt8] {
        var bytes: [UInt8] = []
        try HTTPWriter.appendRequest(method: method, target: target, fields: fields, to: &bytes)
        return bytes
    }

    private func answer(_ status: Int, _ fields: [(name: String, value: String)]) -> [UInt8] {
        var bytes: [UInt8] = []
        HTTPWriter.appendResponse(status: status, fields: fields, to: &bytes)
        return bytes
    }

    @Test("The bytes of a request and of an answer")
    func golden() throws {
        let request = try request(.post, "/v1/messages?x=1", [("Host", "a"), ("X", "y z")])
        #expect(
            String(decoding: request, as: UTF8.self) == "POST /v1/messages?x=1 HTTP/1.1\r\nHost: a\r\nX: y z\r\n\r\n")
        let answer = answer(429, [("Content-Length", "0")])
        #expect(
            String(decoding: answer, as: UTF8.self) == "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n")
    }

    @Test("Whatever is written is read as the same")
    func roundTrip() throws {
        var random = SeededGenerator(seed: 11)
        let methods: [HTTPMethod] = [.get, .post, .head, .put, .delete, .patch, .other("QUERY"), .other("x-!")]
        for _ in 0..<500 {
            let method = methods.randomElement(using: &random) ?? .get
            let target = "/" + random.pick(["", "a", "v1/models?x=%20&y=[]", "~a.b;c=d", "'\"<>{}|\\^`"])
            var fields: [(name: String, value: String)] = [("Host", "a")]
            for _ in 0..<Int.random(in: 0..<6, using: &random) {
                let value = random.pick(["", "a", "a b", "a\tb", "ä€😀", "\"q, r\"; s=t:", "0"])
                fields.append((random.pick(["X-A", "b", "C!#$%&'*+.^_`|~9"]), value))
            }
            let read = Reading.requests([try request(method, target, fields)])
            let lines = fields.map { "\($0.name.lowercased()): \($0.value)" }
            #expect(read.error == nil)
            #expect(read.messages.map(\.start) == ["\(method.name) \(target)"])
            #expect(read.messages.map(\.fields) == [lines])
            let status = Int.random(in: 200..<600, using: &random)
            fields.append(("Content-Length", "0"))
            let back = Reading.answers([answer(status, fields)])
            #expect(back.error == nil)
            #expect(back.messages.map(\.start) == ["\(status)"])
            #expect(back.messages.map(\.fields) == [lines + ["content-length: 0"]])
        }
    }

    @Test("A request that would read otherwise than it was given is not written at all")
    func unsendable() {
        func refused(
            _ method: HTTPMethod, _ target: String, _ name: String, _ value: String,
            location: SourceLocation = #_sourceLocation
        ) {
            var bytes: [UInt8] = [1, 2, 3]
            #expect(throws: HTTPError(.unsendable), sourceLocation: location) {
                try HTTPWriter.appendRequest(
                    method: method, target: target, fields: [("Host", "a"), (name, value)], to: &bytes)
            }
            #expect(bytes == [1, 2, 3], "what was there is left as it was", sourceLocation: location)
        }
        for method in ["", "G T", "GET /x HTTP/1.1\r\n", "GÉT", "G\0"] { refused(.other(method), "/", "A", "b") }
        for target in [
            "", "a", "/a b", "/a\r\nX: y", "/ HTTP/1.1\r\nX: y\r\n\r\n", "/ä", "/\0", "/\u{7F}", "/\t", "http://", "*",
        ] {
            refused(.get, target, "A", "b")
        }
        refused(.other("CONNECT"), "a:80", "A", "b")
        for name in ["", "A b", "A:", "A\r\nX", "A\n", "Ä", "A\0", " A", "(A)"] { refused(.get, "/", name, "b") }
        for value in ["a\r\nX: y", "a\nb", "a\rb", "a\0", "a\u{7F}", "\u{1B}[0m", "a\r\n", "\u{0B}"] {
            refused(.get, "/", "A", value)
        }
    }

    @Test("An answer cannot be refused any more: what would break out of its place is replaced")
    func sanitised() {
        let fields = [
            (name: "A", value: "b\r\nX: y\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"), (name: "B\r\nX: y", value: "c"),
            (name: "C: d", value: "e\0f"), (name: "", value: "g"), (name: "Content-Length", value: "0"),
        ]
        let reading = Reading.answers([answer(200, fields)])
        #expect(reading.error == nil)
        #expect(
            reading.messages.map(\.fields) == [
                ["a: b  X: y    HTTP/1.1 200 OK", "b--x--y: c", "c--d: e f", "-: g", "content-length: 0"]
            ])
    }

    @Test("A status beyond three digits is written as 500, which it is")
    func badStatus() {
        for status in [-1, 0, 99, 1000, Int.max] {
            let reading = Reading.answers([answer(status, [("Content-Length", "0")])])
            #expect(reading.messages.map(\.start) == ["500"], "\(status)")
        }
    }

    @Test("Chunks of any size are read back")
    func chunks() {
        for count in [1, 9, 10, 15, 16, 17, 255, 256, 4095, 4096, 65535, 65536, 100_001] {
            let data = [UInt8](repeating: 0x78, count: count)
            var bytes = answer(200, [("Transfer-Encoding", "chunked")])
            HTTPWriter.appendChunkHead(count: count, to: &bytes)
            bytes += data + HTTPWriter.chunkTail + HTTPWriter.lastChunk
            let reading = Reading.answers([bytes])
            #expect(reading.isBetween && reading.error == nil)
            #expect(reading.messages.map(\.body.count) == [count])
        }
        for count in [0, 1, 10, 0x1A, 0x100, Int.max] {
            var bytes: [UInt8] = []
            HTTPWriter.appendChunkHead(count: count, to: &bytes)
            #expect(String(decoding: bytes, as: UTF8.self) == String(count, radix: 16) + "\r\n")
        }
    }
}
