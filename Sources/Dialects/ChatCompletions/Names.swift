import WhitworthJSON
import WhitworthModel

/// Two-way tables of words.
enum Names {
    static func role(_ text: JSONText) -> Role? {
        switch text {
        case "system": .system
        case "developer": .developer
        case "user": .user
        case "assistant": .assistant
        case "tool": .tool
        case "function": .other(.openai, text)
        default: nil
        }
    }

    static let roles = ["developer", "system", "user", "assistant", "tool", "function"]

    /// `function_call` is the older form of `tool_calls`.
    static func finish(_ native: JSONText, hasToolCalls: Bool) -> Finish {
        var finish: Finish
        switch native {
        case "stop": finish = Finish(.stop, native: native, slug: .openai)
        case "length": finish = Finish(.length, detail: .maxOutput, native: native, slug: .openai)
        case "tool_calls", "function_call": finish = Finish(.toolCalls, native: native, slug: .openai)
        case "content_filter": finish = Finish(.contentFilter, native: native, slug: .openai)
        default: finish = Finish(.stop, detail: .unknown, native: native, slug: .openai)
        }
        // P10: some servers say `stop` after having made calls.
        if hasToolCalls, finish.reason == .stop { finish.reason = .toolCalls }
        return finish
    }

    /// The word of this vocabulary; a native one stays as it was unless it hides calls.
    static func finish(_ finish: Finish) -> JSONText {
        if finish.slug == .openai, finish.reason != .toolCalls || finish.native != "stop" { return finish.native }
        return switch finish.reason {
        case .stop: "stop"
        case .length: "length"
        case .toolCalls: "tool_calls"
        case .contentFilter: "content_filter"
        }
    }

    /// Members of a request that are carried, not interpreted, and what dropping them would mean.
    static func weight(ofRequestMember key: JSONText) -> Extra.Weight? {
        switch key {
        case "metadata", "prompt_cache_key", "prompt_cache_options", "prompt_cache_retention", "safety_identifier",
            "store":
            .advisory
        case "audio", "function_call", "functions", "logit_bias", "modalities", "moderation", "prediction", "verbosity",
            "web_search_options":
            .binding
        default: nil
        }
    }

    static let imageDetails = ["auto", "low", "high", "original"]
}
