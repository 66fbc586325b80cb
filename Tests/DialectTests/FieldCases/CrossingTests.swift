import Testing
import WhitworthDialect
import WhitworthJSON
import WhitworthModel

/// What the laws over fixtures found lost, each once by name.
@Suite("Field cases: what a crossing must tell")
struct CrossingTests {
    private func cross(_ body: String, from surface: Surface, lenient: Bool = false) throws -> (JSONValue, [Loss]) {
        let accepted = try surface.accept(body)
        let call = try surface.other.dialect.call(accepted.request, to: Target(model: "m", isLenient: lenient))
        return (try JSONValue(parsing: call.body), accepted.losses + call.losses)
    }

    @Test("a name of a message that is merged into another is reported")
    func mergedNames() throws {
        let (_, losses) = try cross(
            #"""
            {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"x"},
            {"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"a","content":"y"},{"role":"user","name":"ada","content":"z"}]}
            """#, from: .chat)
        #expect(losses.contains { $0.kind == .dropped && $0.path.bracketed == "messages[3].name" })
    }

    @Test("results of parallel calls and the user's words after them are one message at Anthropic, in order")
    func mergedResults() throws {
        let accepted = try Surface.chat.accept(Surface.chat.fixture(.requests, "tools.json"))
        let body = try JSONValue(parsing: Surface.messages.dialect.call(accepted.request, to: Target(model: "m")).body)
        let last = try #require(body["messages"]?.elements.last)
        #expect(last["content"]?.elements.compactMap { $0["type"]?.string } == ["tool_result", "tool_result", "text"])
        #expect(body["messages"]?.elements.count == 3)
    }

    @Test("a member of a system message that has no place at Anthropic is refused")
    func systemMembers() throws {
        let failure = #expect(throws: Failure.self) {
            try cross(
                #"{"model":"m","max_tokens":9,"messages":[{"role":"system","content":"x","anthropic:y":1},{"role":"user","content":"z"}]}"#,
                from: .chat)
        }
        #expect(
            failure?.param?.bracketed == #"messages[0]["anthropic:y"]"#
                || failure?.param?.elements.last == .key("anthropic:y"))
    }

    @Test("an image as a tool's result is refused by Chat Completions, which takes text there")
    func imageResults() throws {
        let body = String(decoding: try Surface.messages.fixture(.requests, "tool-result-blocks.json"), as: UTF8.self)
        let failure = #expect(throws: Failure.self) { try cross(body, from: .messages) }
        #expect(failure?.code == .unsupportedModality)
        #expect(failure?.param?.bracketed == "messages[2].content[0].content[1]")
        let (written, losses) = try cross(body, from: .messages, lenient: true)
        #expect(written["messages"]?[2]?["content"]?.elements.count == 1 && !losses.isEmpty)
    }

    @Test("a breakpoint on a message that ends with nothing to be cached is reported")
    func unplacedMark() throws {
        let accepted = try Surface.chat.accept(
            #"{"model":"m","messages":[{"role":"user","content":"x"},{"role":"assistant","content":null,"refusal":"no","cache_control":{"type":"ephemeral"}}]}"#
        )
        #expect(accepted.losses.map(\.path.bracketed) == ["messages[1].cache_control"])
    }

    @Test("a schema held more loosely than Anthropic holds it is reported, and so is its name")
    func looseSchema() throws {
        let body = String(decoding: try Surface.chat.fixture(.requests, "json-schema-loose.json"), as: UTF8.self)
        let (_, losses) = try cross(body, from: .chat)
        #expect(
            losses.contains { $0.kind == .approximated && $0.path.bracketed == "response_format.json_schema.strict" })
        #expect(losses.contains { $0.kind == .dropped && $0.path.bracketed == "response_format.json_schema.name" })
    }

    @Test("a finish reason nobody knows is told in the provider's own word", arguments: Surface.all)
    func unknownReason(_ surface: Surface) throws {
        let answer =
            surface.isChat
            ? #"{"id":"c","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"x"},"finish_reason":"tired"}]}"#
            : #"{"id":"c","type":"message","role":"assistant","model":"m","content":[],"stop_reason":"tired"}"#
        let response = try surface.read(Array(answer.utf8))
        #expect(String(decoding: try surface.other.write(response), as: UTF8.self).contains("tired"))
        #expect(String(decoding: try surface.other.stream(response.events), as: UTF8.self).contains("tired"))
    }

    @Test("the assistant's last message is a prefill at Anthropic: refused by Chat Completions, reported the other way")
    func prefill() throws {
        let body = String(decoding: try Surface.messages.fixture(.requests, "prefill.json"), as: UTF8.self)
        let failure = #expect(throws: Failure.self) { try cross(body, from: .messages) }
        #expect(failure?.code == .historyInvalid && failure?.param?.bracketed == "messages[1]")
        let (_, losses) = try cross(
            #"{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"x"},{"role":"assistant","content":"y"}]}"#,
            from: .chat)
        #expect(losses.map(\.path.bracketed) == ["messages[1]"] && losses.map(\.kind) == [.approximated])
    }

    @Test("a system message in the middle is refused by Messages, which takes it at the beginning")
    func systemInTheMiddle() throws {
        let failure = #expect(throws: Failure.self) {
            try cross(
                #"{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"x"},{"role":"developer","content":"y"},{"role":"user","content":"z"}]}"#,
                from: .chat)
        }
        #expect(failure?.code == .historyInvalid && failure?.param?.bracketed == "messages[1]")
    }

    @Test("an order that Chat Completions cannot keep is reported")
    func order() throws {
        let (written, losses) = try cross(
            #"""
            {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"x"},
            {"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":{}},{"type":"text","text":"after"}]},
            {"role":"user","content":[{"type":"text","text":"before"},{"type":"tool_result","tool_use_id":"a","content":"y"}]}]}
            """#, from: .messages)
        #expect(
            written["messages"]?.elements.compactMap { $0["role"]?.string } == ["user", "assistant", "tool", "user"])
        #expect(losses.map(\.path.bracketed) == ["messages[1].content[1]", "messages[2].content[1]"])
    }

    @Test("text as the only modality asks for nothing: dropped and reported, not refused")
    func textModality() throws {
        let (_, losses) = try cross(
            #"{"model":"m","max_tokens":9,"modalities":["text"],"messages":[{"role":"user","content":"x"}]}"#,
            from: .chat)
        #expect(losses.map(\.path.bracketed) == ["modalities"])
    }

    @Test("caching marks reach Anthropic from every place of a Chat Completions request")
    func cachePlaces() throws {
        let accepted = try Surface.chat.accept(Surface.chat.fixture(.extensions, "cache-marks.json"))
        let call = try Surface.messages.dialect.call(accepted.request, to: Target(model: "m"))
        let text = String(decoding: call.body, as: UTF8.self)
        #expect(text.components(of: "cache_control") == 8)
        #expect(text.components(of: #""ttl":"1h""#) == 1 && text.components(of: #""ttl":"5m""#) == 2)
        #expect(call.losses == [])
    }
}

extension String {
    /// How often a text occurs.
    fileprivate func components(of part: String) -> Int {
        split(separator: part, omittingEmptySubsequences: false).count - 1
    }
}
