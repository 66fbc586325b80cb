import NIOCore
import NIOPosix
import Testing
import WhitworthJSON

@testable import WhitworthSimulators

@Suite struct SimulatorServerTests {
    private func serving(_ body: (SimulatorServer) async throws -> Void) async throws {
        let server = try await SimulatorServer.start(group: MultiThreadedEventLoopGroup.singleton)
        do {
            try await body(server)
        } catch {
            try? await server.shutdown()
            throw error
        }
        try await server.shutdown()
    }

    private func stats(_ server: SimulatorServer) async throws -> JSONValue {
        try JSONValue(parsing: try await RawClient.send(RawClient.get("/__simulator/stats"), to: server.port).rest)
    }

    @Test("A whole answer has its length and closes when asked to") func whole() async throws {
        try await serving { server in
            let answer = try await RawClient.send(RawClient.chat("[[echo: Guten Tag]]"), to: server.port)
            #expect(answer.status == 200)
            #expect(answer.header("content-length").flatMap { Int($0) } == answer.rest.count)
            #expect(answer.header("connection") == "close")
            #expect(answer.header("content-type") == "application/json")
            #expect(try JSONValue(parsing: answer.rest).at("choices.0.message.content")?.string == "Guten Tag")
        }
    }

    @Test("A stream is chunked, one event a chunk, and ends with the empty chunk") func stream() async throws {
        try await serving { server in
            let answer = try await RawClient.send(
                RawClient.chat("[[echo: one two three]]", isStream: true), to: server.port)
            #expect(answer.header("transfer-encoding") == "chunked")
            #expect(answer.header("content-type") == "text/event-stream; charset=utf-8")
            let (body, isComplete) = answer.chunked
            #expect(isComplete)
            #expect(body.hasSuffix("data: [DONE]\n\n"))
            #expect(answer.text.components("\n\n\r\n").count == body.components("\n\n").count)
        }
    }

    @Test("P30 A cut stream is not closed in good order") func cut() async throws {
        try await serving { server in
            let answer = try await RawClient.send(
                RawClient.chat("[[text: 50]] [[fault: cut-after=3]]", isStream: true), to: server.port)
            let (body, isComplete) = answer.chunked
            #expect(!isComplete)
            #expect(body.components("\n\n").count == 4)
            let whole = try await RawClient.send(RawClient.chat("[[fault: cut-after=0]]"), to: server.port)
            #expect(whole.header("content-length").flatMap { Int($0) } ?? 0 > whole.rest.count)
            let dropped = try await RawClient.send(RawClient.chat("[[fault: drop]]"), to: server.port)
            #expect(dropped.bytes.isEmpty)
        }
    }

    @Test("A delay comes before the first byte, slowness between the chunks") func time() async throws {
        try await serving { server in
            let late = try await RawClient.send(RawClient.chat("[[echo: a]] [[fault: delay=120]]"), to: server.port)
            #expect(late.arrivals.first ?? 0 >= 110)
            let slow = try await RawClient.send(
                RawClient.chat("[[echo: a b]] [[fault: slow=40]]", isStream: true), to: server.port)
            #expect(slow.chunked.isComplete)
            // A loaded machine may read two pieces at once; the first and the last still lie apart.
            #expect(slow.arrivals.count >= 2)
            #expect((slow.arrivals.last ?? 0) - (slow.arrivals.first ?? 0) >= 60)
        }
    }

    @Test("Requests on one connection are answered in their order, also when sent at once") func pipelined()
        async throws
    {
        try await serving { server in
            let requests =
                RawClient.chat("[[echo: first]] [[fault: slow=20]]", isStream: true, isLast: false)
                + RawClient.chat("[[echo: second]]", isLast: false) + RawClient.chat("[[echo: third]]")
            let text = try await RawClient.send(requests, to: server.port).text
            let places = ["\"first\"", "\"second\"", "\"third\""].map { text.components($0).first?.count ?? 0 }
            #expect(places == places.sorted() && Set(places).count == 3)
            #expect(text.components("HTTP/1.1 200 OK").count == 4)
        }
    }

