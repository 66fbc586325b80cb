import NIOCore
import NIOSSL
import Testing

@testable import WhitworthTransport

@Suite(
    "TLS", .timeLimit(.minutes(1)),
    .enabled(if: Certificate.openssl != nil, "there is no openssl to make certificates with"))
struct UpstreamTLSTests {
    private func play(
        _ steps: [ScriptedServer.Step], names: String = "DNS:localhost,IP:127.0.0.1", host: String = "localhost",
        _ timeouts: UpstreamTimeouts = Bench.timeouts()
    ) async throws -> Answer {
        let certificate = try Certificate.make(names)
        let server = try await ScriptedServer.start(tls: certificate.server) { _, request in request < 0 ? [] : steps }
        let bench = try await Bench.make(timeouts, tls: certificate.client)
        let answer = try await bench.answer(request(to: server.port, host: host, isSecure: true))
        #expect(answer.endings == 1 && answer.disorder == 0)
        if case .failed(.insecure)? = answer.outcome { #expect(server.log.requests.isEmpty, "nothing was told to it") }
        try await bench.close()
        try await server.stop()
        return answer
    }

    @Test(
        "A server with a trusted certificate of its name or address is asked, and kept",
        arguments: ["localhost", "127.0.0.1"])
    func trusted(host: String) async throws {
        let certificate = try Certificate.make("DNS:localhost,IP:127.0.0.1")
        let server = try await ScriptedServer.start(tls: certificate.server) { _, request in
            request < 0 ? [] : [.send(ok("\(request)"))]
        }
        let bench = try await Bench.make(tls: certificate.client)
        for number in 0..<3 {
            let answer = try await bench.answer(request(to: server.port, host: host, isSecure: true))
            #expect(answer.outcome == .ended)
            #expect(answer.text == "\(number)")
            #expect(try await bench.counts == "1/1")
        }
        #expect(server.log.connections == 1)
        try await bench.close()
        try await server.stop()
    }

    @Test("A certificate nobody trusts, or of another name, is insecure")
    func untrusted() async throws {
        #expect(try await play([.send(ok())], names: "DNS:other.example").outcome == .failed(.insecure))
        #expect(try await play([.send(ok())], names: "IP:127.0.0.2", host: "127.0.0.1").outcome == .failed(.insecure))
        let server = try await ScriptedServer.start(tls: Certificate.make("DNS:localhost").server) { _, _ in [] }
        for tls in [try Certificate.make("DNS:localhost").client, nil] {
            let bench = try await Bench.make(tls: tls)
            let answer = try await bench.answer(request(to: server.port, host: "localhost", isSecure: true))
            #expect(answer.outcome == .failed(.insecure))
            try await eventually("it is forgotten") { try await bench.counts == "0/0" }
        }
        #expect(server.log.requests.isEmpty)
        try await server.stop()
    }

    @Test(
        "A server without TLS behind https is insecure",
        arguments: [[.send("HTTP/1.1 400 Bad Request\r\n\r\n")], [.close]] as [[ScriptedServer.Step]])
    func plain(steps: [ScriptedServer.Step]) async throws {
        let server = try await ScriptedServer.start { _, request in request < 0 ? steps : [] }
        let bench = try await Bench.make(tls: Certificate.make("DNS:localhost").client)
        let answer = try await bench.answer(request(to: server.port, host: "localhost", isSecure: true))
        #expect(answer.outcome == .failed(.insecure))
        try await server.stop()
    }

    @Test("A server that does not answer the handshake is a timeout")
    func handshakeTimeout() async throws {
        let server = try await ScriptedServer.start { _, _ in [] }
        let tls = try Certificate.make("DNS:localhost").client
        let bench = try await Bench.make(Bench.timeouts(firstByte: .milliseconds(150)), tls: tls)
        let answer = try await bench.answer(request(to: server.port, host: "localhost", isSecure: true))
        #expect(answer.outcome == .failed(.firstByteTimeout))
        try await eventually("the server sees the end") { server.log.closed == [0] }
        try await server.stop()
    }

    @Test("An answer cut under TLS is closed, not insecure: the server was the right one")
    func cut() async throws {
        let half = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"
        #expect(try await play([.send(half), .close]).outcome == .failed(.closed))
        #expect(try await play([.send(half), .pause(.milliseconds(50)), .cut]).outcome == .failed(.closed))
        #expect(try await play([.send(half), .pause(.milliseconds(50)), .reset]).outcome == .failed(.closed))
    }

    @Test("A body that ends with the connection needs the end that TLS signs (RFC 9112 §9.8)")
    func untilClose() async throws {
        let open = "HTTP/1.1 200 OK\r\n\r\nopen"
        let ended = try await play([.send(open), .pause(.milliseconds(50)), .close])
        #expect(ended.outcome == .ended)
        #expect(ended.text == "open")
        #expect(try await play([.send(open), .pause(.milliseconds(50)), .cut]).outcome == .failed(.closed))
    }

    @Test("A connection cut at rest just as it is used again: the request goes out once more")
    func retried() async throws {
        let certificate = try Certificate.make("DNS:localhost")
        let server = try await ScriptedServer.start(tls: certificate.server) { connection, request in
            switch (connection, request) {
            case (_, -1): []
            case (0, 1): [.cut]
            default: [.send(ok("\(connection)"))]
            }
        }
        let bench = try await Bench.make(tls: certificate.client)
        try await bench.on { $0.retryWindow = .seconds(30) }
        for text in ["0", "1"] {
            let answer = try await bench.answer(request(to: server.port, host: "localhost", isSecure: true))
            #expect(answer.outcome == .ended)
            #expect(answer.text == text)
        }
        try await bench.close()
        try await server.stop()
    }

    @Test("Back-pressure and cancelling reach a server through TLS")
    func cancel() async throws {
        let certificate = try Certificate.make("DNS:localhost")
        let pieces = 512
        let server = try await ScriptedServer.start(tls: certificate.server) { _, request in
            if request < 0 { return [] }
            return [
                .send("HTTP/1.1 200 OK\r\nContent-Length: \(pieces << 16)\r\n\r\n"),
                .stream(pieces: pieces, size: 1 << 16),
            ]
        }
        let bench = try await Bench.make(tls: certificate.client)
        let call = try await bench.send(request(to: server.port, host: "localhost", isSecure: true)) { recorder in
            recorder.atHead = { [weak recorder] in recorder?.upstreamMayRead = false }
        }
        var last = -1
        try await eventually("the server's writes stop") {
            try await Task.sleep(for: .milliseconds(300))
            defer { last = server.log.pieces }
            return try await call.soFar.status == 200 && server.log.pieces == last
        }
        #expect(server.log.pieces < pieces)
        #expect(try await call.soFar.body.count <= 1 << 20)
        let asked = ContinuousClock.now
        try await call.cancel()
        try await eventually("the server sees the end") { server.log.closed == [0] }
        // NIOSSL waits five seconds for a server that does not agree to the end: a provider would go on for as long.
        #expect(ContinuousClock.now - asked < .seconds(4))
        try await server.stop()
    }
}
