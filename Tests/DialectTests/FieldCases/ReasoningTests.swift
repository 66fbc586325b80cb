import Testing
import WhitworthDialect
import WhitworthJSON
import WhitworthModel
import WhitworthTestSupport

@Suite("Field cases: reasoning")
struct ReasoningTests {
    /// The message an unmodified client keeps of an answer, whole or streamed.
    private func message(_ response: Response, streamed: Bool) throws -> JSONTree {
        let answer =
            streamed
            ? try ClientAccumulator.accumulate(Surface.chat.stream(response.events), of: .chat)
            : try tree(Surface.chat.write(response, model: "m"))
        return try #require(answer["choices"]?.elements.first?["message"])
    }

    @Test("P01: thinking never stands in the text channel", arguments: ["thinking.json", "thinking.sse"])
    func textChannel(_ name: String) throws {
        let provider = Surface.messages
        let response =
            name.hasSuffix(".sse")
            ? try Surface.assemble(provider.events(provider.fixture(.streams, name)))
            : try provider.read(provider.fixture(.answers, name))
        for streamed in [false, true] {
            let message = try message(response, streamed: streamed)
            #expect(message["content"]?.text == (name.hasSuffix(".sse") ? "Noon." : "I look."))
            #expect(message["reasoning_content"]?.text == "The user wants the time.")
        }
    }

    @Test(
        "P14, P17: signed, redacted and signature-only blocks return byte for byte through an unmodified client",
        arguments: [false, true])
    func thereAndBack(streamed: Bool) throws {
        let answer = try Surface.messages.fixture(.answers, "thinking.json")
        let message = try message(Surface.messages.read(answer), streamed: streamed)
        // The client sends back what it keeps, and the results.
        let request = #"""
            {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Time?"},\#(text(message)),
            {"role":"tool","tool_call_id":"toolu_1","content":"12:00"}]}
            """#
        let accepted = try Surface.chat.accept(request)
        let call = try Surface.messages.dialect.call(accepted.request, to: Target(model: "m"))
        let body = try JSONValue(parsing: call.body)
        let sent = try #require(body["messages"]?[1]?["content"])
        let original = try #require(JSONValue(parsing: answer)["content"])
        #expect(JSONTree(original).differences(from: JSONTree(sent)) == [])
        // An accumulated call keeps its index, which says nothing.
        #expect(call.losses.filter { $0.path.elements.last != .key("index") } == [])
    }

    @Test("P17: server tools' blocks return where they stood", arguments: [false, true])
    func serverTools(streamed: Bool) throws {
        let answer = try Surface.messages.fixture(.answers, "server-tools.json")
        let message = try message(Surface.messages.read(answer), streamed: streamed)
        let request = #"""
            {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"News?"},\#(text(message)),
            {"role":"user","content":"More."}]}
            """#
        let accepted = try Surface.chat.accept(request)
        let call = try Surface.messages.dialect.call(accepted.request, to: Target(model: "m"))
        let sent = try #require(JSONValue(parsing: call.body)["messages"]?[1]?["content"])
        // The texts are one for the client; the blocks keep their order before it.
        #expect(
            sent.elements.compactMap { $0["type"]?.string } == ["text", "server_tool_use", "web_search_tool_result"])
        let original = try #require(JSONValue(parsing: answer)["content"])
        #expect(JSONTree(try #require(sent[1])) == JSONTree(try #require(original[1])))
        #expect(JSONTree(try #require(sent[2])) == JSONTree(try #require(original[2])))
    }

    @Test("P17: our members have the shapes an unmodified client can add up", arguments: Surface.all)
    func shapes(_ provider: Surface) throws {
        for fixture in try provider.fixtures(.answers, .streams) {
            let events =
                fixture.name.hasSuffix(".sse")
                ? try provider.events(fixture.bytes) : try provider.read(fixture.bytes).events
            for (_, data) in try Frames(Surface.chat.stream(events)).documents {
                let chunk = try JSONValue(parsing: data)
                #expect(chunk["object"]?.string == "chat.completion.chunk" && chunk["choices"]?.array != nil)
                for (_, member) in chunk["choices"]?[0]?["delta"]?.members ?? [] {
                    // A list whose elements are objects is merged by their index: all must have one.
                    for element in member.elements where element.object != nil {
                        let isProvider = provider.isChat && fixture.name.hasPrefix("annotations")
                        #expect(element["index"]?.int != nil || isProvider, "\(fixture.name): \(member)")
                    }
                }
            }
        }
    }

    @Test("P14: thinking nobody signed is not sent to Anthropic, and that is reported")
    func unsigned() throws {
        let accepted = try Surface.chat.accept(Surface.chat.fixture(.extensions, "reasoning-plain.json"))
        let call = try Surface.messages.dialect.call(accepted.request, to: Target(model: "m"))
        #expect(!String(decoding: call.body, as: UTF8.self).contains("light outside"))
        #expect(call.losses.contains { $0.kind == .dropped && $0.path.description.hasPrefix("messages[1]") })
    }

    @Test("P18: another provider's thinking does not come to Anthropic as its own, though a client returns it")
    func foreignThinking() throws {
        let response = try Surface.chat.read(Surface.chat.fixture(.answers, "reasoning-content.json"))
        let content = try #require(JSONValue(parsing: Surface.messages.write(response))["content"])
        let request = #"""
            {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"x"},
            {"role":"assistant","content":\#(content)},{"role":"user","content":"y"}]}
            """#
        let accepted = try Surface.messages.accept(request)
        let call = try Surface.messages.dialect.call(accepted.request, to: Target(model: "m"))
        #expect(!String(decoding: call.body, as: UTF8.self).contains("thinking"))
        #expect(call.losses.map(\.path.bracketed) == ["messages[1].content[0]"])
    }

    /// A tree as JSON; the order of members says nothing here.
    private func text(_ tree: JSONTree) -> String {
        switch tree {
        case .object(let members):
            "{" + members.map { "\(text(.string($0.key))):\(text($0.value))" }.joined(separator: ",") + "}"
        case .array(let elements): "[" + elements.map(text).joined(separator: ",") + "]"
        case .string(let string): String(decoding: JSONValue.written { $0.write(string) }.raw, as: UTF8.self)
        case .number(let number): number
        case .boolean(let flag): flag ? "true" : "false"
        case .null: "null"
        }
    }
}
