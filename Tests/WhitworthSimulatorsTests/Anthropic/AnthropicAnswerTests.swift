import Testing
import WhitworthJSON

@testable import WhitworthSimulators

@Suite struct AnthropicAnswerTests {
    private static let tools =
        #""tools":[{"name":"weather","input_schema":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}},{"name":"ping","input_schema":{"type":"object","properties":{}}}],"#
    private static let thinking = #""thinking":{"type":"enabled","budget_tokens":2000},"#
    private static let kinds: [(String, String, String)] = [
        ("hello", "", "end_turn"), ("[[echo: one two three]]", "", "end_turn"), ("[[text: 60]]", thinking, "end_turn"),
        ("[[tools: weather,ping]]", tools, "tool_use"),
        ("[[echo: let me see]] [[tools: weather]]", tools + thinking, "tool_use"),
        ("[[refuse]]", "", "refusal"), ("[[think: 3]] [[redact]]", thinking, "end_turn"),
        ("[[echo: before STOP after]]", #""stop_sequences":["STOP"],"#, "stop_sequence"),
        ("hi [[stop: END]]", #""stop_sequences":["END"],"#, "stop_sequence"),
        ("[[finish: pause_turn]]", "", "pause_turn"),
        ("[[echo: ]]", "", "end_turn"),
    ]

    @Test("P08 P14 The stream joined is the whole answer, block for block") func joined() throws {
        for (text, more, reason) in Self.kinds {
            let whole = try Asking().message(text, more).json
            let events = try Asking().message(text, more + #""stream":true,"#).data.values
            #expect(whole["stop_reason"]?.string == reason, "\(text)")
            let delta = events.first { $0["type"]?.string == "message_delta" }
            #expect(delta?.at("delta.stop_reason") == whole["stop_reason"])
            #expect(delta?.at("delta.stop_sequence") == whole["stop_sequence"])
            for (index, block) in (whole["content"]?.array.map(Array.init) ?? []).enumerated() {
                let mine = events.filter { $0["index"]?.int == index }
                func join(_ path: String) -> String { mine.compactMap { $0.at("delta." + path)?.string }.joined() }
                #expect(mine.first?.at("content_block.type") == block["type"])
                #expect(mine.last?["type"]?.string == "content_block_stop")
                switch block["type"]?.string {
                case "text": #expect(join("text") == block["text"]?.string)
                case "thinking":
                    #expect(join("thinking") == block["thinking"]?.string)
                    #expect(join("signature") == block["signature"]?.string)
                    #expect(mine.dropLast().last?.at("delta.type")?.string == "signature_delta")
                case "redacted_thinking":
                    #expect(mine.first?.at("content_block.data") == block["data"])
                    #expect(mine.count == 2)
                default:
                    #expect(mine.first?.at("content_block.id")?.string?.hasPrefix("toolu_01") == true)
                    #expect(mine.dropFirst().first?.at("delta.partial_json")?.string == "")
                    let input = join("partial_json")
                    #expect(input.isEmpty ? block["input"]?.description == "{}" : input == block["input"]?.description)
                }
            }
        }
    }

    @Test("P27 Usage is cumulative, complete at the end and the same whole and streamed") func usage() throws {
        for (text, more, _) in Self.kinds {
            let whole = try #require(try Asking().message(text, more).json["usage"])
            let events = try Asking().message(text, more + #""stream":true,"#).data.values
            let last = try #require(events.first { $0["type"]?.string == "message_delta" }?["usage"])
            for name in ["input_tokens", "output_tokens", "cache_read_input_tokens", "cache_creation_input_tokens"] {
                #expect(whole.at(name) == last.at(name), "\(text) \(name)")
            }
            #expect(whole.at("output_tokens_details.thinking_tokens")?.int ?? 0 <= whole["output_tokens"]?.int ?? 0)
            let first = try #require(events.first?.at("message.usage"))
            #expect(first["input_tokens"] == whole["input_tokens"])
            #expect(first["output_tokens"]?.int ?? 0 <= whole["output_tokens"]?.int ?? 0)
        }
    }

    @Test("Events come in their order, ping among them, and are named as their type") func order() throws {
        let reply = try Asking().message("[[echo: a b c d]]", Self.thinking + #""stream":true,"#)
        var names = reply.eventNames
        #expect(names.prefix(3) == ["message_start", "content_block_start", "ping"])
        #expect(names.suffix(3) == ["content_block_stop", "message_delta", "message_stop"])
        names = names.filter { $0 != "ping" }
        #expect(names == reply.data.values.compactMap { $0["type"]?.string }.filter { $0 != "ping" })
        #expect(!reply.data.isDone)
    }

    @Test("The bytes of a stream") func golden() throws {
        let reply = try Asking().message("[[echo: Hi you]]", #""stream":true,"#)
        let id = try #require(reply.data.values.first?.at("message.id")?.string)
        let output = try #require(reply.data.values.first?.at("message.usage.output_tokens")?.int)
        #expect(id.hasPrefix("msg_01") && id.count == 28)
        let expected = """
            event: message_start
            data: {"type":"message_start","message":{"model":"claude-sonnet-4-5-20250929","id":"\(id)","type":"message","role":"assistant","content":[],"stop_reason":null,"stop_sequence":null,"stop_details":null,"usage":{"input_tokens":7,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},"output_tokens":\(output),"service_tier":"standard","inference_geo":"not_available"}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

            event: ping
            data: {"type": "ping"}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi you"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null,"stop_details":null},"usage":{"input_tokens":7,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":2,"output_tokens_details":{"thinking_tokens":0}}}

            event: message_stop
            data: {"type":"message_stop"}


            """
        // Recorded streams pad some events with spaces before the last brace; so do these.
        let lines = reply.text.components("\n").map { line in
            guard line.hasSuffix("}") else { return line }
            var text = line.dropLast()
            while text.last == " " { text.removeLast() }
            return text + "}"
        }
        #expect(lines.joined(separator: "\n") == expected)
        #expect(reply.text.contains(" }\n"))
    }

    @Test("P21 What was written to the cache is read by the next request, and all adds up") func cache() throws {
        let asking = try Asking()
        let long = String(repeating: "word ", count: 1_500)
        func ask(_ turns: Int, path: String = "messages") -> JSONValue {
            let messages = (0..<turns).map { turn in
                let marker = turn == turns - 1 ? #","cache_control":{"type":"ephemeral"}"# : ""
                return #"{"role":"user","content":[{"type":"text","text":"turn \#(turn) \#(long)"\#(marker)}]}"#
            }
            return asking.anthropic(
                #"{"model":"claude-sonnet-4-5","max_tokens":9,"messages":[\#(messages.joined(separator: ","))]}"#,
                path: path
            ).json
        }
        func usage(_ turns: Int) -> JSONValue? { ask(turns)["usage"] }
        func count(_ usage: JSONValue?, _ name: String) -> Int { usage?.at(name)?.int ?? -1 }
        let first = usage(1)
        #expect(count(first, "cache_read_input_tokens") == 0)
        #expect(count(first, "cache_creation_input_tokens") > 1_024)
        let second = usage(2)
        #expect(count(second, "cache_read_input_tokens") == count(first, "cache_creation_input_tokens"))
        #expect(count(second, "cache_creation_input_tokens") > 1_024)
        #expect(
            count(second, "cache_creation.ephemeral_5m_input_tokens") == count(second, "cache_creation_input_tokens"))
        let parts = ["input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens"].map { count(second, $0) }
        #expect(parts.reduce(0, +) == ask(2, path: "messages/count_tokens")["input_tokens"]?.int)
        let counted = asking.anthropic(
            #"{"model":"claude-sonnet-4-5","messages":[{"role":"user","content":"hi"}]}"#, path: "messages/count_tokens"
        )
        #expect(counted.json["input_tokens"] == asking.message("hi").json.at("usage.input_tokens"))
    }

    @Test("A document with citations is quoted") func citations() throws {
        let reply = try Asking().anthropic(
            #"{"model":"claude-sonnet-4-6","max_tokens":99,"messages":[{"role":"user","content":[{"type":"document","title":"T","citations":{"enabled":true},"source":{"type":"text","media_type":"text/plain","data":"Grass is green. Sky is blue."}},{"type":"text","text":"why?"}]}]}"#
        )
        let citation = try #require(reply.json.at("content.0.citations.0"))
        #expect(citation["type"]?.string == "char_location")
        #expect(citation["cited_text"]?.string == "Grass is green")
        #expect(citation["end_char_index"]?.int == 14)
        #expect(citation["document_title"]?.string == "T")
    }

    @Test("Structured output, forced tools and a limit") func shapes() throws {
        let format =
            #""output_config":{"format":{"type":"json_schema","schema":{"type":"object","properties":{"a":{"type":"boolean"}},"additionalProperties":false}}},"#
        #expect(try Asking().message("x", format).json.at("content.0.text")?.string == #"{"a":true}"#)
        let forced = try Asking().message("x", Self.tools + #""tool_choice":{"type":"tool","name":"ping"},"#).json
        #expect(forced.at("content.0.name")?.string == "ping")
        #expect(forced.at("content.0.input")?.description == "{}")
        let parallel = #""tool_choice":{"type":"auto","disable_parallel_tool_use":true},"#
        #expect(try Asking().message("[[tools: weather,ping]]", Self.tools + parallel).json.at("content.1") == nil)
        let cut = try Asking().anthropic(
            #"{"model":"claude-sonnet-4-5","max_tokens":5,"messages":[{"role":"user","content":"[[text: 50]]"}]}"#
        ).json
        #expect(cut["stop_reason"]?.string == "max_tokens")
        #expect(cut.at("usage.output_tokens")?.int == 5)
    }

    @Test("Headers tell limits and the request's id; models are listed in pages") func outside() throws {
        let reply = try Asking().message("hi")
        for kind in ["requests", "tokens", "input-tokens", "output-tokens"] {
            for name in ["limit", "remaining", "reset"] {
                #expect(reply.header("anthropic-ratelimit-\(kind)-\(name)") != nil)
            }
        }
        #expect(reply.header("anthropic-ratelimit-tokens-reset") == Asking.moment.rfc3339)
        let page = try Asking().anthropic("", path: "models", method: "GET", query: "limit=2").json
        #expect(page["has_more"]?.bool == true)
        #expect(page.at("data.1.id") == page["last_id"])
        let one = try Asking().anthropic("", path: "models/claude-haiku-4-5", method: "GET").json
        #expect(one["id"]?.string == "claude-haiku-4-5-20251001")
        #expect(try Asking().anthropic("", path: "nothing").status == 404)
        #expect(try Asking().anthropic("", method: "GET").status == 405)
    }
}
