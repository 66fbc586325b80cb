import WhitworthJSON
import WhitworthModel

/// Counts as `CompletionUsage`.
enum UsageWriter {
    static func write(_ usage: Usage, to json: inout JSONWriter) {
        json.beginObject()
        json.member("prompt_tokens", usage.inputTokens)
        json.member("completion_tokens", usage.outputTokens)
        if usage.extras.value(of: "total_tokens", in: .openai) == nil { json.member("total_tokens", usage.totalTokens) }
        if usage.extras.value(of: "prompt_tokens_details", in: .openai) == nil,
            usage.cacheReadTokens != nil || usage.cacheWriteTokens != nil
        {
            json.key("prompt_tokens_details")
            json.object { details in
                details.member(ifPresent: "cached_tokens", usage.cacheReadTokens)
                details.member(ifPresent: "cache_write_tokens", usage.cacheWriteTokens)
            }
        }
        if usage.extras.value(of: "completion_tokens_details", in: .openai) == nil,
            let reasoning = usage.reasoningTokens
        {
            json.key("completion_tokens_details")
            json.object { $0.member("reasoning_tokens", reasoning) }
        }
        MemberWriter.write(usage.extras, to: &json)
        json.endObject()
    }
}
