import NIOCore
import Testing

@testable import WhitworthTransport

/// The one case in which a request is sent twice: `UpstreamConnection.lose`.
@Suite("Sending again", .timeLimit(.minutes(1))) struct UpstreamRetryTests {
    /// A server whose first connection answers once, then plays these steps; further connections answer.
    private func server(_ steps: [ScriptedServer.Step]) async throws -> ScriptedServer {
        try await ScriptedServer.start { connection, request in
            switch (connection, request) {
            case (_, -1): []
            case (0, 1): steps
            default: [.send(ok("\(connection).\(request)"))]
            }
        }
    }

    /// The answer to the second request, on a connection that served before.
    private func second(_ server: ScriptedServer, window: TimeAmount? = nil) async throws -> Answer {
        let bench = try await Bench.make()
        if let window { try await bench.on { $0.retryWindow = window } }
        #expect(try await bench.answer(request(to: server.port, body: "first")).text == "0.0")
        let answer = try await bench.answer(request(to: server.port, body: "second"))
        #expect(answer.endings == 1 && answer.disorder == 0)
        try await bench.close()
        try await server.stop()
        return answer
    }

    @Test(
        "A connection closed just as it is used again: the request goes out once more, on a new one",
        arguments: [false, true])
    func retried(resets: Bool) async throws {
        let server = try await server([resets ? .reset : .close])
        let answer = try await second(server, window: .seconds(30))
        #expect(answer.outcome == .ended)
        #expect(answer.text == "1.0")
        #expect(server.log.requests.map(\.connection) == [0, 0, 1])
        #expect(server.log.requests.filter { $0.text.hasSuffix("second") }.count == 2)
    }

    @Test(
        "After any byte of an answer nothing is sent again",
        arguments: ["H", "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"])
    func answered(text: String) async throws {
        let server = try await server([.send(text), .pause(.milliseconds(50)), .close])
        #expect(try await second(server, window: .seconds(30)).outcome == .failed(.closed))
        #expect(server.log.requests.map(\.connection) == [0, 0])
    }

    @Test("A server that took its time had the request: nothing is sent again")
    func processed() async throws {
        let server = try await server([.pause(.milliseconds(150)), .close])
        #expect(try await second(server, window: .milliseconds(50)).outcome == .failed(.closed))
        #expect(server.log.requests.map(\.connection) == [0, 0])
    }

    @Test("On a new connection nothing is sent again, nor a third time")
    func once() async throws {
        let server = try await ScriptedServer.start { connection, request in
            switch (connection, request) {
            case (_, -1): []
            case (1, 0): [.send(ok())]
            default: [.close]
            }
        }
        let bench = try await Bench.make()
        try await bench.on { $0.retryWindow = .seconds(30) }
        // Connection 0 is new; connection 1 answers, then closes; connection 2 closes too.
        #expect(try await bench.answer(request(to: server.port)).outcome == .failed(.closed))
        #expect(server.log.connections == 1)
        #expect(try await bench.answer(request(to: server.port)).outcome == .ended)
        #expect(try await bench.answer(request(to: server.port)).outcome == .failed(.closed))
        #expect(server.log.requests.map(\.connection) == [0, 1, 1, 2])
        #expect(try await bench.counts == "0/0")
        try await server.stop()
    }

    @Test("A timeout on a connection that served before is no reason to send again")
    func timeout() async throws {
        let server = try await server([])
        let bench = try await Bench.make(Bench.timeouts(firstByte: .milliseconds(400)))
        #expect(try await bench.answer(request(to: server.port)).outcome == .ended)
        #expect(try await bench.answer(request(to: server.port)).outcome == .failed(.firstByteTimeout))
        #expect(server.log.requests.count == 2)
        try await bench.close()
        try await server.stop()
    }
}
