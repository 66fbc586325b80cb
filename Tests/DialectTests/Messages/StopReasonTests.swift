import Testing
import WhitworthJSON
import WhitworthModel
import WhitworthTestSupport

@Suite("Messages: stop reasons")
struct StopReasonTests {
    @Test(
        "each stop reason is itself at home and has its word at OpenAI's surface, with what lies behind it",
        arguments: [
            ("end_turn", "stop", nil), ("max_tokens", "length", "max_output"),
            ("stop_sequence", "stop", "stop_sequence"),
            ("tool_use", "tool_calls", nil), ("pause_turn", "stop", "pause"), ("refusal", "content_filter", "refusal"),
            ("model_context_window_exceeded", "length", "context_window"), ("something_new", "stop", "unknown"),
        ] as [(String, String, String?)])
    func reasons(_ native: String, _ crossed: String, _ detail: String?) throws {
        let answer =
            #"{"id":"c","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"x"}],"stop_reason":"\#(native)","stop_sequence":"END"}"#
        let response = try Surface.messages.read(Array(answer.utf8))
        let home = try JSONValue(parsing: Surface.messages.write(response))
        #expect(home["stop_reason"]?.string == native && home["stop_sequence"]?.string == "END")
        let away = try tree(Surface.chat.write(response))
        let streamed = try ClientAccumulator.accumulate(Surface.chat.stream(response.events), of: .chat)
        for choice in [away, streamed].compactMap({ $0["choices"]?.elements.first }) {
            #expect(choice["finish_reason"]?.text == crossed)
            #expect(choice["finish_detail"]?.text == detail)
            #expect(choice["stop_sequence"]?.text == "END")
        }
    }

    @Test("a refusal in the model's own words, said by OpenAI, ends as one")
    func refusal() throws {
        let response = try Surface.chat.read(Surface.chat.fixture(.answers, "refusal.json"))
        let written = try JSONValue(parsing: Surface.messages.write(response))
        #expect(written["stop_reason"]?.string == "refusal" && written["content"]?[0]?["text"]?.string == "I will not.")
    }
}
