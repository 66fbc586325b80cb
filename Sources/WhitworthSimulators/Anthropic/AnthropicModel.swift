/// A model that the Anthropic simulator offers, with what its rules need to know.
struct AnthropicModel: Sendable {
    enum Thinking: String, Sendable {
        case enabled, adaptive, disabled
        case betweenTools = "between_tools"
    }

    var id: String
    /// A name without a date that means this one; answers carry the dated one (recorded).
    var alias: String?
    var name: String
    /// RFC 3339.
    var created: String
    /// In tokens.
    var longestInput: Int
    var longestOutput: Int
    var thinking: Set<Thinking>
    var efforts: [String] = []
    /// Whether a conversation may end with the assistant's words (since 4.6 it may not).
    var takesPrefill = false
    /// Whether `system` is a role within `messages`.
    var takesSystemMessages = false
    /// Whether thinking is left out of the answer unless asked for.
    var omitsThinking = false
    var refusesForcedTools = false
    /// Fewer tokens than this are never cached.
    var shortestCached: Int

    /// As of 2026-11-24. Names as in the vendor's SDK of that month; sizes, thinking modes and efforts as in the
    /// recorded
    /// model list up to claude-opus-4-7, later ones taken from it (UNCONFIRMED, so are `created` and `xhigh` where
    /// given).
    static let all: [AnthropicModel] = [
        .init(
            id: "claude-opus-5-5", name: "Claude Opus 5.5", created: "2026-10-21T00:00:00Z", longestInput: 1_000_000,
            longestOutput: 128_000, thinking: [.adaptive], efforts: allEfforts, takesSystemMessages: true,
            omitsThinking: true, refusesForcedTools: true, shortestCached: 512),
        .init(
            id: "claude-sonnet-5-5", name: "Claude Sonnet 5.5", created: "2026-10-21T00:00:00Z",
            longestInput: 1_000_000, longestOutput: 128_000, thinking: [.adaptive, .disabled, .betweenTools],
            efforts: allEfforts, takesSystemMessages: true, omitsThinking: true, shortestCached: 1_024),
        .init(
            id: "claude-fable-5-1", name: "Claude Fable 5.1", created: "2026-09-15T00:00:00Z", longestInput: 1_000_000,
            longestOutput: 128_000, thinking: [.adaptive, .disabled], efforts: allEfforts, takesSystemMessages: true,
            omitsThinking: true, refusesForcedTools: true, shortestCached: 512),
        .init(
            id: "claude-opus-5", name: "Claude Opus 5", created: "2026-07-15T00:00:00Z", longestInput: 1_000_000,
            longestOutput: 128_000, thinking: [.adaptive, .disabled], efforts: allEfforts, takesSystemMessages: true,
            omitsThinking: true, shortestCached: 512),
        .init(
            id: "claude-sonnet-5", name: "Claude Sonnet 5", created: "2026-07-01T00:00:00Z", longestInput: 1_000_000,
            longestOutput: 128_000, thinking: [.adaptive, .disabled], efforts: allEfforts, takesSystemMessages: true,
            omitsThinking: true, shortestCached: 1_024),
        .init(
            id: "claude-fable-5", name: "Claude Fable 5", created: "2026-07-01T00:00:00Z", longestInput: 1_000_000,
            longestOutput: 128_000, thinking: [.adaptive, .disabled], efforts: allEfforts, takesSystemMessages: true,
            omitsThinking: true, shortestCached: 512),
        .init(
            id: "claude-opus-4-8", name: "Claude Opus 4.8", created: "2026-05-20T00:00:00Z", longestInput: 1_000_000,
            longestOutput: 128_000, thinking: [.adaptive, .disabled], efforts: allEfforts, takesSystemMessages: true,
            omitsThinking: true, shortestCached: 1_024),
        .init(
            id: "claude-opus-4-7", name: "Claude Opus 4.7", created: "2026-04-10T00:00:00Z", longestInput: 1_000_000,
            longestOutput: 128_000, thinking: [.adaptive, .disabled], efforts: allEfforts, omitsThinking: true,
            shortestCached: 2_048),
        .init(
            id: "claude-sonnet-4-6", name: "Claude Sonnet 4.6", created: "2026-02-17T00:00:00Z",
            longestInput: 1_000_000, longestOutput: 128_000, thinking: [.adaptive, .enabled, .disabled],
            efforts: ["low", "medium", "high", "max"], shortestCached: 1_024),
        .init(
            id: "claude-opus-4-6", name: "Claude Opus 4.6", created: "2026-02-04T00:00:00Z", longestInput: 1_000_000,
            longestOutput: 128_000, thinking: [.adaptive, .enabled, .disabled],
            efforts: ["low", "medium", "high", "max"], shortestCached: 4_096),
        .init(
            id: "claude-opus-4-5-20251101", alias: "claude-opus-4-5", name: "Claude Opus 4.5",
            created: "2025-11-01T00:00:00Z", longestInput: 200_000, longestOutput: 64_000,
            thinking: [.enabled, .disabled], efforts: ["low", "medium", "high"], takesPrefill: true,
            shortestCached: 4_096),
        older(
            "claude-haiku-4-5-20251001", "claude-haiku-4-5", "Claude Haiku 4.5", "2025-10-01", 200_000, 64_000, 4_096),
        older(
            "claude-sonnet-4-5-20250929", "claude-sonnet-4-5", "Claude Sonnet 4.5", "2025-09-29", 1_000_000, 64_000,
            1_024),
        older("claude-opus-4-1-20250805", "claude-opus-4-1", "Claude Opus 4.1", "2025-08-05", 200_000, 32_000, 1_024),
        older(
            "claude-sonnet-4-20250514", "claude-sonnet-4-0", "Claude Sonnet 4", "2025-05-14", 1_000_000, 64_000, 1_024),
    ]

    private static let allEfforts = ["low", "medium", "high", "xhigh", "max"]

    private static func older(
        _ id: String, _ alias: String, _ name: String, _ day: String, _ input: Int, _ output: Int, _ cached: Int
    ) -> AnthropicModel {
        .init(
            id: id, alias: alias, name: name, created: day + "T00:00:00Z", longestInput: input, longestOutput: output,
            thinking: [.enabled, .disabled], takesPrefill: true, shortestCached: cached)
    }

    static func named(_ name: String) -> AnthropicModel? {
        all.first { $0.id == name || $0.alias == name }
    }
}
