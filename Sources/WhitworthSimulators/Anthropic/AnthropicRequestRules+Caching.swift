import WhitworthJSON

extension AnthropicRequestRules {
    /// Counts a part of the prompt and remembers how far it goes.
    mutating func add(_ part: JSONValue, tokens: Int, cached: MessagesRequest.Lifetime?) {
        request.tokens += tokens
        if let members = part.object {
            // Where the markers stand is no part of what is cached: they move from turn to turn.
            for (key, value) in members where key.string != "cache_control" {
                hash.combine(key.escaped)
                hash.combine(value.raw)
            }
        } else {
            hash.combine(part.raw)
        }
        if let cached { breakpoints.append(cached) }
        request.prefixes.append(.init(hash: hash.value, tokens: request.tokens, breakpoint: cached))
    }

    func lifetime(of block: JSONValue, at path: String) throws(AnthropicRefusal) -> MessagesRequest.Lifetime? {
        guard let control = block["cache_control"], !control.isNull else { return nil }
        let fields = try AnthropicFields(control, at: path + ".cache_control", known: ["type", "ttl"])
        guard let type = control["type"]?.string else { throw .missing(path + ".cache_control.type") }
        guard type == "ephemeral" else { throw .tag(path + ".cache_control", type, ["ephemeral"]) }
        return try fields.choice("ttl", among: ["5m", "1h"]) == "1h" ? .oneHour : .fiveMinutes
    }

    mutating func finishCaching() throws(AnthropicRefusal) {
        if let lifetime = try lifetime(of: fields.object, at: ""), !request.prefixes.isEmpty {
            // At the top level: one breakpoint, at the end.
            if request.prefixes[request.prefixes.count - 1].breakpoint == nil {
                request.prefixes[request.prefixes.count - 1].breakpoint = lifetime
                breakpoints.append(lifetime)
            }
        }
        guard breakpoints.count <= 4 else {
            // Reported.
            throw AnthropicRefusal(
                "A maximum of 4 blocks with cache_control may be provided. Found \(breakpoints.count).")
        }
        if let short = breakpoints.firstIndex(of: .fiveMinutes), breakpoints[short...].contains(.oneHour) {
            // UNCONFIRMED wording; the order is reported.
            throw AnthropicRefusal(
                "a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block. Note that blocks "
                    + "are "
                    + "processed in the following order: `tools`, `system`, `messages`.")
        }
    }
}
