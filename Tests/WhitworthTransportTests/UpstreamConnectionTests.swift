import NIOCore
import Testing
import WhitworthHTTP

@testable import WhitworthTransport

@Suite("One exchange", .timeLimit(.minutes(1))) struct UpstreamConnectionTests {
    static let half = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"
    static let chunk = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"
    static let open = "HTTP/1.1 200 OK\r\n\r\nopen"

    /// What comes of one request to a server that plays these steps.
    private func play(
        _ steps: [ScriptedServer.Step], _ method: HTTPMethod = .post, _ timeouts: UpstreamTimeouts = Bench.timeouts()
    ) async throws -> Answer {
        let server = try await ScriptedServer.start { _, request in request < 0 ? [] : steps }
        let bench = try await Bench.make(timeouts)
        let answer = try await bench.answer(request(to: server.port, method))
        #expect(answer.endings == 1 && answer.disorder == 0)
        #expect(server.log.requests.count == 1)
        try await bench.close()
        try await server.stop()
        return answer
    }

    @Test("The bytes of a request")
    func bytesSent() async throws {
        let server = try await ScriptedServer.start { _, request in request < 0 ? [] : [.send(ok())] }
        let bench = try await Bench.make()
        _ = try await bench.answer(request(to: server.port, body: "hello"))
        #expect(
            server.log.requests.map(\.text) == [
                "POST /v1 HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\nX-Test: yes\r\nContent-Length: 5\r\n\r\nhello"
            ])
        try await bench.close()
        try await server.stop()
    }

    @Test(
        "An answer is told in order, in whatever pieces it came",
        arguments: [
            ([.send(ok("hello"))], "hello"),
            (
                [.send("HTTP/1.1 200 OK\r\nContent-Le"), .pause(.milliseconds(20)), .send("ngth: 5\r\n\r\nhello")],
                "hello"
            ),
            (
                [
                    .send(UpstreamConnectionTests.chunk), .pause(.milliseconds(20)),
                    .send("3\r\nabc\r\n0\r\nT: u\r\n\r\n"),
                ], "halfabc"
            ),
            ([.send(UpstreamConnectionTests.open), .pause(.milliseconds(20)), .send(" end"), .close], "open end"),
            (
                [
                    .send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 x\r\nLink: y\r\n\r\n"), .pause(.milliseconds(20)),
                    .send(ok()),
                ], "ok"
            ),
            ([.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")], ""),
        ] as [([ScriptedServer.Step], String)])
    func answers(steps: [ScriptedServer.Step], text: String) async throws {
        let answer = try await play(steps)
        #expect(answer.outcome == .ended)
        #expect(answer.status == 200)
        #expect(answer.text == text)
    }

    @Test("An answer to HEAD has no body, whatever its length says")
    func head() async throws {
        let answer = try await play([.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")], .head)
        #expect(answer.outcome == .ended)
        #expect(answer.body.isEmpty)
    }

    @Test(
        "An answer that is cut is never complete",
        arguments: [
            [.close], [.reset], [.send("HTTP/1.1 200"), .close], [.send(UpstreamConnectionTests.half), .close],
            [.send(UpstreamConnectionTests.chunk), .close],
            [.send(UpstreamConnectionTests.chunk + "0\r\n"), .close],
            [.send(UpstreamConnectionTests.half), .pause(.milliseconds(50)), .reset],
            // Its end is the connection's, but a reset is no end.
            [.send(UpstreamConnectionTests.open), .pause(.milliseconds(50)), .reset],
            [.send("HTTP/1.1 100 Continue\r\n\r\n"), .close],
        ] as [[ScriptedServer.Step]])
    func cut(steps: [ScriptedServer.Step]) async throws {
        #expect(try await play(steps).outcome == .failed(.closed))
    }

    @Test(
        "Bytes that are no HTTP/1.1 are malformed, and end the connection",
        arguments: [
            ("hello, this is no HTTP at all\r\n\r\n", HTTPError.Reason.malformedStatusLine),
            ("HTTP/2.0 200 OK\r\n\r\n", .unsupportedVersion),
            ("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", .invalidContentLength),
            ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", .conflictingLength),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\nz\r\n", .malformedChunk),
        ])
    func malformed(text: String, reason: HTTPError.Reason) async throws {
        let server = try await ScriptedServer.start { _, request in request < 0 ? [] : [.send(text)] }
        let bench = try await Bench.make()
        let answer = try await bench.answer(request(to: server.port))
        #expect(answer.outcome == .failed(.malformed(HTTPError(reason))))
        try await eventually("the server sees the end") { server.log.closed == [0] }
        #expect(try await bench.counts == "0/0")
        try await server.stop()
    }

    // MARK: Times

    @Test("A server that does not begin, or stops, is a timeout, and its connection is closed")
    func timeouts() async throws {
        let short = TimeAmount.milliseconds(150)
        let silent = try await play([], .post, Bench.timeouts(firstByte: short))
        #expect(silent.outcome == .failed(.firstByteTimeout))
        let stuck = try await play([.send(Self.half)], .post, Bench.timeouts(idle: short))
        #expect(stuck.outcome == .failed(.idleTimeout))
        #expect(stuck.text == "half")
        let interim = try await play([.send("HTTP/1.1 100 Continue\r\n\r\n")], .post, Bench.timeouts(idle: short))
        #expect(interim.outcome == .failed(.idleTimeout))
    }

    @Test("Time begins anew with every read")
    func slow() async throws {
        let pieces = (0..<6).flatMap { _ in [ScriptedServer.Step.pause(.milliseconds(150)), .send("1\r\nx\r\n")] }
        let steps: [ScriptedServer.Step] =
            [.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")] + pieces + [.send("0\r\n\r\n")]
        let answer = try await play(steps, .post, Bench.timeouts(idle: .milliseconds(600)))
        #expect(answer.outcome == .ended)
        #expect(answer.text == "xxxxxx")
        #expect(answer.readCompletions > 0)
    }

    // MARK: Back-pressure

    @Test("Nothing is read while it may not be: the server's writes stop, and go on when resumed")
    func backPressure() async throws {
        let pieces = 512
        let size = 64 << 10
        let server = try await ScriptedServer.start { _, request in
            if request < 0 { return [] }
            return [
                .send("HTTP/1.1 200 OK\r\nContent-Length: \(pieces * size)\r\n\r\n"),
                .stream(pieces: pieces, size: size),
            ]
        }
        let bench = try await Bench.make()
        let call = try await bench.send(request(to: server.port)) { recorder in
            recorder.atHead = { [weak recorder] in recorder?.upstreamMayRead = false }
        }
        // The sockets of both sides fill up, then nothing moves.
        var last = -1
        try await eventually("the server's writes stop") {
            try await Task.sleep(for: .milliseconds(300))
            defer { last = server.log.pieces }
            return server.log.pieces == last && last >= 0
        }
        #expect(server.log.pieces < pieces)
        let held = try await call.soFar
        #expect(held.status == 200)
        #expect(held.body.count <= 4 * size, "one read, not all that came")
        try await call.mayRead(true)
        let answer = try await call.answer
        #expect(answer.outcome == .ended)
        #expect(answer.body.count == pieces * size)
        #expect(server.log.pieces == pieces)
        #expect(try await bench.counts == "1/1")
        try await bench.close()
        try await server.stop()
    }

    @Test("Who never takes more does not hold a connection for ever")
    func neverResumed() async throws {
        let server = try await ScriptedServer.start { _, request in request < 0 ? [] : [.send(Self.half)] }
        let bench = try await Bench.make(Bench.timeouts(idle: .milliseconds(150)))
        let call = try await bench.send(request(to: server.port)) { $0.upstreamMayRead = false }
        #expect(try await call.answer.outcome == .failed(.idleTimeout))
        try await eventually("the server sees the end") { server.log.closed == [0] }
        try await server.stop()
    }

    // MARK: Leaving

    @Test("Cancelling closes the connection, the server sees it, and nothing more is told")
    func cancel() async throws {
        let server = try await ScriptedServer.start { _, request in request < 0 ? [] : [.send(Self.half)] }
        let bench = try await Bench.make()
        let call = try await bench.send(request(to: server.port))
        try await eventually("half the answer is here") { try await call.soFar.text == "half" }
        try await call.cancel()
        try await eventually("the server sees the end") { server.log.closed == [0] }
        let answer = try await call.soFar
        #expect(answer.outcome == .cancelled)
        #expect(answer.endings == 1)
        try await eventually("it is forgotten") { try await bench.counts == "0/0" }
        try await server.stop()
    }

    @Test("Who leaves while being told the head is told nothing more")
    func cancelInside() async throws {
        let server = try await ScriptedServer.start { _, request in request < 0 ? [] : [.send(ok("hello"))] }
        let bench = try await Bench.make()
        let call = try await bench.on { pool in
            let recorder = Recorder(on: pool.eventLoop)
            let exchange = pool.send(request(to: server.port), delegate: recorder)
            recorder.atHead = { [weak exchange] in exchange?.cancel() }
            return Call(recorder, exchange, on: pool.eventLoop)
        }
        try await eventually("the server sees the end") { server.log.closed == [0] }
        let answer = try await call.soFar
        #expect(answer.status == 200)
        #expect(answer.body.isEmpty)
        #expect(answer.endings == 0)
        try await server.stop()
    }

    @Test("The next request may be sent while the end is told, and gets the answer that is its own")
    func sendInside() async throws {
        let server = try await ScriptedServer.start { _, request in request < 0 ? [] : [.send(ok("\(request)"))] }
        let bench = try await Bench.make()
        let (first, second) = try await bench.on { pool in
            let first = Recorder(on: pool.eventLoop)
            let second = Recorder(on: pool.eventLoop)
            let next = request(to: server.port)
            // Nobody else holds who asks.
            first.atEnd = { withExtendedLifetime(first) { _ = pool.send(next, delegate: second) } }
            second.atEnd = { withExtendedLifetime(second) {} }
            _ = pool.send(next, delegate: first)
            return (first.done, second.done)
        }
        #expect(try await first.get().text == "0")
        #expect(try await second.get().text == "1")
        #expect(server.log.connections == 1)
        try await bench.close()
        try await server.stop()
    }
}
