public import WhitworthJSON

/// A piece of a message or of an answer.
public enum Content: Sendable {
    case text(TextContent)
    case image(ImageContent)
    case audio(AudioContent)
    case document(DocumentContent)
    case reasoning(ReasoningContent)
    case refusal(RefusalContent)
    case toolCall(ToolCall)
    case toolResult(ToolResult)
    /// A block only one vocabulary knows (server tools and their results), carried whole.
    case opaque(OpaqueContent)
}

extension Content {
    /// Where the client wrote it, for errors that name the place.
    public var source: JSONValue? {
        switch self {
        case .text(let content): content.source
        case .image(let content): content.source
        case .audio(let content): content.source
        case .document(let content): content.source
        case .reasoning(let content): content.source
        case .refusal(let content): content.source
        case .toolCall(let content): content.source
        case .toolResult(let content): content.source
        case .opaque(let content): content.value
        }
    }
}
