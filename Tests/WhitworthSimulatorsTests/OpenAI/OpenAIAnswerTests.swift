import Testing
import WhitworthJSON

@testable import WhitworthSimulators

@Suite struct OpenAIAnswerTests {
    private static let tools =
        #""tools":[{"type":"function","function":{"name":"weather","parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}},{"type":"function","function":{"name":"time"}}],"#

    /// Prompts and members that give answers of every kind.
    private static let kinds: [(String, String, String)] = [
        ("gpt-4o", "hello", ""), ("gpt-4o", "[[echo: one two three]]", ""), ("gpt-5", "[[text: 30]]", ""),
        ("gpt-4o", "[[tools: weather,time]]", tools), ("gpt-5", "[[tools: weather]]", tools),
        ("gpt-4o", "[[echo: let me see]] [[tools: time]]", tools), ("gpt-4o", "[[refuse]]", ""),
        ("gpt-4o", "[[text: 50]]", #""max_tokens":7,"#), ("gpt-5", "[[text: 50]]", #""max_completion_tokens":7,"#),
        ("gpt-4o", "[[text: 9]]", #""n":3,"#), ("gpt-4o", "[[echo: a b]]", #""logprobs":true,"top_logprobs":2,"#),
        ("gpt-4o", "[[echo: before STOP after]]", #""stop":["STOP"],"#),
        ("gpt-4o", "x", #""functions":[{"name":"old"}],"function_call":{"name":"old"},"#),
    ]

    @Test("P27 Usage adds up, and is the same whole and streamed") func usage() throws {
        for (model, text, more) in Self.kinds {
            let whole = try Asking().chat(text, model: model, more).json
            let streamed = try Asking().chat(
                text, model: model, more + #""stream":true,"stream_options":{"include_usage":true},"#
            ).data
            let usage = try #require(whole["usage"])
            #expect(usage == streamed.values.last?["usage"], "\(text)")
            let total = (usage["prompt_tokens"]?.int ?? 0) + (usage["completion_tokens"]?.int ?? 0)
            #expect(usage["total_tokens"]?.int == total)
            #expect(
                usage.at("completion_tokens_details.reasoning_tokens")?.int ?? 0 <= usage["completion_tokens"]?.int ?? 0
            )
            #expect(streamed.values.dropLast().allSatisfy { $0["usage"]?.isNull == true })
            #expect(streamed.values.last?["choices"]?.array?.isEmpty == true)
        }
    }

    @Test("P08 The stream joined is the whole answer") func joined() throws {
        for (model, text, more) in Self.kinds {
            let whole = try Asking().chat(text, model: model, more).json
            let (chunks, isDone) = try Asking().chat(text, model: model, more + #""stream":true,"#).data
            #expect(isDone)
            for choice in whole["choices"]?.array.map(Array.init) ?? [] {
                let mine = chunks.compactMap { $0.at("choices.0") }.filter { $0["index"] == choice["index"] }
                func join(_ path: String) -> String { mine.compactMap { $0.at(path)?.string }.joined() }
                #expect(join("delta.content") == choice.at("message.content")?.string ?? "")
                #expect(join("delta.refusal") == choice.at("message.refusal")?.string ?? "")
                #expect(
                    join("delta.function_call.arguments") == choice.at("message.function_call.arguments")?.string ?? "")
                let calls = choice.at("message.tool_calls")?.array.map(Array.init) ?? []
                for (position, call) in calls.enumerated() {
                    let pieces = mine.compactMap { $0.at("delta.tool_calls.0") }.filter { $0["index"]?.int == position }
                    #expect(
                        pieces.compactMap { $0.at("function.arguments")?.string }.joined()
                            == call.at("function.arguments")?.string)
                    #expect(pieces.compactMap { $0.at("function.name")?.string } == [call.at("function.name")?.string])
                    #expect(pieces.compactMap { $0["id"]?.string }.count == 1)
                }
                #expect(mine.compactMap { $0["finish_reason"]?.string } == [choice["finish_reason"]?.string])
                #expect(mine.first?.at("delta.role")?.string == "assistant")
            }
        }
    }

    @Test("P10 The finish reason is that of what happened") func finish() throws {
        let reasons = try Self.kinds.map { model, text, more in
            try Asking().chat(text, model: model, more).json.at("choices.0.finish_reason")?.string
        }
        #expect(
            reasons == [
                "stop", "stop", "stop", "tool_calls", "tool_calls", "tool_calls", "stop", "length", "length", "stop",
                "stop", "stop", "function_call",
            ])
        #expect(
            try Asking().chat("[[finish: content_filter]]").json.at("choices.0.finish_reason")?.string
                == "content_filter")
    }

