import WhitworthJSON
import WhitworthModel

/// A content block of an answer, whole or as a stream begins it.
enum BlockWriter {
    static func write(_ content: Content, to json: inout JSONWriter) {
        switch content {
        case .text(let block):
            json.beginObject()
            json.member("type", "text")
            json.member("text", block.text)
            json.member(ifPresent: "citations", block.citations)
            MemberWriter.write(block.extras, to: &json)
            json.endObject()
        case .refusal(let block):
            // The stop reason says what this text is.
            json.object { object in
                object.member("type", "text")
                object.member("text", block.text)
            }
        case .reasoning(let block):
            json.beginObject()
            if let sealed = block.sealed {
                json.member("type", "redacted_thinking")
                json.member("data", sealed)
            } else {
                json.member("type", "thinking")
                json.member("thinking", block.text ?? "")
                // Thinking of another vocabulary has an empty signature: clients require the member.
                if let signature = block.signature {
                    json.member("signature", signature)
                } else if block.origin != .anthropic {
                    json.member("signature", "")
                }
            }
            MemberWriter.write(block.extras, to: &json)
            json.endObject()
        case .toolCall(let call):
            json.beginObject()
            json.member("type", "tool_use")
            json.member("id", call.id)
            json.member("name", call.name)
            writeInput(of: call, to: &json)
            MemberWriter.write(call.extras, to: &json)
            json.endObject()
        case .opaque(let block) where block.slug == .anthropic:
            json.write(block.value)
        case .opaque(let block):
            // Of another vocabulary: carried under its name.
            json.object { object in
                object.member("type", block.slug.name + ":block")
                object.member("block", block.value)
            }
        case .image, .audio, .document, .toolResult:
            // No provider answers with these here.
            break
        }
    }

    /// Arguments a model got wrong are carried as the text they are: they were, and nobody may guess what was meant.
    private static func writeInput(of call: ToolCall, to json: inout JSONWriter) {
        if let value = try? call.arguments.parsed(), value.object != nil {
            json.member("input", value)
            return
        }
        json.key("input")
        json.object { _ in }
        json.key(MemberWriter.name("arguments", of: .openai))
        json.write(call.arguments.text)
    }
}
