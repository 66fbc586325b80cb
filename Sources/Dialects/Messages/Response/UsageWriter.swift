import WhitworthJSON
import WhitworthModel

/// Counts as `Usage` of this vocabulary, whose input leaves out what was read from or written to a cache.
enum UsageWriter {
    static func write(_ usage: Usage, to json: inout JSONWriter) {
        json.beginObject()
        let cached = (usage.cacheReadTokens ?? 0) + (usage.cacheWriteTokens ?? 0)
        json.member("input_tokens", max(0, usage.inputTokens - cached))
        json.member(ifPresent: "cache_creation_input_tokens", usage.cacheWriteTokens)
        json.member(ifPresent: "cache_read_input_tokens", usage.cacheReadTokens)
        json.member("output_tokens", usage.outputTokens)
        if usage.extras.value(of: "output_tokens_details", in: .anthropic) == nil,
            let reasoning = usage.reasoningTokens
        {
            json.key("output_tokens_details")
            json.object { $0.member("thinking_tokens", reasoning) }
        }
        MemberWriter.write(usage.extras, to: &json)
        json.endObject()
    }
}
