import NIOCore
import Testing
import WhitworthJSON

@testable import WhitworthGateway

@Suite("A client's connection")
struct ClientConnectionTests {
    @Test("Requests sent at once are answered in their order, streams among them")
    func pipelining() async throws {
        try await Bench.serving { bench in
            let client = try await bench.client()
            try await client.send(
                Ask.chat("[[echo: one]] [[fault: delay=60]]") + Ask.chat("[[echo: two words]]", stream: true)
                    + Ask.get("/health") + Ask.messages("[[echo: four]]") + Ask.get("/nothing")
                    + Ask.messages("[[echo: six six]]", stream: true))
            let answers = try await client.answers(6)
            #expect(answers.map(\.status) == [200, 200, 200, 200, 404, 200])
            #expect(try answers[0].string("choices.0.message.content") == "one")
            #expect(try answers[1].chatText() == "two words")
            #expect(answers[2].text == #"{"status":"ok"}"#)
            #expect(try answers[3].string("content.0.text") == "four")
            #expect(try answers[5].messagesText() == "six six")
        }
    }

    @Test("Thousands of requests in one piece are answered, whatever the stack holds")
    func manyAtOnce() async throws {
        try await Bench.serving { bench in
            let client = try await bench.client()
            let count = 20_000
            client.sendAnyway(Array(String(repeating: "GET /health HTTP/1.1\r\nHost:a\r\n\r\n", count: count).utf8))
            client.sendAnyway(Array(Ask.get("/health", headers: "Connection: close\r\n").utf8))
            try await client.waitForEnd()
            #expect(client.answers.filter { $0.status == 200 && $0.isComplete }.count == count + 1)
        }
    }

    @Test("A request in any split is the same request")
    func anySplit() async throws {
        try await Bench.serving { bench in
            let bytes = Array(Ask.chat("[[echo: grüße]]").utf8)
            let client = try await bench.client()
            for size in [1, 7, 64] {
                var rest = bytes[...]
                while !rest.isEmpty {
                    try await client.send(Array(rest.prefix(size)))
                    rest = rest.dropFirst(size)
                }
            }
            for answer in try await client.answers(3) {
                #expect(try answer.string("choices.0.message.content") == "grüße")
            }
        }
    }

    @Test("A chunked body is a body")
    func chunkedBody() async throws {
        try await Bench.serving { bench in
            let body = Ask.body("[[echo: in pieces]]", model: "openai/gpt-4.1")
            let chunks = body.utf8.map { "1\r\n\(Character(Unicode.Scalar($0)))\r\n" }.joined() + "0\r\n\r\n"
            let answer = try await bench.ask(
                Ask.request(
                    "POST", "/v1/chat/completions",
                    headers: "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n") + chunks)
            #expect(try answer.string("choices.0.message.content") == "in pieces")
        }
    }

    @Test("A client that waits for 100 Continue is told to go on, or refused at once")
    func expectContinue() async throws {
        try await Bench.serving(change: { $0.maximumBodyBytes = 4096 }) { bench in
            let body = Ask.body("[[echo: after]]", model: "openai/gpt-4.1")
            let client = try await bench.client()
            func head(_ length: Int) -> String {
                "POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                    + "Expect: 100-continue\r\nContent-Length: \(length)\r\n\r\n"
            }
            try await client.send(head(body.utf8.count))
            try await client.wait(for: "HTTP/1.1 100 Continue\r\n\r\n")
            try await client.send(body)
            let answers = try await client.answers(2)
            #expect(answers.map(\.status) == [100, 200])
            try await client.send(head(4097))
            try await client.waitForEnd()
            #expect(client.answers.map(\.status) == [100, 200, 413])
        }
    }

    @Test("A body over the limit is a 413 and the connection's end, told by its length or found in its chunks")
    func tooLarge() async throws {
        try await Bench.serving(change: { $0.maximumBodyBytes = 1000 }) { bench in
            let exact = Ask.body("[[echo: fits]]", model: "openai/gpt-4.1")
            let padded = exact + String(repeating: " ", count: 1000 - exact.utf8.count)
            let fits = try await bench.ask(Ask.post("/v1/chat/completions", padded))
            #expect(fits.status == 200)

            let told = try await bench.client()
            try await told.send(Ask.post("/v1/messages", padded + " "))
            try await told.waitForEnd()
            let refusal = try #require(told.answers.first)
            #expect(refusal.status == 413 && refusal.header("connection") == "close")
            #expect(try refusal.string("error.code") == "request_too_large")
            #expect(try refusal.string("error.type") == "request_too_large", "the envelope is the path's own")
            #expect(try refusal.at("error.details.limit")?.int == 1000)
            #expect(try refusal.at("error.details.actual")?.int == 1001)

            let found = try await bench.client()
            try await found.send(
                Ask.request(
                    "POST", "/v1/chat/completions",
                    headers: "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n"))
            found.sendAnyway(Array(("1f4\r\n" + String(repeating: "x", count: 500) + "\r\n").utf8))
            found.sendAnyway(Array(("1f5\r\n" + String(repeating: "x", count: 501) + "\r\n").utf8))
            // What follows is no request any more.
            found.sendAnyway(Array(("0\r\n\r\n" + Ask.get("/health")).utf8))
            try await found.waitForEnd()
            #expect(found.answers.map(\.status) == [413])
            #expect(try await bench.records.wait(3).map(\.failure) == [nil, "request_too_large", "request_too_large"])
        }
    }

    @Test("A refusal is heard by a client that goes on sending")
    func refusalIsHeard() async throws {
        try await Bench.serving(change: { $0.maximumBodyBytes = 1000 }) { bench in
            let client = try await bench.client()
            let size = 8 << 20
            try await client.send(
                "POST /v1/messages HTTP/1.1\r\nHost: a\r\nContent-Length: \(size)\r\n\r\n")
            for _ in 0..<8 { client.sendAnyway([UInt8](repeating: 0x20, count: size / 8)) }
            try await client.waitForEnd()
            #expect(client.answers.map(\.status) == [413])
        }
    }

