import WhitworthJSON
import WhitworthModel

/// Answers as text, to be compared: the model's types are not equatable, as no code should compare them.
enum Rendering {
    static func of(_ response: Response) -> String {
        let choices = response.choices.map { choice in
            "\(choice.index) [\(of(choice.content))] \(choice.finish.map { "\($0.reason) \($0.native)" } ?? "-") "
                + "\(of(choice.extras)) \(of(choice.messageExtras))"
        }
        let usage =
            response.usage.map { "\($0.inputTokens)+\($0.outputTokens) read \($0.cacheReadTokens ?? -1)" } ?? "-"
        return "\(response.start.id) \(response.start.model) \(choices.joined(separator: "; ")) \(usage)"
    }

    static func of(_ content: [Content]) -> String {
        content.map { of($0) }.joined(separator: ", ")
    }

    private static func of(_ content: Content) -> String {
        switch content {
        case .text(let text): "text(\(text.text)\(text.citations.map { " cites \($0)" } ?? ""))"
        case .refusal(let refusal): "refusal(\(refusal.text))"
        case .reasoning(let thinking):
            "reasoning(\(of(thinking.text)), \(of(thinking.signature)), \(of(thinking.sealed)), "
                + "\(thinking.origin?.name ?? "nil"))"
        case .toolCall(let call): "call(\(call.id), \(call.name), \(call.arguments.text))"
        case .opaque(let block): "opaque(\(block.slug), \(block.value))"
        case .image, .audio, .document, .toolResult: "\(content)"
        }
    }

    private static func of(_ text: JSONText?) -> String { text.map(\.string) ?? "nil" }

    private static func of(_ extras: Extras) -> String {
        extras.groups.flatMap { group in group.members.map { "\(group.slug):\($0.key)=\($0.value)" } }
            .joined(separator: ",")
    }
}
