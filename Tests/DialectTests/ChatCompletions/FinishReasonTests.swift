import Testing
import WhitworthJSON
import WhitworthModel
import WhitworthTestSupport

@Suite("Chat Completions: finish reasons")
struct FinishReasonTests {
    @Test(
        "each finish reason is itself at home and has its word at Anthropic's surface, whole and streamed",
        arguments: [
            ("stop", "end_turn"), ("length", "max_tokens"), ("tool_calls", "tool_use"), ("function_call", "tool_use"),
            ("content_filter", "refusal"), ("something_new", "end_turn"),
        ])
    func reasons(_ native: String, _ crossed: String) throws {
        let answer =
            #"{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"x"},"finish_reason":"\#(native)"}]}"#
        let response = try Surface.chat.read(Array(answer.utf8))
        let home = try JSONValue(parsing: Surface.chat.write(response))
        #expect(home["choices"]?[0]?["finish_reason"]?.string == native)
        let away = try JSONValue(parsing: Surface.messages.write(response))
        #expect(away["stop_reason"]?.string == crossed)
        let streamed = try ClientAccumulator.accumulate(Surface.messages.stream(response.events), of: .messages)
        #expect(streamed["stop_reason"]?.text == crossed)
    }
}
