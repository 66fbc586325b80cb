import Testing
import WhitworthJSON

@testable import WhitworthGateway

@Suite("Streams through the gateway")
struct StreamingTests {
    @Test("A provider that answers whole where a stream was asked for still gives a stream")
    func wholeForStream() async throws {
        let body =
            #"{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":"#
            + #"{"role":"assistant","content":"all of it"},"finish_reason":"stop"}],"#
            + #""usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}"#
        try await ScriptedUpstream.serving([ScriptedUpstream.whole("200 OK", "application/json", body)]) { _, port in
            try await Bench.serving(upstream: port) { bench in
                let ours = try await bench.chat("x", stream: true)
                #expect(ours.header("content-type") == "text/event-stream; charset=utf-8")
                #expect(try ours.chatText() == "all of it")
                #expect(ours.events.last == "[DONE]")
                let native = try await bench.messages("x", stream: true, model: "openai/gpt-4.1")
                #expect(try native.messagesText() == "all of it")
                #expect(native.events.last?.contains("message_stop") == true)
                let records = try await bench.records.wait(2)
                #expect(records.map(\.inputTokens) == [3, 3] && records.map(\.outputTokens) == [4, 4])
            }
        }
    }

    @Test("A provider that streams where a whole answer was asked for still gives a whole one")
    func streamForWhole() async throws {
        try await ScriptedUpstream.serving([
            ScriptedUpstream.streamHead, ScriptedUpstream.chunk(ScriptedUpstream.chatStart),
            ScriptedUpstream.chunk(ScriptedUpstream.chatDelta("all ") + ScriptedUpstream.chatDelta("of it")),
            ScriptedUpstream.chunk(ScriptedUpstream.chatEnd), ScriptedUpstream.lastChunk,
        ]) { _, port in
            try await Bench.serving(upstream: port) { bench in
                let ours = try await bench.chat("x")
                #expect(ours.status == 200)
                #expect(try ours.string("choices.0.message.content") == "all of it")
                let native = try await bench.messages("x", model: "openai/gpt-4.1")
                #expect(try native.string("content.0.text") == "all of it")
            }
        }
    }

    @Test("A stream that ends before its ending is no whole answer")
    func unfinishedStreamForWhole() async throws {
        for end: [ScriptedUpstream.Step] in [[ScriptedUpstream.lastChunk], [.close]] {
            try await ScriptedUpstream.serving(
                [
                    ScriptedUpstream.streamHead, ScriptedUpstream.chunk(ScriptedUpstream.chatStart),
                    ScriptedUpstream.chunk(ScriptedUpstream.chatDelta("all ")),
                ] + end
            ) { _, port in
                try await Bench.serving(upstream: port) { bench in
                    let ours = try await bench.chat("x")
                    #expect(ours.status == 502)
                    #expect(["stream_interrupted", "upstream_error"].contains(try ours.string("error.code")))
                }
            }
        }
    }

    @Test("An event is passed on when it comes, not when the next one does")
    func promptness() async throws {
        try await ScriptedUpstream.serving([
            ScriptedUpstream.streamHead, ScriptedUpstream.chunk(ScriptedUpstream.chatStart),
            ScriptedUpstream.chunk(ScriptedUpstream.chatDelta("first")), .hold,
        ]) { _, port in
            try await Bench.serving(upstream: port) { bench in
                let client = try await bench.client()
                try await client.send(Ask.chat("x", stream: true))
                try await client.wait(for: "first")
                #expect(client.answers.first?.isComplete == false)
                try await client.leave()
            }
        }
    }

