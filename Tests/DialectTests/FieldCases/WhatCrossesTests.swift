import Testing
import WhitworthDialect
import WhitworthJSON
import WhitworthModel

/// Single members whose meaning at the other provider is easily got wrong.
@Suite("Field cases: what a member means at the other provider")
struct WhatCrossesTests {
    private func cross(_ body: String, from surface: Surface, lenient: Bool = false) throws -> (
        body: JSONValue, losses: [Loss]
    ) {
        let accepted = try surface.accept(body, lenient: lenient)
        let call = try surface.other.dialect.call(accepted.request, to: Target(model: "t", isLenient: lenient))
        return (try JSONValue(parsing: call.body), accepted.losses + call.losses)
    }

    private func refusal(_ body: String, from surface: Surface) -> Failure? {
        do {
            _ = try cross(body, from: surface)
            return nil
        } catch {
            return error as? Failure
        }
    }

    private func chat(_ more: String) -> String { #"{"model":"m","messages":[{"role":"user","content":"x"}]\#(more)}"# }

    private func messages(_ more: String) -> String {
        #"{"model":"m","max_tokens":900,"messages":[{"role":"user","content":"x"}]\#(more)}"#
    }

    @Test("No member is written twice, at any depth")
    func twice() {
        let nested = #"{"model":"m","messages":[{"role":"user","content":"x","anthropic:role":"assistant"}]}"#
        #expect(refusal(nested, from: .chat)?.code == .conflictingParameters)
        #expect(refusal(chat(#","anthropic:model":"other""#), from: .chat)?.code == .conflictingParameters)
    }

    @Test("What travels as a header is not the body's to say")
    func headers() {
        #expect(refusal(chat(#","anthropic:header:anthropic-beta":"a\nb""#), from: .chat)?.code == .unknownParameter)
    }

    @Test("Thinking that was declined is never asked for by an effort")
    func declined() throws {
        let (body, losses) = try cross(
            messages(#","thinking":{"type":"disabled"},"output_config":{"effort":"high"}"#), from: .messages)
        #expect(body["reasoning_effort"] == nil)
        #expect(losses.contains { $0.path.bracketed == "output_config.effort" && $0.kind == .dropped })
    }

    @Test("The least effort is the nearest there is, and an unknown one turns nothing on")
    func efforts() throws {
        let (least, losses) = try cross(chat(#","reasoning_effort":"minimal""#), from: .chat)
        #expect(least["output_config"]?["effort"]?.string == "low")
        #expect(losses.contains { $0.path.bracketed == "reasoning_effort" && $0.kind == .approximated })
        #expect(refusal(chat(#","reasoning_effort":"huge""#), from: .chat)?.param?.bracketed == "reasoning_effort")
        let (lenient, dropped) = try cross(chat(#","reasoning_effort":"huge""#), from: .chat, lenient: true)
        #expect(lenient["thinking"] == nil && lenient["output_config"] == nil)
        #expect(dropped.contains { $0.path.bracketed == "reasoning_effort" && $0.kind == .dropped })
    }

    @Test("A temperature beyond the other's range is refused, and under lenient handling dropped and told")
    func temperature() throws {
        #expect(refusal(chat(#","temperature":1.5"#), from: .chat)?.param?.bracketed == "temperature")
        let (body, losses) = try cross(chat(#","temperature":1.5"#), from: .chat, lenient: true)
        #expect(body["temperature"] == nil && losses.contains { $0.path.bracketed == "temperature" })
        #expect(try cross(chat(#","temperature":1"#), from: .chat).body["temperature"]?.int == 1)
    }

    @Test("A schema that says nothing takes nothing; one that is not of an object is refused by name")
    func openSchemas() throws {
        let (body, _) = try cross(
            chat(#","tools":[{"type":"function","function":{"name":"now","parameters":{}}}]"#), from: .chat)
        #expect(body["tools"]?[0]?["input_schema"]?.description == #"{"type":"object","properties":{}}"#)
        let open = chat(#","tools":[{"type":"function","function":{"name":"f","parameters":{"anyOf":[]}}}]"#)
        #expect(refusal(open, from: .chat)?.code == .toolSchemaUnsupported)
        #expect(refusal(open, from: .chat)?.param?.bracketed == "tools[0].function.parameters")
    }

    @Test("Where lenient handling drops every tool, none of their members is left, and each is told")
    func noTools() throws {
        let (body, losses) = try cross(
            messages(#","tools":[{"type":"web_search_20250305","name":"web_search"}],"tool_choice":{"type":"auto"}"#),
            from: .messages, lenient: true)
        #expect(body["tools"] == nil && body["tool_choice"] == nil && body["parallel_tool_calls"] == nil)
        #expect(losses.contains { $0.path.bracketed == "tool_choice" })
    }

    @Test("A task's budget is known, kept at home and refused elsewhere")
    func taskBudget() throws {
        let request = messages(#","output_config":{"task_budget":{"type":"tokens","total":20000}}"#)
        let accepted = try Surface.messages.accept(request)
        let call = try Surface.messages.dialect.call(accepted.request, to: Target(model: "t"))
        #expect(try JSONValue(parsing: call.body)["output_config"]?["task_budget"]?["total"]?.int == 20000)
        #expect(refusal(request, from: .messages)?.param?.bracketed == "output_config.task_budget")
    }

    @Test(
        "Members of Anthropic's beta are kept at home, and refused elsewhere or told",
        arguments: [
            ("thread", #"{"type":"create"}"#, true), ("fallbacks", #""default""#, true),
            ("compaction", #"{"type":"enabled"}"#, true),
            ("billing_policy", #"{"type":"billing_policy","bill_to":"self"}"#, true),
            ("fallback_credit_token", #""t""#, false),
        ])
    func beta(_ name: String, _ value: String, _ isBinding: Bool) throws {
        let request = messages(#","\#(name)":\#(value)"#)
        let call = try Surface.messages.dialect.call(
            Surface.messages.accept(request).request, to: Target(model: "t"))
        #expect(String(decoding: call.body, as: UTF8.self).contains(#""\#(name)":\#(value)"#))
        if isBinding {
            #expect(refusal(request, from: .messages)?.param?.bracketed == name)
        } else {
            #expect(try cross(request, from: .messages).losses.contains { $0.path.bracketed == name })
        }
    }

    @Test("Options of a stream without a stream are told to say nothing")
    func streamOptions() throws {
        let accepted = try Surface.chat.accept(chat(#","stream_options":{"include_usage":true}"#))
        let call = try Surface.chat.dialect.call(accepted.request, to: Target(model: "t"))
        #expect(try JSONValue(parsing: call.body)["stream_options"] == nil)
        #expect(call.losses.contains { $0.path.bracketed == "stream_options" })
    }
}
