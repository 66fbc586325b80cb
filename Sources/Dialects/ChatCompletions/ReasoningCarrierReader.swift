import WhitworthDialect
import WhitworthJSON
import WhitworthModel

/// Reasoning and foreign blocks of a message that has no place for them, put back where they stood.
///
/// See Documentation/Decisions/0004-reasoning-on-chat-completions.md.
struct ReasoningCarrierReader {
    /// `reasoning_content`: counts only where there are no details.
    var text: JSONText?
    /// Where the client wrote it.
    var source: JSONValue?
    private var placed: [(position: Int?, content: Content)] = []
    private var hasDetails = false

    mutating func read(details value: JSONValue, _ unfamiliar: inout UnfamiliarMembers) throws(Failure) {
        hasDetails = true
        for element in try value.requiredArray() {
            let type = try element.requiredMember("type")
            try unfamiliar.check(
                element, knowing: "index", "type", "format", "position", "id", "text", "signature", "data")
            var content: ReasoningContent
            switch try type.requiredText() {
            case "reasoning.text":
                content = ReasoningContent(text: try element["text"]?.ifPresent()?.requiredText())
                content.signature = try element["signature"]?.ifPresent()?.requiredText()
            case "reasoning.encrypted":
                content = ReasoningContent(text: nil, sealed: try element.requiredMember("data").requiredText())
            default: throw type.notAllowed(["reasoning.text", "reasoning.encrypted"])
            }
            if let format = try element["format"]?.ifPresent()?.requiredText() {
                content.origin = ReasoningFormat.origin(format)
            }
            content.source = element
            placed.append((element["position"]?.int, .reasoning(content)))
        }
    }

    mutating func read(
        blocks value: JSONValue, of slug: ExtensionSlug, _ unfamiliar: inout UnfamiliarMembers
    ) throws(Failure) {
        for element in try value.requiredArray() {
            try unfamiliar.check(element, knowing: "index", "position", "block", "input", "delta")
            var block = OpaqueContent(slug: slug, value: try element.requiredMember("block"))
            // A streamed block began with an empty input, and told it in pieces beside.
            if let input = try element["input"]?.ifPresent()?.requiredText(), !input.isEmpty {
                block.fill(input: input)
            }
            if let delta = element["delta"]?.ifPresent() {
                unfamiliar.report(
                    Loss(.dropped, delta.path, "What this block grew by is not understood and cannot be put back."))
            }
            placed.append((element["position"]?.int, .opaque(block)))
        }
    }

    /// The message's content in the order the model made it.
    func placed(among content: [Content]) -> [Content] {
        if placed.isEmpty, !hasDetails {
            guard let text else { return content }
            var reasoning = ReasoningContent(text: text)
            reasoning.source = source
            return [.reasoning(reasoning)] + content
        }
        var all = placed.filter { $0.position == nil }.map(\.content) + content
        let rest = placed.enumerated().filter { $0.element.position != nil }
            .sorted { ($0.element.position ?? 0, $0.offset) < ($1.element.position ?? 0, $1.offset) }
        for (_, block) in rest { all.insert(block.content, at: min(max(block.position ?? 0, 0), all.count)) }
        return all
    }
}

/// Whose a signature or seal is, in the words of `reasoning_details`.
enum ReasoningFormat {
    static func origin(_ format: JSONText) -> ExtensionSlug? {
        format == ("anthropic-claude-v1" as StaticString) ? .anthropic : nil
    }

    static func name(_ origin: ExtensionSlug?) -> JSONText {
        origin == .anthropic ? "anthropic-claude-v1" : "unknown"
    }
}

extension JSONValue {
    /// nil for null: a member that is null is one that is absent.
    fileprivate func ifPresent() -> JSONValue? { isNull ? nil : self }
}
