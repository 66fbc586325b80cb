import Testing
import WhitworthGateway
import WhitworthJSON
import WhitworthTestSockets

@Suite("What a provider does wrong")
struct UpstreamFaultTests {
    @Test(
        "Each fault has its status and code",
        arguments: [
            ("status=401", 401, "authentication_failed"),
            ("status=404", 404, "model_not_found"),
            ("status=429 retry-after=3", 429, "rate_limited"), ("status=500", 500, "internal_error"),
            ("html", 502, "upstream_error"),
            ("empty", 502, "upstream_invalid_response"), ("drop", 502, "upstream_error"),
            ("garbage", 502, "upstream_invalid_response"),
            ("content-type=text/plain", 502, "upstream_invalid_response"), ("cut-after=0", 502, "upstream_error"),
        ])
    func whole(_ fault: String, _ status: Int, _ code: String) async throws {
        try await Stage.play { stage in
            for model in ["openai/gpt-4.1", "anthropic/claude-haiku-4-5"] {
                let answer = try await stage.ask(Asking.chat("[[fault: \(fault)]]", model: model))
                #expect(answer.status == status && answer.code == code, "\(model): \(answer.text)")
                if fault.contains("retry-after") { #expect(answer.header("retry-after") == "3") }
                let native = try await stage.ask(Asking.messages("[[fault: \(fault)]]", model: model))
                #expect(native.status == status && native.json?["type"]?.string == "error", "\(model): \(native.text)")
            }
        }
    }

    @Test("P25: an error dressed as 200 is an error, whole and streamed")
    func errorIn200() async throws {
        try await Stage.play { stage in
            for stream in [false, true] {
                for model in ["openai/gpt-4.1", "anthropic/claude-haiku-4-5"] {
                    let answer = try await stage.ask(
                        Asking.chat("[[fault: error-in-200]]", model: model, stream: stream))
                    #expect((answer.status ?? 0) >= 500 && answer.code != nil, "\(answer.text)")
                }
            }
        }
    }

    @Test(
        "P30: a stream that breaks ends with an error frame, never as if whole; what was spent is told",
        arguments: ["cut-after=6", "end-after=6", "error-after=6", "garbage"])
    func streams(_ fault: String) async throws {
        try await Stage.play { stage in
            for model in ["openai/gpt-4.1", "anthropic/claude-haiku-4-5"] {
                let chat = try await stage.ask(
                    Asking.chat("[[text: 60]] [[fault: \(fault)]]", model: model, stream: true))
                #expect(chat.status == 200 && chat.isComplete && !chat.bodyText.contains("data: [DONE]"))
                #expect(chat.frames.last?["error"]?["code"]?.string != nil, "\(chat.bodyText.suffix(300))")
                let native = try await stage.ask(
                    Asking.messages("[[text: 60]] [[fault: \(fault)]]", model: model, stream: true))
                #expect(
                    native.isComplete && !native.bodyText.contains("event: message_stop")
                        && native.bodyText.contains("event: error"))
            }
            #expect(stage.records.allSatisfy { $0.failure != nil })
        }
    }

    @Test("P31: any split of the provider's bytes gives the same answer", arguments: [1, 2, 7])
    func splits(_ size: Int) async throws {
        try await Stage.play { stage in
            for model in ["openai/gpt-4.1", "anthropic/claude-haiku-4-5"] {
                let answer = try await stage.ask(
                    Asking.chat("[[echo: Grüße 👩‍👩‍👧]] [[fault: split=\(size)]]", model: model, stream: true))
                #expect(answer.chatText == "Grüße 👩‍👩‍👧" && answer.bodyText.hasSuffix("data: [DONE]\n\n"))
            }
        }
    }

    @Test("A provider that does not answer in time, and one that stops in the middle")
    func timeouts() async throws {
        try await Stage.play({ configuration in
            configuration.timeouts.firstByte = 100
            configuration.timeouts.idle = 100
        }) { stage in
            let silent = try await stage.ask(Asking.chat("[[fault: delay=20000]]"))
            #expect(silent.status == 504 && silent.code == "upstream_timeout")
            // Nothing of the answer has reached the client yet, so that its status may still tell.
            let begun = try await stage.ask(Asking.chat("[[text: 50]] [[fault: stall=20000]]", stream: true))
            #expect(begun.status == 504 && begun.code == "upstream_timeout")
        }
        let frame =
            #"data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"hi"},"finish_reason":null}]}"#
        try await Stage.play(
            script: { _ in [.request, .streamHead, .chunk(frame + "\n\n"), .wait(milliseconds: 20_000)] },
            { $0.timeouts.idle = 100 }
        ) { stage, _ in
            let stopped = try await stage.ask(Asking.chat("x", stream: true))
            #expect(stopped.chatText == "hi" && !stopped.bodyText.contains("data: [DONE]"))
            #expect(stopped.frames.last?["error"]?["code"]?.string == "stream_interrupted")
        }
    }

    @Test("A whole answer to a request for a stream becomes a stream, and a stream where a whole was wanted a whole")
    func otherForm() async throws {
        let whole =
            #"{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}"#
        try await Stage.play(script: { _ in [.request, .answer(whole)] }) { stage, _ in
            let answer = try await stage.ask(Asking.chat("x", stream: true))
            #expect(answer.chatText == "hi" && answer.bodyText.hasSuffix("data: [DONE]\n\n"))
        }
        let frames =
            #"data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"hi"},"finish_reason":"stop"}]}"#
        try await Stage.play(script: { _ in
            [.request, .streamHead, .chunk(frames + "\n\ndata: [DONE]\n\n"), .lastChunk]
        }) { stage, _ in
            let answer = try await stage.ask(Asking.chat("x"))
            #expect(answer.status == 200 && answer.json?["choices"]?[0]?["message"]?["content"]?.string == "hi")
        }
    }

    @Test(
        "P40: a refused credential of ours is not quoted, and a stream that ended before it began fails as any answer")
    func told() async throws {
        try await Stage.play { stage in
            let refused = try await stage.ask(Asking.chat("[[fault: status=401]]"))
            #expect(refused.json?["error"]?["message"]?.string == "The provider refused the gateway's credential.")
            #expect(
                refused.json?["error"]?["upstream"]?["message"] == nil && refused.header("x-should-retry") == "false")
            let begun = try await stage.ask(Asking.chat("[[text: 9]] [[fault: end-after=1]]", stream: true))
            #expect(
                begun.status == 502 && begun.code == "upstream_error" && begun.header("date")?.hasSuffix("GMT") == true)
        }
    }

    @Test("An answer beyond all bounds is refused, not kept")
    func tooLarge() async throws {
        let big = String(repeating: "x", count: 4000)
        try await Stage.play(script: { _ in [.request, .answer(#"{"x":"\#(big)"}"#)] }, { $0.maximumBodyBytes = 2000 })
        { stage, _ in
            let answer = try await stage.ask(Asking.chat("x"))
            #expect(answer.status == 502 && answer.code == "upstream_invalid_response")
        }
    }
}