    @Test("Clients of HTTP/1.0 get whole answers with their length, and streams that end with the connection")
    func oldClients() async throws {
        try await Bench.serving { bench in
            for stream in [false, true] {
                let client = try await bench.client()
                try await client.send(Ask.chat("[[echo: old times]]", stream: stream, version: "1.0"))
                try await client.waitForEnd()
                let answer = try #require(client.answers.first)
                #expect(answer.status == 200 && answer.header("connection") == "close")
                #expect(answer.header("transfer-encoding") == nil)
                #expect((answer.header("content-length") == nil) == stream)
                if stream {
                    #expect(try answer.chatText() == "old times")
                    #expect(answer.events.last == "[DONE]")
                }
            }
            let kept = try await bench.client()
            for _ in 0..<2 {
                try await kept.send("GET /health HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            }
            for answer in try await kept.answers(2) { #expect(answer.header("connection") == "keep-alive") }
        }
    }

    @Test("Connection: close is honoured, and said")
    func closes() async throws {
        try await Bench.serving { bench in
            for request in [
                Ask.get("/health", headers: "Connection: close\r\n"),
                Ask.chat("[[echo: bye]]", headers: "Connection: foo, Close\r\n"),
                Ask.chat("[[echo: bye]]", stream: true, headers: "Connection: close\r\n"),
            ] {
                let client = try await bench.client()
                try await client.send(request + Ask.get("/health"))
                try await client.waitForEnd()
                #expect(client.answers.count == 1, "what follows a last request is not answered")
                #expect(client.answers.first?.header("connection") == "close")
            }
        }
    }

    @Test("An offer to upgrade is passed over, and no tunnel is opened")
    func upgrades() async throws {
        try await Bench.serving { bench in
            let client = try await bench.client()
            let offer = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"
            try await client.send(Ask.chat("[[echo: as before]]", headers: offer))
            let answer = try await client.answer()
            #expect(answer.status == 200 && answer.header("upgrade") == nil)
            try await client.send("CONNECT gateway:443 HTTP/1.1\r\nHost: gateway:443\r\n\r\n")
            try await client.waitForEnd()
            #expect(client.answers.last?.status == 400)
            let eager = try await bench.client()
            try await eager.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
            try await eager.waitForEnd()
            #expect(eager.answers.last?.status == 505)
        }
    }

    @Test(
        "Bytes that are no request are refused with a typed error and the connection's end",
        arguments: [
            ("nonsense\r\n\r\n", 400), ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505), ("GET / HTTP/1.1\r\n\r\n", 400),
            ("POST /v1/messages HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
            ("POST /v1/messages HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
            ("POST /v1/messages HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: a\r\nx: \(String(repeating: "y", count: 70_000))\r\n\r\n", 431),
        ])
    func malformed(bytes: String, status: Int) async throws {
        try await Bench.serving { bench in
            let client = try await bench.client()
            try await client.send(Ask.get("/health"))
            try await client.answers(1)
            client.sendAnyway(Array((bytes + Ask.get("/health")).utf8))
            try await client.waitForEnd()
            #expect(client.answers.map(\.status) == [200, status])
            let refusal = try #require(client.answers.last)
            #expect(refusal.header("connection") == "close")
            #expect(try refusal.string("error.type") == "request")
        }
    }

    @Test("A client that sends its request slowly, or nothing, is not waited for")
    func slowRequests() async throws {
        try await Bench.serving(change: {
            $0.timeouts.request = 700
            $0.timeouts.keepAlive = 900
        }) { bench in
            let began = NIODeadline.now()
            let starts = [
                "", "\r\n", "GET /health HTT", "POST /v1/messages HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{",
                Ask.get("/health"),
            ]
            var clients: [WireClient] = []
            for start in starts {
                let client = try await bench.client()
                if !start.isEmpty { try await client.send(start) }
                clients.append(client)
            }
            // A head that comes a byte at a time does not win time by it.
            let drop = try await bench.client()
            for byte in "GET /health HTTP/1.1\r\nx: ".utf8 {
                client(drop, sends: byte)
                try await Task.sleep(for: .milliseconds(60))
                if drop.isClosed { break }
            }
            for client in clients + [drop] { try await client.waitForEnd() }
            #expect(NIODeadline.now() - began < .seconds(30))
            #expect(drop.answers.isEmpty)
        }
    }

    private func client(_ client: WireClient, sends byte: UInt8) { client.sendAnyway([byte]) }

    @Test("A client that has finished sending still gets its answers")
    func halfClosed() async throws {
        try await Bench.serving { bench in
            for request in [
                Ask.chat("[[echo: half]] [[fault: delay=80]]"),
                Ask.chat("[[echo: half and more]] [[fault: delay=80 slow=5]]", stream: true),
                Ask.chat("[[echo: half]] [[fault: delay=80]]") + Ask.chat("[[echo: second]]"),
                Ask.get("/health"),
            ] {
                let client = try await bench.client()
                try await client.send(request)
                try await client.finishSending()
                try await client.waitForEnd()
                let answers = client.answers.filter { $0.status >= 200 }
                #expect(answers.count == request.split(separator: " HTTP/1.1\r\n").count - 1)
                for answer in answers { #expect(answer.status == 200 && answer.isComplete) }
            }
            let unfinished = try await bench.client()
            try await unfinished.send("POST /v1/messages HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{")
            try await unfinished.finishSending()
            try await unfinished.waitForEnd()
            #expect(unfinished.bytes.isEmpty)
        }
    }
}