    @Test("A limit cuts to the token, a stop sequence before itself") func cuts() throws {
        let limited = try Asking().chat("[[text: 50]]", #""max_tokens":7,"#).json
        #expect(limited.at("usage.completion_tokens")?.int == 7)
        for stops in [#"["after","STOP"]"#, #"["STOP","after"]"#] {
            let stopped = try Asking().chat("[[echo: before STOP after]]", #""stop":\#(stops),"#).json
            #expect(stopped.at("choices.0.message.content")?.string == "before ")
        }
        let thinking = try Asking().chat("[[text: 50]]", model: "gpt-5", #""max_completion_tokens":7,"#).json
        #expect(thinking.at("choices.0.message.content")?.string == "")
        #expect(thinking.at("usage.completion_tokens_details.reasoning_tokens")?.int == 7)
    }

    @Test("P09 Arguments are valid for the tool's schema and calls have their own ids") func calls() throws {
        let calls = try #require(
            try Asking().chat("[[tools: weather,time]]", Self.tools).json.at("choices.0.message.tool_calls"))
        #expect(calls.at("0.function.arguments")?.string == #"{"city":"city"}"#)
        #expect(calls.at("1.function.arguments")?.string == "{}")
        #expect(calls.at("0.id")?.string != calls.at("1.id")?.string)
        #expect(
            try Asking().chat("[[tools: weather]]", Self.tools).json.at("choices.0.message.content")?.isNull == true)
        let forced = try Asking().chat(
            "hi", Self.tools + #""tool_choice":{"type":"function","function":{"name":"time"}},"#)
        #expect(forced.json.at("choices.0.message.tool_calls.0.function.name")?.string == "time")
        let required = try Asking().chat("hi", Self.tools + #""tool_choice":"required","#)
        #expect(required.json.at("choices.0.message.tool_calls.0.function.name")?.string == "weather")
        let single = try Asking().chat("[[tools: weather,time]]", Self.tools + #""parallel_tool_calls":false,"#)
        #expect(single.json.at("choices.0.message.tool_calls.1") == nil)
        #expect(try Asking().chat("[[tools: nothing]]", Self.tools).status == 400)
    }

    @Test("After a tool's result it is repeated, whatever the question asked for") func result() throws {
        let reply = try Asking().openAI(
            #"{"model":"gpt-4o",\#(Self.tools)"messages":[{"role":"user","content":"[[tools: time]]"},{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"time","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":"half past ten"}]}"#
        )
        #expect(reply.json.at("choices.0.message.content")?.string == "half past ten")
        #expect(reply.json.at("choices.0.finish_reason")?.string == "stop")
    }

    @Test("P01 Structured output conforms to its schema") func structured() throws {
        let format =
            #""response_format":{"type":"json_schema","json_schema":{"name":"N","strict":true,"schema":{"type":"object","properties":{"b":{"type":"integer"},"a":{"type":"string"}},"required":["b","a"],"additionalProperties":false}}},"#
        #expect(
            try Asking().chat("x", model: "gpt-5", format).json.at("choices.0.message.content")?.string
                == #"{"b":1,"a":"a"}"#)
    }

    @Test("P27 A long prompt is cached for the next request that begins with it") func cache() throws {
        let asking = try Asking()
        let long = String(repeating: "word ", count: 1_200)
        func cached(_ more: String) -> Int? {
            asking.openAI(
                #"{"model":"gpt-4o","messages":[{"role":"system","content":"\#(long)"},{"role":"user","content":"\#(more)"}]}"#
            ).json.at("usage.prompt_tokens_details.cached_tokens")?.int
        }
        #expect(cached("one") == 0)
        let second = cached("two") ?? 0
        #expect(second >= 1_024 && second % 128 == 0)
    }

    @Test("Same requests in the same order give the same bytes") func repeatable() throws {
        let replies = try (0..<2).map { _ in try Asking().chat("[[text: 30]]", #""stream":true,"#).body }
        #expect(replies[0] == replies[1])
        let asking = try Asking()
        #expect(asking.chat("a").json["id"] != asking.chat("a").json["id"])
    }

    @Test("The bytes of a stream") func golden() throws {
        let reply = try Asking().chat(
            "[[echo: Hi you]]", #""stream":true,"stream_options":{"include_usage":true,"include_obfuscation":false},"#)
        let id = try #require(reply.data.values.first?["id"]?.string)
        #expect(id.hasPrefix("chatcmpl-") && id.count == 38)
        let print = try #require(reply.data.values.first?["system_fingerprint"]?.string)
        let head =
            #"data: {"id":"\#(id)","object":"chat.completion.chunk","created":1795496400,"model":"gpt-4o-2024-08-06","service_tier":"default","system_fingerprint":"\#(print)","choices":["#
        let expected = [
            #"{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}],"usage":null}"#,
            #"{"index":0,"delta":{"content":"Hi"},"logprobs":null,"finish_reason":null}],"usage":null}"#,
            #"{"index":0,"delta":{"content":" you"},"logprobs":null,"finish_reason":null}],"usage":null}"#,
            #"{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}],"usage":null}"#,
            #"],"usage":{"prompt_tokens":7,"completion_tokens":2,"total_tokens":9,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}}"#,
        ]
        #expect(reply.text == expected.map { head + $0 + "\n\n" }.joined() + "data: [DONE]\n\n")
    }

    @Test("Headers tell limits and the request's id") func headers() throws {
        let reply = try Asking().chat("hi")
        #expect(reply.header("x-request-id")?.hasPrefix("req_") == true)
        for name in [
            "limit-requests", "limit-tokens", "remaining-requests", "remaining-tokens", "reset-requests",
            "reset-tokens",
        ] {
            #expect(reply.header("x-ratelimit-" + name) != nil)
        }
        #expect(reply.header("openai-version") == "2020-10-01")
    }
}
