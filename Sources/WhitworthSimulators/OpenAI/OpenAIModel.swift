/// A model that the OpenAI simulator offers, with what its rules need to know.
struct OpenAIModel: Sendable {
    var id: String
    /// The dated name that answers carry.
    var snapshot: String
    var created: Int
    var isReasoning = false
    /// Reasoning models that refuse `stop`.
    var refusesStop = false
    var isChat = true
    /// In tokens.
    var context: Int
    var longestOutput: Int

    /// As of 2026-11-24. Names from OpenAI's own lists; dates of `created` are those of the snapshots; sizes as
    /// documented. The refusal of `stop` is recorded for gpt-5-mini and taken for all of its kind.
    static let all: [OpenAIModel] = [
        .init(
            id: "gpt-3.5-turbo", snapshot: "gpt-3.5-turbo-0125", created: 1_706_140_800, context: 16_385,
            longestOutput: 4_096),
        .init(
            id: "gpt-3.5-turbo-instruct", snapshot: "gpt-3.5-turbo-instruct", created: 1_692_901_427, isChat: false,
            context: 4_096, longestOutput: 4_096),
        .init(
            id: "gpt-4o", snapshot: "gpt-4o-2024-08-06", created: 1_722_902_400, context: 128_000,
            longestOutput: 16_384),
        .init(
            id: "gpt-4o-mini", snapshot: "gpt-4o-mini-2024-07-18", created: 1_721_260_800, context: 128_000,
            longestOutput: 16_384),
        .init(
            id: "gpt-4.1", snapshot: "gpt-4.1-2025-04-14", created: 1_744_588_800, context: 1_047_576,
            longestOutput: 32_768),
        .init(
            id: "gpt-4.1-mini", snapshot: "gpt-4.1-mini-2025-04-14", created: 1_744_588_800, context: 1_047_576,
            longestOutput: 32_768),
        .init(
            id: "gpt-4.1-nano", snapshot: "gpt-4.1-nano-2025-04-14", created: 1_744_588_800, context: 1_047_576,
            longestOutput: 32_768),
        reasoning("o3-mini", "o3-mini-2025-01-31", 1_738_281_600, refusesStop: false, 200_000, 100_000),
        reasoning("o3", "o3-2025-04-16", 1_744_761_600, 200_000, 100_000),
        reasoning("o4-mini", "o4-mini-2025-04-16", 1_744_761_600, 200_000, 100_000),
        reasoning("gpt-5", "gpt-5-2025-08-07", 1_754_524_800),
        reasoning("gpt-5-mini", "gpt-5-mini-2025-08-07", 1_754_524_800),
        reasoning("gpt-5-nano", "gpt-5-nano-2025-08-07", 1_754_524_800),
        reasoning("gpt-5.1", "gpt-5.1-2025-11-13", 1_762_992_000),
        reasoning("gpt-5.2", "gpt-5.2-2025-12-11", 1_765_411_200),
        reasoning("gpt-5.4-mini", "gpt-5.4-mini-2026-03-17", 1_773_705_600),
        reasoning("gpt-5.4-nano", "gpt-5.4-nano-2026-03-17", 1_773_705_600),
        reasoning("gpt-5.5", "gpt-5.5-2026-04-23", 1_776_902_400),
        reasoning("gpt-5.6-sol", "gpt-5.6-sol", 1_783_468_800),
    ]

    private static func reasoning(
        _ id: String, _ snapshot: String, _ created: Int, refusesStop: Bool = true, _ context: Int = 400_000,
        _ longestOutput: Int = 128_000
    ) -> OpenAIModel {
        .init(
            id: id, snapshot: snapshot, created: created, isReasoning: true, refusesStop: refusesStop, context: context,
            longestOutput: longestOutput)
    }

    static func named(_ name: String) -> OpenAIModel? {
        all.first { $0.id == name || $0.snapshot == name }
    }
}
