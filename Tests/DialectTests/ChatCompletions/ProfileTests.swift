import ChatCompletionsDialect
import Testing
import WhitworthDialect
import WhitworthJSON
import WhitworthModel

@Suite("Chat Completions: profiles of servers")
struct ProfileTests {
    private func write(_ body: String, from surface: Surface, by profile: Profile) throws -> JSONValue {
        let accepted = try surface.accept(body)
        return try JSONValue(
            parsing: ChatCompletions(profile: profile).call(accepted.request, to: Target(model: "m")).body)
    }

    @Test("the cap keeps the client's name for it, and has the server's where the client had another vocabulary")
    func capName() throws {
        for name in ["max_tokens", "max_completion_tokens"] {
            for profile in [Profile.openai, .compatible] {
                let body = try write(#"{"model":"m","\#(name)":7,\#(Surface.chat.minimal)}"#, from: .chat, by: profile)
                #expect(body.members.filter { $0.key.string.hasPrefix("max_") }.map(\.key.string) == [name])
            }
        }
        let request = #"{"model":"m",\#(Surface.messages.minimal)}"#
        #expect(try write(request, from: .messages, by: .openai)["max_completion_tokens"]?.int == 1)
        #expect(try write(request, from: .messages, by: .compatible)["max_tokens"]?.int == 1)
    }

    @Test("a developer speaks as system where there is no such role")
    func developer() throws {
        let request = #"{"model":"m","messages":[{"role":"developer","content":"x"},{"role":"user","content":"y"}]}"#
        #expect(try write(request, from: .chat, by: .openai)["messages"]?[0]?["role"]?.string == "developer")
        #expect(try write(request, from: .chat, by: .compatible)["messages"]?[0]?["role"]?.string == "system")
    }

    @Test("thinking of earlier turns goes to the servers that take it, and to no other")
    func reasoningBack() throws {
        var takes = Profile.compatible
        takes.takesReasoningBack = true
        let request =
            #"{"model":"m","messages":[{"role":"user","content":"x"},{"role":"assistant","content":"y","reasoning_content":"z"},{"role":"user","content":"w"}]}"#
        #expect(try write(request, from: .chat, by: takes)["messages"]?[1]?["reasoning_content"]?.string == "z")
        #expect(try write(request, from: .chat, by: .compatible)["messages"]?[1]?["reasoning_content"] == nil)
    }

    @Test("P11: ids are held to the length a server is known to take; where none is known they stay as they are")
    func callIDs() throws {
        let id = String(repeating: "y", count: 100)
        let request =
            #"{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"x"},{"role":"assistant","content":null,"tool_calls":[{"id":"\#(id)","type":"custom","custom":{"name":"f","input":"z"}}]},{"role":"tool","tool_call_id":"\#(id)","content":"y"}]}"#
        let kept = try #require(write(request, from: .chat, by: .compatible)["messages"])
        #expect(kept[1]?["tool_calls"]?[0]?["id"]?.string == id && kept[2]?["tool_call_id"]?.string == id)
        let held = try #require(write(request, from: .chat, by: .openai)["messages"])
        #expect(held[1]?["tool_calls"]?[0]?["id"]?.string == held[2]?["tool_call_id"]?.string)
        #expect(held[2]?["tool_call_id"]?.string?.utf8.count ?? 99 <= 40)
    }
}