    @Test("P29 A client that leaves is noticed and its stream stopped") func cancel() async throws {
        try await serving { server in
            _ = try await RawClient.send(
                RawClient.chat("[[text: 500]] [[fault: slow=20]]", isStream: true), to: server.port
            ) { $0.text.contains("chat.completion.chunk") }
            for _ in 0..<100 {
                if try await stats(server)["cancelledStreams"]?.int == 1 { break }
                try await Task.sleep(nanoseconds: 10_000_000)
            }
            let stats = try await stats(server)
            #expect(stats["cancelledStreams"]?.int == 1)
            #expect(stats["openStreams"]?.int == 0)
        }
    }

    @Test("Sixty streams at once end whole and do not cross") func many() async throws {
        try await serving { server in
            let port = server.port
            let whole = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<60 {
                    group.addTask {
                        let answer = try await RawClient.send(
                            RawClient.chat("[[echo: stream\(number) says goodbye]] [[fault: slow=2]]", isStream: true),
                            to: port)
                        let said = answer.chunked.body.components("\n\n").compactMap { event in
                            (try? JSONValue(parsing: String(event.dropFirst(6))))?.at("choices.0.delta.content")?.string
                        }.joined()
                        return answer.chunked.isComplete && said == "stream\(number) says goodbye"
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(whole == 60)
            #expect(try await stats(server)["requests"]?.int == 60)
            #expect(try await stats(server)["openStreams"]?.int == 0)
        }
    }

    @Test("The last requests are told without their keys") func requests() async throws {
        try await serving { server in
            _ = try await RawClient.send(RawClient.chat("hello"), to: server.port)
            let list = try JSONValue(
                parsing: try await RawClient.send(RawClient.get("/__simulator/requests"), to: server.port).rest)
            #expect(list.at("0.path")?.string == "/openai/v1/chat/completions")
            #expect(list.at("0.headers.authorization")?.string == "REDACTED")
            #expect(list.at("0.body.messages.0.content")?.string == "hello")
            _ = try await RawClient.send(RawClient.post("/__simulator/reset", ""), to: server.port)
            #expect(try await stats(server)["requests"]?.int == 0)
        }
    }

    @Test("A script is set over HTTP, and refused with its place when wrong") func script() async throws {
        try await serving { server in
            let set = try await RawClient.send(
                RawClient.post("/__simulator/script", #"{"rules":[{"reply":{"text":"scripted"}}]}"#), to: server.port)
            #expect(set.status == 200)
            #expect(try await RawClient.send(RawClient.chat("hello"), to: server.port).text.contains("\"scripted\""))
            let wrong = try await RawClient.send(
                RawClient.post("/__simulator/script", #"{"rules":[{"replay":{}}]}"#), to: server.port)
            #expect(wrong.status == 400)
            #expect(wrong.text.contains("rules[0]: unknown member 'replay'"))
        }
    }

    @Test("Shutting down lets a playing answer end and refuses new connections") func shutdown() async throws {
        let server = try await SimulatorServer.start(group: MultiThreadedEventLoopGroup.singleton)
        let port = server.port
        async let answer = RawClient.send(
            RawClient.chat("[[echo: to the very end]] [[fault: slow=30]]", isStream: true, isLast: false), to: port)
        for _ in 0..<100 where try await stats(server)["openStreams"]?.int == 0 {
            try await Task.sleep(nanoseconds: 5_000_000)
        }
        try await server.shutdown()
        #expect(try await answer.chunked.isComplete)
        await #expect(throws: (any Error).self) { try await RawClient.send(RawClient.chat("late"), to: port) }
    }

    @Test("A long answer waits for a client that does not read") func backPressure() {
        var player = ReplyPlayer(Reply(headers: [], events: [[1], [2]]))
        #expect(player.next(isWritable: true) == .write([1]))
        #expect(player.next(isWritable: false) == .pause)
        #expect(player.next(isWritable: false) == .pause)
        #expect(player.next(isWritable: true) == .write([2]))
        #expect(player.next(isWritable: false) == .end)
        #expect(player.isOver)
    }
}
