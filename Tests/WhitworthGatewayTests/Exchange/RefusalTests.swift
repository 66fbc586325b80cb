import Testing
import WhitworthGateway
import WhitworthJSON
import WhitworthTestSockets

@Suite("What is refused before anything is sent")
struct RefusalTests {
    @Test("A body that is no JSON is 400 with the offset, in the envelope of its surface")
    func invalidJSON() async throws {
        try await Stage.play(script: { _ in [] }) { stage, upstream in
            let answer = try await stage.ask(Asking.post("/v1/chat/completions", #"{"model": x}"#))
            #expect(answer.status == 400 && answer.code == "invalid_json")
            #expect(answer.json?["error"]?["details"]?["offset"]?.int == 10)
            let native = try await stage.ask(Asking.post("/v1/messages", #"{"a":1,"a":2}"#))
            #expect(native.status == 400 && native.json?["error"]?["type"]?.string == "invalid_request_error")
            #expect(upstream.connections.isEmpty)
        }
    }

    @Test("A wrong content type is 415")
    func contentType() async throws {
        try await Stage.play(script: { _ in [] }) { stage, _ in
            let answer = try await stage.ask(
                "POST /v1/chat/completions HTTP/1.1\r\nHost: g\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}"
            )
            #expect(answer.status == 415 && answer.code == "unsupported_media_type")
        }
    }

    @Test("Unknown members are refused; lenient handling drops them and says so")
    func strictness() async throws {
        try await Stage.play { stage in
            let strict = try await stage.ask(Asking.chat("[[echo: x]]", more: #","max_token":5"#))
            #expect(
                strict.status == 400 && strict.code == "unknown_parameter"
                    && strict.json?["error"]?["param"]?.string == "max_token")
            let lenient = try await stage.ask(
                Asking.chat("[[echo: x]]", more: #","max_token":5"#, headers: "Prefer: handling=lenient\r\n"))
            #expect(lenient.status == 200 && lenient.header("preference-applied") == "handling=lenient")
            #expect(lenient.header("llm-adaptations") == #"dropped;param="max_token""#)
            #expect(lenient.json?["warnings"]?[0]?["param"]?.string == "max_token")
        }
    }

    @Test("A parameter the provider cannot be told is refused by name, before anything is sent")
    func unsupported() async throws {
        try await Stage.play(script: { _ in [] }) { stage, upstream in
            let answer = try await stage.ask(Asking.chat("x", model: "anthropic/claude-haiku-4-5", more: #","seed":7"#))
            #expect(
                answer.status == 400 && answer.code == "unsupported_parameter"
                    && answer.json?["error"]?["param"]?.string == "seed")
            let native = try await stage.ask(Asking.messages("x", model: "openai/gpt-4.1", more: #","top_k":7"#))
            #expect(native.status == 400 && native.bodyText.contains("top_k"))
            #expect(upstream.connections.isEmpty)
        }
    }

    @Test("P39, P40: neither the client's credentials reach the provider, nor ours the client or the log")
    func secrets() async throws {
        let echo =
            #"{"error":{"message":"bad key sk-upstream-secret for you","type":"authentication_error","code":"invalid_api_key"}}"#
        try await Stage.play(script: { _ in
            [.request, .answer(echo, status: 401, headers: "x-echo: sk-upstream-secret\r\n"), .close]
        }) { stage, upstream in
            for model in ["openai/gpt-4.1", "anthropic/claude-haiku-4-5"] {
                let answer = try await stage.ask(
                    Asking.chat(
                        "x", model: model,
                        headers:
                            "Authorization: Bearer sk-client-secret\r\nx-api-key: sk-client-secret\r\nCookie: c=sk-client-secret\r\n"
                    ))
                #expect(answer.status == 401)
                #expect(!answer.text.contains("sk-upstream-secret"), "\(answer.text)")
            }
            #expect(upstream.connections.allSatisfy { !$0.text.contains("sk-client-secret") })
            #expect(upstream.connections.contains { $0.text.contains("Authorization: Bearer sk-upstream-secret") })
            #expect(upstream.connections.contains { $0.text.contains("x-api-key: sk-upstream-secret") })
            for record in stage.records { #expect(!"\(record)".contains("secret")) }
        }
    }
}
