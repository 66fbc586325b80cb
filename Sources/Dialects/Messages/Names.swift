import WhitworthJSON
import WhitworthModel

/// Two-way tables of words.
enum Names {
    static func finish(_ native: JSONText) -> Finish {
        switch native {
        case "end_turn": Finish(.stop, native: native, slug: .anthropic)
        case "max_tokens": Finish(.length, detail: .maxOutput, native: native, slug: .anthropic)
        case "stop_sequence": Finish(.stop, detail: .stopSequence, native: native, slug: .anthropic)
        case "tool_use": Finish(.toolCalls, native: native, slug: .anthropic)
        case "pause_turn": Finish(.stop, detail: .pause, native: native, slug: .anthropic)
        case "refusal": Finish(.contentFilter, detail: .refusal, native: native, slug: .anthropic)
        case "model_context_window_exceeded":
            Finish(.length, detail: .contextWindow, native: native, slug: .anthropic)
        default: Finish(.stop, detail: .unknown, native: native, slug: .anthropic)
        }
    }

    /// - Parameter refused: whether the answer holds a refusal in the model's own words.
    static func finish(_ finish: Finish, refused: Bool) -> JSONText {
        if finish.slug == .anthropic { return finish.native }
        return switch finish.reason {
        case .stop where refused: "refusal"
        case .stop: finish.stopSequence == nil ? "end_turn" : "stop_sequence"
        case .length: finish.detail == .contextWindow ? "model_context_window_exceeded" : "max_tokens"
        case .toolCalls: "tool_use"
        case .contentFilter: "refusal"
        }
    }

    /// Members of a request that are carried, not interpreted, and what dropping them would mean.
    static func weight(ofRequestMember key: JSONText) -> Extra.Weight? {
        switch key {
        case "diagnostics", "fallback_credit_token", "user_profile_id", "workspace_id": .advisory
        case "container", "context_management", "mcp_servers", "inference_geo", "speed": .binding
        // Members of the beta, as the SDK of 2026-11 sends them (its tool runner sends `thread` unasked).
        case "billing_policy", "compaction", "fallbacks", "thread": .binding
        default: nil
        }
    }

    /// Members of a tool of the client's own.
    static func weight(ofToolMember key: JSONText) -> Extra.Weight? {
        switch key {
        case "eager_input_streaming": .advisory
        case "defer_loading", "allowed_callers", "input_examples": .binding
        default: nil
        }
    }

    static let efforts: Set<String> = ["low", "medium", "high", "xhigh", "max"]
}
