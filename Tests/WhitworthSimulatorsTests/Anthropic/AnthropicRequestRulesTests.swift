import Testing
import WhitworthJSON

@testable import WhitworthSimulators

@Suite struct AnthropicRequestRulesTests {
    private static let user = #""messages":[{"role":"user","content":"hi"}]"#
    private static let base = #""model":"claude-sonnet-4-5","max_tokens":4096,"#
    private static let tool = #""tools":[{"name":"f","input_schema":{"type":"object"}}]"#

    @Test(
        "What the real one refuses is refused in its words",
        arguments: [
            ("{", "The request body is not valid JSON: unexpected end of JSON at offset 1"),
            (#"{"model":"claude-sonnet-4-5",\#(user)}"#, "max_tokens: Field required"),
            (#"{"max_tokens":1,\#(user)}"#, "model: Field required"),
            (#"{"model":"claude-sonnet-4-5","max_tokens":1}"#, "messages: Field required"),
            (#"{\#(base)"messages":[]}"#, "messages: at least one message is required"),
            (#"{\#(base)"seed":1,\#(user)}"#, "seed: Extra inputs are not permitted"),
            (
                #"{"model":"claude-sonnet-4-5","max_tokens":0,\#(user)}"#,
                "max_tokens: Input should be greater than or equal to 1"
            ),
            (
                #"{"model":"claude-sonnet-4-5","max_tokens":64001,\#(user)}"#,
                "max_tokens: 64001 > 64000, which is the maximum allowed number of output tokens for claude-sonnet-4-5-20250929"
            ),
            (#"{\#(base)"temperature":1.5,\#(user)}"#, "temperature: range: 0..1"),
            (#"{\#(base)"service_tier":"flex",\#(user)}"#, "service_tier: Input should be 'auto' or 'standard_only'"),
            (#"{\#(base)"metadata":{"team":"x"},\#(user)}"#, "metadata.team: Extra inputs are not permitted"),
            (
                #"{\#(base)"stop_sequences":[" "],\#(user)}"#,
                "stop_sequences: each stop sequence must contain non-whitespace"
            ),
            (
                #"{\#(base)"messages":[{"role":"robot","content":"a"}]}"#,
                "messages.0.role: Input should be 'user' or 'assistant'"
            ),
            (
                #"{\#(base)"messages":[{"role":"user","content":""}]}"#,
                "messages.0: all messages must have non-empty content except for the optional final assistant message"
            ),
            (
                #"{\#(base)"messages":[{"role":"user","content":[{"type":"text","text":""}]}]}"#,
                "messages: text content blocks must be non-empty"
            ),
            (
                #"{\#(base)"messages":[{"role":"user","content":[{"type":"text","text":"a","extra":1}]}]}"#,
                "messages.0.content.0.text.extra: Extra inputs are not permitted"
            ),
            (
                #"{\#(base)"messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/bmp","data":"AAAA"}}]}]}"#,
                "messages.0.content.0.image.source.base64.media_type: Input should be 'image/jpeg', 'image/png', 'image/gif' or 'image/webp'"
            ),
            (
                #"{\#(base)"tool_choice":{"type":"auto"},\#(user)}"#,
                "tool_choice may only be specified while providing tools."
            ),
            (
                #"{\#(base)\#(tool),"tool_choice":{"type":"tool","name":"g"},\#(user)}"#,
                "Tool 'g' not found in provided tools"
            ),
            (
                #"{\#(base)"tools":[{"name":"f","input_schema":{"properties":{}}}],\#(user)}"#,
                "tools.0.custom.input_schema.type: Field required"
            ),
            (
                #"{\#(base)"tools":[{"name":"f","input_schema":{"type":"array"}}],\#(user)}"#,
                "tools.0.custom.input_schema.type: Input should be 'object'"
            ),
            (#"{\#(base)"tools":[{"name":"f"}],\#(user)}"#, "tools.0.custom.input_schema: Field required"),
            (
                #"{\#(base)"tools":[{"name":"f","input_schema":{"type":"object"}},{"name":"f","input_schema":{"type":"object"}}],\#(user)}"#,
                "tools: Tool names must be unique."
            ),
            (
                #"{\#(base)"thinking":{"type":"enabled","budget_tokens":512},\#(user)}"#,
                "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024"
            ),
            (
                #"{\#(base)"thinking":{"type":"enabled","budget_tokens":2000},\#(tool),"tool_choice":{"type":"any"},\#(user)}"#,
                "Thinking may not be enabled when tool_choice forces tool use."
            ),
            (
                #"{\#(base)"output_format":{"type":"json_schema","schema":{}},\#(user)}"#,
                "output_format: Extra inputs are not permitted"
            ),
        ])
    func refused(_ body: String, _ message: String) throws {
        let reply = try Asking().anthropic(body)
        #expect(reply.status == 400)
        #expect(reply.json["type"]?.string == "error")
        #expect(reply.json.at("error.type")?.string == "invalid_request_error")
        #expect(reply.json.at("error.message")?.string == message)
        #expect(reply.json["request_id"]?.string == reply.header("request-id"))
        #expect(reply.header("x-should-retry") == "false")
    }

    @Test("What depends on the model") func models() throws {
        let asking = try Asking()
        func said(_ model: String, _ more: String) -> String? {
            asking.message("hi", model: model, more).json.at("error.message")?.string
        }
        let enabled = #""thinking":{"type":"enabled","budget_tokens":2000},"#
        #expect(said("claude-sonnet-4-6", enabled) == nil)
        #expect(said("claude-opus-4-8", enabled)?.hasPrefix("\"thinking.type.enabled\" is not supported") == true)
        #expect(said("claude-opus-4-8", #""thinking":{"type":"adaptive"},"#) == nil)
        #expect(said("claude-sonnet-4-5", #""thinking":{"type":"adaptive"},"#) != nil)
        #expect(said("claude-opus-5-5", #""thinking":{"type":"disabled"},"#) != nil)
        #expect(
            said("claude-opus-4-6", #""output_config":{"effort":"xhigh"},"#)
                == "This model does not support effort level 'xhigh'. Supported levels: high, low, max, medium.")
        #expect(said("claude-9", "") == "model: claude-9")
        #expect(asking.message("hi", model: "claude-9").status == 404)
        let tool = Self.tool + #","tool_choice":{"type":"any"},"#
        #expect(said("claude-opus-5-5", tool) != nil)
        #expect(said("claude-opus-5", tool) == nil)
    }

    @Test("P20 Prefill and system messages are taken by the models that take them") func roles() throws {
        let asking = try Asking()
        func said(_ model: String, _ last: String) -> String? {
            asking.anthropic(
                #"{"model":"\#(model)","max_tokens":9,"messages":[{"role":"user","content":"hi"},\#(last)]}"#
            ).json.at("error.message")?.string
        }
        let prefill = #"{"role":"assistant","content":"I"}"#
        #expect(said("claude-sonnet-4-5", prefill) == nil)
        #expect(
            said("claude-sonnet-4-5", #"{"role":"assistant","content":"I "}"#)?.contains("trailing whitespace") == true)
        #expect(said("claude-sonnet-4-6", prefill)?.contains("must end with a user message") == true)
        let system = #"{"role":"system","content":"be kind"}"#
        #expect(said("claude-opus-4-8", system) == nil)
        #expect(said("claude-sonnet-4-5", system)?.contains("Unexpected role") == true)
    }

    @Test("Every call needs its result first in the next message, and every result its call") func pairs() throws {
        func said(_ messages: String) throws -> String? {
            try Asking().anthropic(
                #"{\#(Self.base)\#(Self.tool),"messages":[{"role":"user","content":"a"},\#(messages)]}"#
            ).json.at("error.message")?.string
        }
        let call =
            #"{"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"f","input":{}},{"type":"tool_use","id":"t2","name":"f","input":{}}]}"#
        func result(_ id: String) -> String { #"{"type":"tool_result","tool_use_id":"\#(id)","content":"r"}"# }
        func user(_ blocks: String...) -> String { #"{"role":"user","content":[\#(blocks.joined(separator: ","))]}"# }
        let text = #"{"type":"text","text":"b"}"#
        #expect(try said("\(call),\(user(result("t2"), result("t1"), text))") == nil)
        let missing = "messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: "
        #expect(try said("\(call),\(user(result("t1")))")?.hasPrefix(missing + "t2.") == true)
        #expect(try said("\(call),\(user(text, result("t1"), result("t2")))")?.hasPrefix(missing + "t1, t2.") == true)
        #expect(try said(call)?.hasPrefix(missing) == true)
        #expect(try said(user(result("t9")))?.hasPrefix("messages.1.content.0: unexpected `tool_use_id`") == true)
    }

    @Test("The version of October 2026 ends the sampling parameters") func versions() throws {
        let asking = try Asking()
        func ask(_ version: String?, _ more: String = "", key: (String, String) = ("authorization", "Bearer k"))
            -> Reply
        {
            asking.anthropic(
                "{\(Self.base)\(more)\(Self.user)}",
                headers: [(key.0, key.1)] + (version.map { [("anthropic-version", $0)] } ?? []))
        }
        #expect(ask("2026-10-21").status == 200)
        #expect(ask("2026-10-21", "\"temperature\":1,").status == 400)
        #expect(ask("2023-06-01", "\"temperature\":1,").status == 200)
        #expect(ask(nil).json.at("error.message")?.string == "anthropic-version: header is required")
        #expect(ask("2020-01-01").status == 400)
        #expect(
            ask("2023-06-01", key: ("x-api-key", "invalid")).json.at("error.message")?.string == "invalid x-api-key")
        #expect(ask("2023-06-01", key: ("x-other", "")).status == 401)
    }

    @Test("P21 Cache markers are counted and their order is looked at") func markers() throws {
        func blocks(_ ttls: [String]) -> String {
            ttls.map { #"{"type":"text","text":"a","cache_control":{"type":"ephemeral","ttl":"\#($0)"}}"# }.joined(
                separator: ",")
        }
        func said(_ ttls: [String]) throws -> String? {
            try Asking().anthropic(#"{\#(Self.base)"messages":[{"role":"user","content":[\#(blocks(ttls))]}]}"#)
                .json.at("error.message")?.string
        }
        #expect(try said(["1h", "1h", "5m", "5m"]) == nil)
        #expect(
            try said(Array(repeating: "5m", count: 5))
                == "A maximum of 4 blocks with cache_control may be provided. Found 5.")
        #expect(try said(["5m", "1h"])?.contains("must not come after") == true)
        #expect(try said(["2d"])?.hasSuffix("cache_control.ttl: Input should be '5m' or '1h'") == true)
    }

    @Test("P05 Strict schemas: recursion and unsupported keywords are named") func schemas() throws {
        func said(_ schema: String) throws -> String? {
            try Asking().message("x", ##""output_config":{"format":{"type":"json_schema","schema":\##(schema)}},"##)
                .json.at("error.message")?.string
        }
        #expect(
            try said(#"{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false}"#) == nil)
        #expect(try said(#"{"type":"object","properties":{}}"#)?.contains("must be explicitly set to false") == true)
        #expect(
            try said(
                #"{"type":"object","properties":{"n":{"type":"integer","minimum":1}},"additionalProperties":false}"#)?
                .hasSuffix("For 'integer' type, property 'minimum' is not supported") == true)
        #expect(
            try said(
                ##"{"$ref":"#/$defs/Node","$defs":{"Node":{"type":"object","properties":{"next":{"$ref":"#/$defs/Node"}},"additionalProperties":false}}}"##
            )?
            .contains("Circular reference detected in schema definitions: Node -> Node.") == true)
    }
}
