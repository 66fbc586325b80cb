import Testing
import WhitworthDialect
import WhitworthJSON
import WhitworthModel

@Suite("Field cases: ids of tool calls")
struct ToolCallIDTests {
    private static let foreign = [
        String(repeating: "x", count: 1324), "call:1", "call 1", "functions.weather:0", "é", "call_1|fc_2", "a/b+c=",
    ]

    private func chatRequest(_ id: String) -> String {
        let id = String(decoding: JSONValue.written { $0.write(id) }.raw, as: UTF8.self)
        return #"""
            {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"x"},
            {"role":"assistant","content":null,"tool_calls":[{"id":\#(id),"type":"function","function":{"name":"f","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":\#(id),"content":"y"}]}
            """#
    }

    /// The id of the call and of its result, at Anthropic.
    private func crossed(_ id: String) throws -> (call: String, result: String) {
        let accepted = try Surface.chat.accept(chatRequest(id))
        let body = try JSONValue(
            parsing: Surface.messages.dialect.call(accepted.request, to: Target(model: "m")).body)
        let messages = try #require(body["messages"])
        return (
            try #require(messages[1]?["content"]?[0]?["id"]?.string),
            try #require(messages[2]?["content"]?[0]?["tool_use_id"]?.string)
        )
    }

    @Test(
        "P11: an id too long or of other characters is legal at Anthropic, the same in call and result, in every turn",
        arguments: ToolCallIDTests.foreign)
    func foreignIDs(_ id: String) throws {
        let (call, result) = try crossed(id)
        #expect(call == result)
        #expect(call.utf8.count <= 128 && !call.isEmpty)
        #expect(call.utf8.allSatisfy(ToolCallIDs.isWord))
        #expect(try crossed(id) == (call, result))
    }

    @Test("P11: different ids stay different, and legal ids stay as they are")
    func distinct() throws {
        let legal = ["call_1", "toolu_01A", "chatcmpl-tool-1", String(repeating: "a", count: 128)]
        for id in legal { #expect(try crossed(id) == (id, id)) }
        let names = try Set((Self.foreign + legal).map { try crossed($0).call })
        #expect(names.count == Self.foreign.count + legal.count)
    }

    @Test(
        "P11: ids of Anthropic's go to Chat Completions as they are, at most 40 characters, in call and result alike",
        arguments: ["toolu_01ABC", String(repeating: "y", count: 100)])
    func towardsChat(_ id: String) throws {
        let request = #"""
            {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"x"},
            {"role":"assistant","content":[{"type":"tool_use","id":"\#(id)","name":"f","input":{}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"\#(id)","content":"y"}]}]}
            """#
        let accepted = try Surface.messages.accept(request)
        let body = try JSONValue(parsing: Surface.chat.dialect.call(accepted.request, to: Target(model: "m")).body)
        let call = try #require(body["messages"]?[1]?["tool_calls"]?[0]?["id"]?.string)
        #expect(call == body["messages"]?[2]?["tool_call_id"]?.string)
        if id.utf8.count <= 40 { #expect(call == id) } else { #expect(call.utf8.count <= 40) }
    }

    @Test("P11: ids of answers reach the client as the provider made them, whole and streamed", arguments: Surface.all)
    func answers(_ surface: Surface) throws {
        for name in surface.isChat ? ["tool-calls.json"] : ["tools.json", "thinking.json"] {
            let fixture = try surface.fixture(.answers, name)
            let response = try surface.read(fixture)
            let ids = response.choices[0].content.compactMap { content -> String? in
                if case .toolCall(let call) = content { return call.id.string }
                return nil
            }
            #expect(!ids.isEmpty)
            let whole = String(decoding: try surface.other.write(response), as: UTF8.self)
            let streamed = String(decoding: try surface.other.stream(response.events), as: UTF8.self)
            for id in ids { #expect(whole.contains("\"\(id)\"") && streamed.contains("\"\(id)\"")) }
        }
    }
}
