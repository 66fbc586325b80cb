import Testing
import WhitworthJSON

@testable import WhitworthSimulators

@Suite struct OpenAIRequestRulesTests {
    private static let user = #""messages":[{"role":"user","content":"hi"}]"#
    private static let tool = #""tools":[{"type":"function","function":{"name":"f"}}]"#

    @Test(
        "What the real one refuses is refused with its status, code and parameter",
        arguments: [
            ("{\"model\":\"gpt-4o\"", 400, nil, nil),
            ("{\(user)}", 400, nil, nil),
            (#"{"model":"gpt-9",\#(user)}"#, 404, "model_not_found", nil),
            (#"{"model":"gpt-3.5-turbo-instruct",\#(user)}"#, 404, nil, "model"),
            (#"{"model":"gpt-4o"}"#, 400, "missing_required_parameter", "messages"),
            (#"{"model":"gpt-4o","messages":[]}"#, 400, "empty_array", "messages"),
            (#"{"model":"gpt-4o","messages":"hi"}"#, 400, "invalid_type", "messages"),
            (#"{"model":"gpt-4o","top_k":5,\#(user)}"#, 400, "unknown_parameter", "top_k"),
            (
                #"{"model":"gpt-4o","messages":[{"role":"user","content":"a","index":0}]}"#, 400, "unknown_parameter",
                "messages[0].index"
            ),
            (
                #"{"model":"gpt-4o","messages":[{"role":"robot","content":"a"}]}"#, 400, "invalid_value",
                "messages[0].role"
            ),
            (
                #"{"model":"gpt-4o","messages":[{"role":"user"}]}"#, 400, "missing_required_parameter",
                "messages[0].content"
            ),
            (#"{"model":"gpt-4o","temperature":3,\#(user)}"#, 400, "decimal_above_max_value", "temperature"),
            (#"{"model":"gpt-4o","temperature":"1",\#(user)}"#, 400, "invalid_type", "temperature"),
            (
                #"{"model":"gpt-4o","logit_bias":{"50256":101},\#(user)}"#, 400, "decimal_above_max_value",
                "logit_bias.50256"
            ),
            (#"{"model":"gpt-4o","n":0,\#(user)}"#, 400, "integer_below_min_value", "n"),
            (#"{"model":"gpt-4o","top_logprobs":2,\#(user)}"#, 400, nil, "top_logprobs"),
            (#"{"model":"gpt-4o","stop":["a","b","c","d","e"],\#(user)}"#, 400, "array_above_max_length", "stop"),
            (#"{"model":"gpt-4o","stream_options":{"include_usage":true},\#(user)}"#, 400, nil, "stream_options"),
            (#"{"model":"gpt-4o","max_tokens":99999,\#(user)}"#, 400, "invalid_value", "max_tokens"),
            (#"{"model":"gpt-4o","reasoning_effort":"low",\#(user)}"#, 400, nil, nil),
            (#"{"model":"gpt-5","max_tokens":9,\#(user)}"#, 400, "unsupported_parameter", "max_tokens"),
            (#"{"model":"gpt-5","temperature":0.5,\#(user)}"#, 400, "unsupported_value", "temperature"),
            (#"{"model":"gpt-5-mini","stop":"x",\#(user)}"#, 400, "unsupported_parameter", "stop"),
            (#"{"model":"gpt-4o","tool_choice":"auto",\#(user)}"#, 400, nil, "tool_choice"),
            (#"{"model":"gpt-4o","tool_choice":"maybe",\#(tool),\#(user)}"#, 400, "invalid_value", "tool_choice"),
            (
                #"{"model":"gpt-4o","tool_choice":{"type":"function","function":{"name":"g"}},\#(tool),\#(user)}"#, 400,
                nil, "tool_choice"
            ),
            (
                #"{"model":"gpt-4o","tools":[{"type":"function","function":{"name":"a b"}}],\#(user)}"#, 400,
                "invalid_value", "tools[0].function.name"
            ),
            (#"{"model":"gpt-4o","response_format":{"type":"json_object"},\#(user)}"#, 400, nil, "messages"),
            (
                #"{"model":"gpt-4o","response_format":{"type":"xml"},\#(user)}"#, 400, "invalid_value",
                "response_format.type"
            ),
            (
                #"{"model":"gpt-4o","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/bmp;base64,AAAA"}}]}]}"#,
                400, "invalid_image_format", nil
            ),
            (
                #"{"model":"gpt-4o","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://x.invalid/a.png"}}]}]}"#,
                400, "invalid_image_url", nil
            ),
            (#"{"model":"gpt-4o","web_search_options":{},\#(user)}"#, 400, nil, "web_search_options"),
        ] as [(String, Int, String?, String?)])
    func refused(_ body: String, _ status: Int, _ code: String?, _ param: String?) throws {
        let reply = try Asking().openAI(body)
        #expect(reply.status == status)
        let error = try #require(reply.json["error"])
        #expect(error["type"]?.string == "invalid_request_error")
        #expect(error["code"]?.string == code)
        #expect(error["param"]?.string == param)
        #expect(error["message"]?.string?.isEmpty == false)
    }

    @Test("Every call needs its result right after it, and every result its call") func pairs() throws {
        let call =
            #"{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"f","arguments":"{}"}},{"id":"call_2","type":"function","function":{"name":"f","arguments":"{}"}}]}"#
        func ask(_ messages: String) throws -> String? {
            let reply = try Asking().openAI(
                #"{"model":"gpt-4o","messages":[{"role":"user","content":"a"},\#(messages)]}"#)
            return reply.status == 200 ? nil : reply.json.at("error.message")?.string
        }
        func result(_ id: String) -> String { #"{"role":"tool","tool_call_id":"\#(id)","content":"r"}"# }
        #expect(try ask("\(call),\(result("call_2")),\(result("call_1"))") == nil)
        #expect(try ask("\(call),\(result("call_1"))")?.hasSuffix("response messages: call_2") == true)
        #expect(
            try ask("\(call),\(result("call_1")),{\"role\":\"user\",\"content\":\"b\"}")?.hasSuffix("call_2") == true)
        #expect(try ask(result("call_1"))?.contains("preceeding message with 'tool_calls'") == true)
    }

    @Test(
        "P05 A strict schema is refused in context",
        arguments: [
            (
                #"{"type":"object","properties":{}}"#,
                "In context=(), 'additionalProperties' is required to be supplied and to be false."
            ),
            (
                #"{"type":"object","properties":{"unit":{"type":"string"}},"required":[],"additionalProperties":false}"#,
                "In context=(), 'required' is required to be supplied and to be an array including every key in properties. Missing 'unit'."
            ),
            (
                #"{"type":"object","properties":{"a":{"type":"object","properties":{}}},"required":["a"],"additionalProperties":false}"#,
                "In context=('properties', 'a'), 'additionalProperties' is required to be supplied and to be false."
            ),
            (
                #"{"type":"array","items":{}}"#,
                "schema must be a JSON Schema of 'type: \"object\"', got 'type: \"array\"'."
            ),
        ])
    func strict(_ schema: String, _ reason: String) throws {
        let format =
            #""response_format":{"type":"json_schema","json_schema":{"name":"N","strict":true,"schema":\#(schema)}},"#
        let reply = try Asking().chat("x", format)
        #expect(reply.json.at("error.message")?.string == "Invalid schema for response_format 'N': " + reason)
        let tool = #""tools":[{"type":"function","function":{"name":"N","strict":true,"parameters":\#(schema)}}],"#
        let refused = try Asking().chat("x", tool)
        #expect(refused.json.at("error.message")?.string == "Invalid schema for function 'N': " + reason)
        #expect(refused.json.at("error.code")?.string == "invalid_function_parameters")
    }

    @Test("Keys, paths and methods are refused in OpenAI's form") func outside() throws {
        let asking = try Asking()
        #expect(asking.openAI("{}", key: nil).status == 401)
        let wrong = asking.openAI("{}", key: "invalid")
        #expect(wrong.status == 401 && wrong.json.at("error.code")?.string == "invalid_api_key")
        #expect(
            asking.openAI("{}", path: "nothing").json.at("error.message")?.string == "Invalid URL (POST /v1/nothing)")
        #expect(asking.openAI("", method: "GET").status == 405)
        #expect(asking.openAI("", path: "models", method: "GET").json.at("data.0.object")?.string == "model")
        #expect(asking.openAI("", path: "models/gpt-4o", method: "GET").json["id"]?.string == "gpt-4o")
        let unknown = asking.openAI("", path: "models/ft:123", method: "GET")
        #expect(unknown.status == 404)
        #expect(unknown.json.at("error.message")?.string == "The model 'ft:123' does not exist")
    }
}
