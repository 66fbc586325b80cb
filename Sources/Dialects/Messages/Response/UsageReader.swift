import WhitworthJSON
import WhitworthModel

/// Counts, which a stream tells in parts: what is told later replaces what was told before, member by member.
struct UsageReader {
    private var members: [(key: JSONText, value: JSONValue)] = []

    mutating func read(_ value: JSONValue) {
        for (key, member) in value.members where !member.isNull {
            if let place = members.firstIndex(where: { $0.key == key }) {
                members[place].value = member
            } else {
                members.append((key, member))
            }
        }
    }

    /// Input here is what was neither read from nor written to a cache; the canonical input is all of it.
    var usage: Usage? {
        if members.isEmpty { return nil }
        var usage = Usage(inputTokens: 0, outputTokens: 0)
        for (key, value) in members {
            switch key {
            case "input_tokens": usage.inputTokens += value.int ?? 0
            case "output_tokens": usage.outputTokens = value.int ?? 0
            case "cache_read_input_tokens":
                usage.cacheReadTokens = value.int
                usage.inputTokens += value.int ?? 0
            case "cache_creation_input_tokens":
                usage.cacheWriteTokens = value.int
                usage.inputTokens += value.int ?? 0
            default:
                if key == ("output_tokens_details" as StaticString) {
                    usage.reasoningTokens = value["thinking_tokens"]?.int
                }
                usage.extras.append(key, value, .advisory, to: .anthropic)
            }
        }
        return usage
    }
}
