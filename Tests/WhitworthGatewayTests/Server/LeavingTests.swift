import Testing
import WhitworthGateway
import WhitworthJSON
import WhitworthTestSockets

@Suite("Clients that leave, are slow, or are many")
struct LeavingTests {
    @Test("P29, P28: a client that leaves closes the provider's stream, and what was spent is told")
    func leaving() async throws {
        try await Stage.play { stage in
            for model in ["openai/gpt-4.1", "anthropic/claude-haiku-4-5"] {
                let connection = try await RawConnection.open(port: stage.port)
                try await connection.send(Asking.chat("[[text: 380]] [[fault: slow=20]]", model: model, stream: true))
                _ = try await connection.receive { $0.frames.count > 3 }
                await connection.close()
            }
            #expect(try await stage.eventually { try await stage.simulatorStats().contains(#""cancelledStreams":2"#) })
            #expect(try await stage.eventually { stage.records.count == 2 })
            #expect(stage.records.allSatisfy { $0.failure == "client_closed_request" && $0.status == nil })
            // Anthropic tells the input at the start of a stream; OpenAI tells nothing before the end.
            #expect(stage.records.contains { $0.provider == "anthropic" && ($0.inputTokens ?? 0) > 0 })
        }
    }

    @Test("P29: also before the first byte")
    func leavingEarly() async throws {
        try await Stage.play(script: { _ in [.request, .wait(milliseconds: 60_000)] }) { stage, upstream in
            let connection = try await RawConnection.open(port: stage.port)
            try await connection.send(Asking.chat("x"))
            #expect(try await stage.eventually { upstream.connections.first?.received.isEmpty == false })
            await connection.close()
            #expect(try await stage.eventually { upstream.connections[0].isClosedByClient })
        }
    }

    @Test("A slow reader loses nothing, and the provider waits for it")
    func slowReader() async throws {
        let text = String(repeating: "Q", count: 64 << 10)
        let frame =
            #"data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"\#(text)"},"finish_reason":null}]}"#
            + "\n\n"
        let end =
            #"data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#
            + "\n\ndata: [DONE]\n\n"
        let count = 640
        try await Stage.play(script: { _ in
            [.request, .streamHead] + Array(repeating: .chunk(frame), count: count) + [.chunk(end), .lastChunk]
        }) { stage, upstream in
            let connection = try await RawConnection.open(port: stage.port, reads: false)
            try await connection.send(Asking.chat("x", stream: true))
            #expect(try await stage.eventually { (upstream.connections.first?.sent ?? 0) > 100_000 })
            try await Task.sleep(for: .milliseconds(200))
            #expect(upstream.connections[0].sent < count * frame.utf8.count * 3 / 4, "the provider was not held back")
            try await connection.read()
            let answer = try await connection.receiveAnswer()
            #expect(
                answer.body.count(where: { $0 == 0x51 }) == count * text.utf8.count
                    && answer.bodyText.hasSuffix("data: [DONE]\n\n"))
            await connection.close()
        }
    }

    @Test("Fifty streams at once never cross")
    func many() async throws {
        try await Stage.play { stage in
            let answers = try await withThrowingTaskGroup(of: (Int, String).self) { group in
                for number in 0..<50 {
                    group.addTask {
                        let model = number % 2 == 0 ? "openai/gpt-4.1" : "anthropic/claude-haiku-4-5"
                        let answer = try await stage.ask(
                            Asking.chat(
                                "[[echo: word-\(number) of stream \(number)]] [[fault: slow=1]]", model: model,
                                stream: true))
                        return (number, answer.chatText)
                    }
                }
                return try await group.reduce(into: [Int: String]()) { $0[$1.0] = $1.1 }
            }
            for number in 0..<50 { #expect(answers[number] == "word-\(number) of stream \(number)") }
        }
    }

    @Test("Shutdown lets running streams end")
    func draining() async throws {
        try await Stage.play { stage in
            let connection = try await RawConnection.open(port: stage.port)
            try await connection.send(Asking.chat("[[text: 30]] [[fault: slow=10]]", stream: true))
            _ = try await connection.receive { !$0.frames.isEmpty }
            async let shutdown: Void = stage.gateway.shutdown()
            let answer = try await connection.receiveAnswer()
            #expect(answer.bodyText.hasSuffix("data: [DONE]\n\n"))
            try await shutdown
            await #expect(throws: (any Error).self) { _ = try await RawConnection.open(port: stage.port) }
        }
    }

    @Test("What does not end in its time is cut with an error that says so")
    func cutting() async throws {
        try await Stage.play({ $0.timeouts.drain = 80 }) { stage in
            let connection = try await RawConnection.open(port: stage.port)
            try await connection.send(Asking.chat("[[text: 300]] [[fault: slow=50]]", stream: true))
            _ = try await connection.receive { !$0.frames.isEmpty }
            async let shutdown: Void = stage.gateway.shutdown()
            let answer = try await connection.receiveAll()
            #expect(
                answer.frames.last?["error"]?["code"]?.string == "stream_interrupted"
                    && !answer.bodyText.contains("data: [DONE]"))
            try await shutdown
        }
    }
}
