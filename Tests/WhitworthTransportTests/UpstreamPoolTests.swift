import NIOCore
import NIOPosix
import Testing
import WhitworthHTTP

@testable import WhitworthTransport

@Suite("Connections kept", .timeLimit(.minutes(1))) struct UpstreamPoolTests {
    @Test("A connection at rest is used again, for one request at a time")
    func reuse() async throws {
        let server = try await ScriptedServer.start { _, request in request < 0 ? [] : [.send(ok("\(request)"))] }
        let bench = try await Bench.make()
        for number in 0..<3 {
            let answer = try await bench.answer(request(to: server.port))
            #expect(answer.text == "\(number)")
            #expect(answer.outcome == .ended)
            #expect(try await bench.counts == "1/1")
        }
        #expect(server.log.connections == 1)
        #expect(server.log.requests.count == 3)
        try await bench.close()
        try await server.stop()
    }

    @Test("Of those at rest the last used is taken first")
    func lastUsedFirst() async throws {
        let server = try await ScriptedServer.start { connection, request in
            if request < 0 { return [] }
            // The first connection's first answer comes last.
            return connection == 0 && request == 0
                ? [.pause(.milliseconds(2500)), .send(ok("0"))] : [.send(ok("\(connection)"))]
        }
        let bench = try await Bench.make()
        let first = try await bench.send(request(to: server.port))
        try await eventually("the first request arrives") { server.log.requests.count == 1 }
        let second = try await bench.send(request(to: server.port))
        #expect(try await second.answer.text == "1")
        #expect(try await bench.counts == "2/1")
        #expect(try await first.answer.text == "0")
        #expect(try await bench.counts == "2/2")
        for _ in 0..<3 { #expect(try await bench.answer(request(to: server.port)).text == "0") }
        #expect(server.log.connections == 2)
        try await bench.close()
        try await server.stop()
    }

    @Test("Connections to different addresses do not stand in for each other")
    func addresses() async throws {
        let one = try await ScriptedServer.start { _, request in request < 0 ? [] : [.send(ok("one"))] }
        let two = try await ScriptedServer.start { _, request in request < 0 ? [] : [.send(ok("two"))] }
        let bench = try await Bench.make()
        for _ in 0..<2 {
            #expect(try await bench.answer(request(to: one.port)).text == "one")
            #expect(try await bench.answer(request(to: two.port)).text == "two")
        }
        #expect(try await bench.counts == "2/2")
        #expect(one.log.connections == 1 && two.log.connections == 1)
        try await bench.close()
        try await one.stop()
        try await two.stop()
    }

    @Test("A connection the server closes at rest is forgotten, and the next request gets a new one")
    func closedAtRest() async throws {
        let server = try await ScriptedServer.start { _, request in
            request < 0 ? [] : [.send(ok()), .pause(.milliseconds(20)), .close]
        }
        let bench = try await Bench.make()
        for number in 1...2 {
            #expect(try await bench.answer(request(to: server.port)).outcome == .ended)
            try await eventually("the connection is forgotten") { try await bench.counts == "0/0" }
            #expect(server.log.connections == number)
        }
        try await bench.close()
        try await server.stop()
    }

    @Test("A connection at rest is closed after its time")
    func keepAlive() async throws {
        let server = try await ScriptedServer.start { _, request in request < 0 ? [] : [.send(ok())] }
        let bench = try await Bench.make(Bench.timeouts(keepAlive: .milliseconds(50)))
        #expect(try await bench.answer(request(to: server.port)).outcome == .ended)
        try await eventually("the server sees the end") { server.log.closed == [0] }
        try await eventually("the pool has forgotten") { try await bench.counts == "0/0" }
        try await server.stop()
    }

    @Test(
        "Bytes that nobody asked for end the connection",
        arguments: [
            [.send(ok() + "x")],
            [.send(ok()), .pause(.milliseconds(20)), .send("HTTP/1.1 408 Request Timeout\r\n\r\n")],
        ] as [[ScriptedServer.Step]])
    func excess(steps: [ScriptedServer.Step]) async throws {
        let server = try await ScriptedServer.start { _, request in request < 0 ? [] : steps }
        let bench = try await Bench.make()
        let answer = try await bench.answer(request(to: server.port))
        #expect(answer.text == "ok")
        #expect(answer.outcome == .ended)
        try await eventually("the server sees the end") { server.log.closed == [0] }
        #expect(try await bench.counts == "0/0")
        try await bench.close()
        try await server.stop()
    }

    @Test(
        "An answer that ends the connection, or a protocol not asked for, leaves nothing at rest",
        arguments: [
            ok("ok", "Connection: close\r\n"), "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
        ])
    func notKept(text: String) async throws {
        let server = try await ScriptedServer.start { _, request in request < 0 ? [] : [.send(text)] }
        let bench = try await Bench.make()
        #expect(try await bench.answer(request(to: server.port)).outcome == .ended)
        try await eventually("the server sees the end") { server.log.closed == [0] }
        #expect(try await bench.counts == "0/0")
        try await server.stop()
    }

    @Test("An answer that came before the request was sent whole leaves nothing at rest")
    func earlyAnswer() async throws {
        let server = try await ScriptedServer.start(answersAtHead: true) { _, request in
            request < 0 ? [] : [.stopReading, .send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n")]
        }
        let bench = try await Bench.make()
        // More than the sockets of both sides hold.
        let body = String(repeating: "x", count: 32 << 20)
        let answer = try await bench.answer(request(to: server.port, body: body))
        #expect(answer.status == 413)
        #expect(answer.outcome == .ended)
        try await eventually("the connection is closed") { try await bench.counts == "0/0" }
        try await server.stop()
    }

    @Test("Closing the pool ends all: at rest, under way, and what is asked later")
    func close() async throws {
        let server = try await ScriptedServer.start { connection, request in
            if request < 0 { return [] }
            return connection == 0 ? [.send(ok())] : [.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")]
        }
        let bench = try await Bench.make()
        #expect(try await bench.answer(request(to: server.port)).outcome == .ended)
        let first = try await bench.send(request(to: server.port))
        // On the connection at rest, which answers.
        #expect(try await first.answer.outcome == .ended)
        let calls = try await bench.on { pool in
            (0..<3).map { _ in
                let recorder = Recorder(on: pool.eventLoop)
                return Call(recorder, pool.send(request(to: server.port), delegate: recorder), on: pool.eventLoop)
            }
        }
        #expect(try await calls[0].answer.outcome == .ended)
        try await eventually("two are under way") {
            let second = try await calls[1].soFar.text
            let third = try await calls[2].soFar.text
            return second == "half" && third == "half"
        }
        #expect(try await bench.counts == "3/1")
        let connecting = try await bench.on { pool in
            let recorder = Recorder(on: pool.eventLoop)
            let asked = request(to: server.port, host: "localhost")
            let call = Call(recorder, pool.send(asked, delegate: recorder), on: pool.eventLoop)
            pool.close()
            return call
        }
        for call in calls.dropFirst() {
            let answer = try await call.answer
            #expect(answer.outcome == .failed(.closed))
            #expect(answer.endings == 1)
        }
        #expect(try await connecting.answer.outcome == .failed(.connectFailed))
        #expect(try await bench.answer(request(to: server.port)).outcome == .failed(.connectFailed))
        try await eventually("the server sees all ends") {
            let log = server.log
            return log.closed.count == log.connections && log.connections >= 3
        }
        #expect(try await bench.counts == "0/0")
        try await server.stop()
    }

    @Test("Nothing outlives its use: connection, exchange, and who asked")
    func memory() async throws {
        let server = try await ScriptedServer.start { _, request in
            switch request {
            case -1: []
            case 0: [.send(ok())]
            case 1: [.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"), .close]
            default: []
            }
        }
        let bench = try await Bench.make()
        let box = try await bench.eventLoop.submit {
            NIOLoopBoundBox(Weak(), eventLoop: bench.eventLoop)
        }.get()
        for outcome in [Answer.Outcome.ended, .failed(.closed)] {
            let done = try await bench.on { pool in
                let recorder = Recorder(on: pool.eventLoop)
                let exchange = pool.send(request(to: server.port), delegate: recorder)
                // Held until its end, as who asks holds it.
                recorder.atHead = {
                    box.value.connection = exchange.connection
                    box.value.exchange = exchange
                }
                recorder.atEnd = { recorder.atHead = nil }
                box.value.recorder = recorder
                return recorder.done
            }
            #expect(try await done.get().outcome == outcome)
            try await eventually("who asked and the exchange are gone") {
                try await bench.on { _ in box.value.recorder == nil && box.value.exchange == nil }
            }
            if outcome == .ended { #expect(try await bench.on { _ in box.value.connection != nil }) }
        }
        try await eventually("the connection is gone") { try await bench.on { _ in box.value.connection == nil } }
        try await server.stop()
    }

    struct Weak {
        weak var connection: UpstreamConnection?
        weak var exchange: UpstreamExchange?
        weak var recorder: Recorder?
    }

    // MARK: Connecting

    @Test("A port where nobody listens, and a name that is none, are failures to connect")
    func connectFailed() async throws {
        let server = try await ScriptedServer.start { _, _ in [] }
        let port = server.port
        try await server.stop()
        let bench = try await Bench.make()
        #expect(try await bench.answer(request(to: port)).outcome == .failed(.connectFailed))
        // Resolvers refuse an empty label themselves: nothing leaves this machine.
        #expect(try await bench.answer(request(to: port, host: "a..b")).outcome == .failed(.connectFailed))
        #expect(try await bench.counts == "0/0")
    }

    @Test("A server that takes no connection is a timeout")
    func connectTimeout() async throws {
        // Linux drops attempts to connect when a listener's queue is full, which stays so as nobody accepts.
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 0).serverChannelOption(.autoRead, value: false)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(listener.localAddress?.port)
        let bench = try await Bench.make(Bench.timeouts(connect: .milliseconds(200), firstByte: .milliseconds(700)))
        var outcomes: [Answer.Outcome] = []
        let calls = try await bench.on { pool in
            (0..<6).map { _ in
                let recorder = Recorder(on: pool.eventLoop)
                return Call(recorder, pool.send(request(to: port), delegate: recorder), on: pool.eventLoop)
            }
        }
        for call in calls { outcomes.append(try #require(try await call.answer.outcome)) }
        #expect(outcomes.contains(.failed(.connectTimeout)))
        #expect(outcomes.allSatisfy { $0 == .failed(.connectTimeout) || $0 == .failed(.firstByteTimeout) })
        #expect(try await bench.counts == "0/0")
        try await listener.close().get()
    }

    @Test("An exchange cancelled while its connection is made leaves none open")
    func cancelledConnecting() async throws {
        let server = try await ScriptedServer.start { _, request in request < 0 ? [] : [.send(ok())] }
        let bench = try await Bench.make()
        let call = try await bench.on { pool in
            let recorder = Recorder(on: pool.eventLoop)
            let exchange = pool.send(request(to: server.port), delegate: recorder)
            exchange.cancel()
            return Call(recorder, exchange, on: pool.eventLoop)
        }
        try await eventually("the server sees the end") { server.log.closed == [0] }
        #expect(server.log.requests.isEmpty)
        #expect(try await call.soFar.endings == 0)
        #expect(try await bench.counts == "0/0")
        try await server.stop()
    }

    @Test("What cannot be sent fails before anything is")
    func unsendable() async throws {
        let server = try await ScriptedServer.start { _, _ in [] }
        let bench = try await Bench.make()
        var bad = request(to: server.port)
        bad.fields.append(("Authorization", "Bearer x\r\nX-Injected: y"))
        #expect(try await bench.answer(bad).outcome == .failed(.unsendable))
        #expect(try await bench.answer(request(to: server.port, .get, "/a b")).outcome == .failed(.unsendable))
        #expect(server.log.connections == 0)
        #expect(try await bench.counts == "0/0")
        try await server.stop()
    }
}
