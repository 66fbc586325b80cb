import Testing
import WhitworthJSON

@testable import WhitworthSimulators

@Suite struct ScriptTests {
    @Test("The first rule that matches and is not used up answers") func rules() throws {
        let asking = try Asking(
            script: #"""
                {"rules":[
                  {"match":{"provider":"openai","contains":"weather"},"times":1,"reply":{"fault":{"status":503}}},
                  {"match":{"provider":"openai","contains":"weather","stream":false},"reply":{"text":"Rain."}},
                  {"match":{"model":"claude-haiku-4-5"},"reply":{"json":{"a": 1},"finish":"pause_turn"}},
                  {"match":{"model":"gpt-4o-mini"},"reply":{"calls":[{"name":"f","arguments":{"x":1}}]}}]}
                """#)
        #expect(asking.chat("the weather?").status == 503)
        #expect(asking.chat("the weather?").json.at("choices.0.message.content")?.string == "Rain.")
        #expect(asking.chat("the weather?", #""stream":true,"#).data.values.count > 10)
        let message = asking.message("anything", model: "claude-haiku-4-5")
        #expect(message.json.at("content.0.text")?.string == #"{"a": 1}"#)
        #expect(message.json["stop_reason"]?.string == "pause_turn")
        let tools = #""tools":[{"type":"function","function":{"name":"f"}}],"#
        let call = asking.chat("call it", model: "gpt-4o-mini", tools)
        #expect(call.json.at("choices.0.message.tool_calls.0.function.arguments")?.string == #"{"x":1}"#)
    }

    @Test("A raw reply is sent as it is, such as a recorded exchange") func raw() throws {
        let asking = try Asking(
            script: #"""
                {"rules":[
                  {"match":{"stream":true},"reply":{"raw":{"events":["data: {\"a\":1}","data: [DONE]"]}}},
                  {"reply":{"raw":{"status":418,"headers":{"X-Tea":"yes"},"body":{"is": "tea"}}}}]}
                """#)
        let streamed = asking.chat("x", #""stream":true,"#)
        #expect(streamed.text == "data: {\"a\":1}\n\ndata: [DONE]\n\n")
        #expect(streamed.header("content-type") == "text/event-stream; charset=utf-8")
        let whole = asking.chat("x")
        #expect(whole.status == 418 && whole.header("x-tea") == "yes" && whole.text == #"{"is": "tea"}"#)
    }

    @Test(
        "A wrong script names the place",
        arguments: [
            ("[]", "script must be an object"), ("{}", "script: 'rules' must be an array"),
            (#"{"rules":[{"reply":{"txt":""}}]}"#, "rules[0].reply: unknown member 'txt'"),
            (
                #"{"rules":[{"match":{"provider":"x"},"reply":{}}]}"#,
                "rules[0].match.provider must be 'openai' or 'anthropic'"
            ),
            (
                #"{"rules":[{"reply":{"fault":{"status":1}}}]}"#,
                "rules[0].reply.fault: simulator: fault 'status' takes a number from 400 to 599"
            ),
            (#"{"rules":[{"reply":{"calls":[{}]}}]}"#, "rules[0].reply.calls[0]: 'name' must be a string"),
            (#"{"rules":[{"times":1}]}"#, "rules[0]: 'reply' is missing"),
        ])
    func wrong(_ script: String, _ message: String) {
        #expect(throws: ScriptError(description: message)) { try Script(parsing: Array(script.utf8)) }
    }
}
