import Testing
import WhitworthDialect
import WhitworthJSON
import WhitworthModel

@Suite("Field cases: calls in answers")
struct StreamedCallTests {
    /// A stream of Chat Completions with these elements of `tool_calls`, each in a chunk of its own.
    private func stream(_ calls: [String], finish: String = "tool_calls") -> [UInt8] {
        let chunks = calls.map {
            #"data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"tool_calls":[\#($0)]},"finish_reason":null}]}"#
        }
        let end =
            #"data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"\#(finish)"}]}"#
        return Array((chunks + [end, "data: [DONE]"]).map { $0 + "\n\n" }.joined().utf8)
    }

    private func calls(_ bytes: [UInt8]) throws -> [String] {
        try Surface.assemble(Surface.chat.events(bytes)).choices[0].content.compactMap { content in
            guard case .toolCall(let call) = content else { return nil }
            return "\(call.id) \(call.name) \(call.arguments.text)"
        }
    }

    @Test("P08: every fragment of arguments is an event of its own at the other surface", arguments: Surface.all)
    func fragments(_ surface: Surface) throws {
        let name = surface.isChat ? "tool-calls.sse" : "tools.sse"
        let events = try surface.events(surface.fixture(.streams, name))
        let fragments = events.compactMap { event -> String? in
            if case .blockDelta(_, .arguments(let text)) = event, !text.isEmpty { return text.string }
            return nil
        }
        #expect(fragments.count >= 2)
        let written = try Frames(surface.other.stream(events))
        let told = try written.documents.compactMap { _, data -> String? in
            let event = try JSONValue(parsing: data)
            return event["delta"]?["partial_json"]?.string
                ?? event["choices"]?[0]?["delta"]?["tool_calls"]?[0]?["function"]?["arguments"]?.string
        }
        // A call of which nothing was said has no arguments, which Chat Completions says as `{}`.
        let silent = surface.isChat ? [] : ["{}"]
        #expect(told.filter { !$0.isEmpty } == fragments + silent)
    }

    @Test("P08: arguments sent as an object are the string of that object, streamed and whole")
    func objectArguments() throws {
        let bytes = stream([#"{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":{"x":1.0}}}"#])
        #expect(try calls(bytes) == [#"a f {"x":1.0}"#])
        let answer =
            #"{"id":"c","model":"m","choices":[{"message":{"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":{"x":1.0}}}]},"finish_reason":"stop"}]}"#
        let response = try Surface.chat.read(Array(answer.utf8))
        let written = try JSONValue(parsing: Surface.chat.write(response))
        let call = written["choices"]?[0]?["message"]?["tool_calls"]?[0]
        #expect(call?["function"]?["arguments"]?.string == #"{"x":1.0}"#)
    }

    @Test("P09: parallel calls without any index are told apart, and written with stable indexes")
    func noIndex() throws {
        let bytes = stream([
            #"{"id":"a","type":"function","function":{"name":"f","arguments":"{\"x\":"}}"#,
            #"{"function":{"arguments":"1}"}}"#,
            #"{"id":"b","type":"function","function":{"name":"g","arguments":"{}"}}"#,
        ])
        #expect(try calls(bytes) == [#"a f {"x":1}"#, "b g {}"])
        let written = try Frames(Surface.chat.stream(Surface.chat.events(bytes)))
        let indexes = try written.documents.compactMap { _, data in
            try JSONValue(parsing: data)["choices"]?[0]?["delta"]?["tool_calls"]?[0]?["index"]?.int
        }
        #expect(Set(indexes) == [0, 1] && indexes == indexes.sorted())
    }

    @Test("P09: calls whose fragments interleave are whole at both surfaces", arguments: Surface.all)
    func interleaved(_ client: Surface) throws {
        let bytes = stream([
            #"{"index":3,"id":"a","type":"function","function":{"name":"f","arguments":""}}"#,
            #"{"index":7,"id":"b","type":"function","function":{"name":"g","arguments":""}}"#,
            #"{"index":3,"function":{"arguments":"{\"x\":"}}"#, #"{"index":7,"function":{"arguments":"{\"y\":"}}"#,
            #"{"index":3,"function":{"arguments":"1}"}}"#, #"{"index":7,"function":{"arguments":"2}"}}"#,
        ])
        let again = try Surface.assemble(client.events(client.stream(Surface.chat.events(bytes))))
        let calls = again.choices[0].content.compactMap { content -> String? in
            guard case .toolCall(let call) = content else { return nil }
            return "\(call.id) \(call.name) \(call.arguments.text)"
        }
        #expect(calls == [#"a f {"x":1}"#, #"b g {"y":2}"#])
    }

    @Test("P10: an answer that makes calls ends with tool_calls, though the provider says stop", arguments: Surface.all)
    func finishReason(_ client: Surface) throws {
        let call = #"{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}"#
        let word = client.isChat ? #""finish_reason":"tool_calls""# : #""stop_reason":"tool_use""#
        let streamed = try client.stream(Surface.chat.events(stream([call], finish: "stop")))
        #expect(String(decoding: streamed, as: UTF8.self).contains(word))
        let answer =
            #"{"id":"c","model":"m","choices":[{"message":{"role":"assistant","content":null,"tool_calls":[\#(call)]},"finish_reason":"stop"}]}"#
        let whole = try client.write(Surface.chat.read(Array(answer.utf8)))
        #expect(String(decoding: whole, as: UTF8.self).contains(word))
    }

    @Test("P12: arguments a model got wrong are carried as they are", arguments: Surface.all)
    func brokenArguments(_ client: Surface) throws {
        let answer =
            #"{"id":"c","model":"m","choices":[{"message":{"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{\"x\": tru"}}]},"finish_reason":"tool_calls"}]}"#
        let whole = try client.write(Surface.chat.read(Array(answer.utf8)))
        #expect(String(decoding: whole, as: UTF8.self).contains(#"{\"x\": tru"#))
    }

    @Test("a call without arguments has none: an empty object at Anthropic's surface")
    func noArguments() throws {
        let bytes = stream([#"{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""}}"#])
        let response = try Surface.assemble(Surface.chat.events(bytes))
        let whole = try JSONValue(parsing: Surface.messages.write(response))
        #expect(whole["content"]?[0]?["input"]?.object?.isEmpty == true)
    }
}
