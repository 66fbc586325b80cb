import WhitworthDialect
import WhitworthJSON
import WhitworthModel

/// A content block of an answer, whole or as a stream begins it.
enum BlockReader {
    static func read(_ value: JSONValue) throws(Failure) -> Content {
        guard let object = value.object, let type = value["type"]?.text else {
            throw Failure.unreadable("A content block of the provider's answer has no type.")
        }
        switch type {
        case "text":
            guard let text = value["text"]?.text else { throw Failure.unreadable("A text block has no 'text'.") }
            var block = TextContent(text)
            for (key, member) in object where !member.isNull {
                switch key {
                case "type", "text": break
                case "citations": block.citations = member
                default: block.extras.append(key, member, .advisory, to: .anthropic)
                }
            }
            return .text(block)
        case "thinking":
            guard let text = value["thinking"]?.text else {
                throw Failure.unreadable("A thinking block has no 'thinking'.")
            }
            var block = ReasoningContent(text: text, origin: .anthropic)
            for (key, member) in object where !member.isNull {
                switch key {
                case "type", "thinking": break
                case "signature": block.signature = member.text
                default: block.extras.append(key, member, .advisory, to: .anthropic)
                }
            }
            return .reasoning(block)
        case "redacted_thinking":
            guard let data = value["data"]?.text else { throw Failure.unreadable("A redacted block has no 'data'.") }
            return .reasoning(ReasoningContent(text: nil, sealed: data, origin: .anthropic))
        case "tool_use":
            guard let id = value["id"]?.text, let name = value["name"]?.text else {
                throw Failure.unreadable("A tool call of the provider's answer has no id or name.")
            }
            var call = ToolCall(id: id, name: name, arguments: .text(""))
            for (key, member) in object where !member.isNull {
                switch key {
                case "type", "id", "name": break
                case "input": call.arguments = .value(member)
                default: call.extras.append(key, member, .advisory, to: .anthropic)
                }
            }
            return .toolCall(call)
        default:
            return .opaque(OpaqueContent(slug: .anthropic, value: value))
        }
    }
}