    @Test("Interim answers are passed over, and bodies that end with their connection are whole")
    func plainServers() async throws {
        let stream = ScriptedUpstream.chatStart + ScriptedUpstream.chatDelta("to the end") + ScriptedUpstream.chatEnd
        let whole =
            #"{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":"#
            + #"{"role":"assistant","content":"to the end"},"finish_reason":"stop"}]}"#
        let interim = ScriptedUpstream.Step.send(
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n")
        for version in ["1.0", "1.1"] {
            let head = "HTTP/\(version) 200 OK\r\nContent-Type: "
            try await ScriptedUpstream.serving(
                [interim, .send(head + "text/event-stream\r\n\r\n"), .send(stream), .close],
                [interim, .send(head + "application/json\r\n\r\n"), .send(whole), .close]
            ) { _, port in
                try await Bench.serving(upstream: port) { bench in
                    let streamed = try await bench.chat("x", stream: true)
                    #expect(try streamed.chatText() == "to the end")
                    #expect(streamed.events.last == "[DONE]")
                    #expect(try await bench.chat("x").string("choices.0.message.content") == "to the end")
                }
            }
        }
    }

    @Test("What the providers are sent is legal, native and complete, from either surface")
    func nativeRequests() async throws {
        let chatTool =
            #""tools":[{"type":"function","function":{"name":"look","description":"d","parameters":"#
            + #"{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}}}],"tool_choice":"required""#
        let messagesTool =
            #""tools":[{"name":"look","description":"d","input_schema":"#
            + #"{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}}],"tool_choice":{"type":"any"}"#
        try await Bench.serving { bench in
            for model in ["openai/gpt-4.1", "anthropic/claude-sonnet-4-5"] {
                for stream in [false, true] {
                    for more in ["", #""temperature":0.5,"stop":["x"]"#, chatTool] {
                        let answer = try await bench.chat("hello", stream: stream, model: model, more: more)
                        #expect(answer.status == 200, "\(answer.text)")
                    }
                    for more in ["", #""temperature":0.5,"stop_sequences":["x"],"system":"s""#, messagesTool] {
                        let answer = try await bench.messages("hello", stream: stream, model: model, more: more)
                        #expect(answer.status == 200, "\(answer.text)")
                    }
                }
            }
            let requests = try await bench.requests()
            #expect(requests.count == 24)
            for request in requests {
                let isOpenAI = request["path"]?.string == "/openai/v1/chat/completions"
                #expect(isOpenAI || request["path"]?.string == "/anthropic/v1/messages")
                let headers = try #require(request["headers"])
                #expect(headers["content-type"]?.string == "application/json")
                #expect((headers["authorization"] != nil) == isOpenAI && (headers["x-api-key"] != nil) == !isOpenAI)
                #expect((headers["anthropic-version"] != nil) == !isOpenAI)
                #expect(headers["x-request-id"] == nil && headers["prefer"] == nil)
                let isStream = request["body"]?["stream"]?.bool == true
                #expect(headers["accept"]?.string == (isStream ? "text/event-stream" : "application/json"))
                #expect(request["body"]?["model"]?.string == (isOpenAI ? "gpt-4.1" : "claude-sonnet-4-5"))
            }
        }
    }

    @Test("A provider's connection serves again, also when a stream's last chunk comes after its last event")
    func reuse() async throws {
        let stream: [ScriptedUpstream.Step] = [
            ScriptedUpstream.streamHead, ScriptedUpstream.chunk(ScriptedUpstream.chatStart),
            ScriptedUpstream.chunk(ScriptedUpstream.chatDelta("again") + ScriptedUpstream.chatEnd),
            .pause(milliseconds: 40), ScriptedUpstream.lastChunk,
        ]
        try await ScriptedUpstream.serving(stream) { upstream, port in
            try await Bench.serving(upstream: port) { bench in
                let client = try await bench.client()
                for number in 1...3 {
                    try await client.send(Ask.chat("x", stream: true))
                    let answers = try await client.answers(number)
                    #expect(answers.last?.events.last == "[DONE]")
                    try await Task.sleep(for: .milliseconds(150))
                }
                #expect(upstream.requests.count == 3 && upstream.closed == 0)
            }
            #expect(upstream.closed <= 1, "one connection served all")
        }
    }

    @Test("A provider that goes on after the end is cut off")
    func endlessTail() async throws {
        let tail = "400\r\n" + String(repeating: "x", count: 0x400) + "\r\n"
        try await ScriptedUpstream.serving([
            ScriptedUpstream.streamHead, ScriptedUpstream.chunk(ScriptedUpstream.chatStart + ScriptedUpstream.chatEnd),
            .pour(Array(tail.utf8)),
        ]) { upstream, port in
            try await Bench.serving(upstream: port) { bench in
                let answer = try await bench.chat("x", stream: true)
                #expect(answer.events.last == "[DONE]")
                for _ in 0..<500 where upstream.closed == 0 { try await Task.sleep(for: .milliseconds(10)) }
                #expect(upstream.closed == 1)
            }
        }
    }

    @Test("Fifty streams at once never cross, whatever surface and provider")
    func concurrency() async throws {
        try await Bench.serving(threads: 2) { bench in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<50 {
                    group.addTask {
                        let text = (0..<20).map { "s\(number)w\($0)" }.joined(separator: " ")
                        let model = number % 2 == 0 ? "openai/gpt-4.1" : "anthropic/claude-sonnet-4-5"
                        let prompt = "[[echo: \(text)]] [[fault: slow=3]]"
                        if number % 4 < 2 {
                            let answer = try await bench.chat(prompt, stream: true, model: model)
                            #expect(try answer.chatText() == text)
                            #expect(answer.events.last == "[DONE]")
                        } else {
                            let answer = try await bench.messages(prompt, stream: true, model: model)
                            #expect(try answer.messagesText() == text)
                            #expect(answer.events.last?.contains("message_stop") == true)
                        }
                    }
                }
                try await group.waitForAll()
            }
            let stats = try await bench.stats()
            #expect(stats.requests == 50 && stats.open == 0 && stats.cancelled == 0)
            // What the simulators refuse is no 200: they saw legal requests only.
            #expect(try await bench.records.wait(50).allSatisfy { $0.status == 200 && $0.failure == nil })
        }
    }
}
