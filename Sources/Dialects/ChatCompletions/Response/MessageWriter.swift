import WhitworthJSON
import WhitworthModel

/// The message of a choice.
enum MessageWriter {
    static func write(_ choice: Choice, to json: inout JSONWriter) {
        var texts: [JSONText] = []
        var refusals: [JSONText] = []
        var calls: [Content] = []
        var carrier = ReasoningCarrierWriter()
        for (position, content) in choice.content.enumerated() {
            switch content {
            case .text(let block):
                texts.append(block.text)
                carrier.add(citations: block.citations, at: position)
            case .refusal(let block): refusals.append(block.text)
            case .toolCall: calls.append(content)
            case .opaque(let block) where block.slug == .openai: calls.append(content)
            case .reasoning(let block): carrier.add(block, at: position)
            case .opaque(let block): carrier.add(block, at: position)
            case .image, .audio, .document, .toolResult: break
            }
        }
        json.beginObject()
        json.member("role", "assistant")
        if texts.isEmpty {
            // A provider that answered in parts keeps them.
            if choice.messageExtras.value(of: "content", in: .openai) == nil { json.memberNull("content") }
        } else {
            json.key("content")
            json.write(joining: texts)
        }
        if refusals.isEmpty {
            json.memberNull("refusal")
        } else {
            json.key("refusal")
            json.write(joining: refusals)
        }
        carrier.write(to: &json)
        if !calls.isEmpty {
            json.key("tool_calls")
            json.beginArray()
            for call in calls { write(call, to: &json) }
            json.endArray()
        }
        MemberWriter.write(choice.messageExtras, to: &json)
        json.endObject()
    }

    private static func write(_ content: Content, to json: inout JSONWriter) {
        guard case .toolCall(let call) = content else {
            if let value = content.source { json.write(value) }
            return
        }
        json.beginObject()
        json.member("id", call.id)
        json.member("type", "function")
        json.key("function")
        json.beginObject()
        json.member("name", call.name)
        json.key("arguments")
        switch call.arguments {
        // Clients parse what they get, streamed or whole: no arguments are an empty object.
        case .text(let text): json.write(text.isEmpty ? "{}" : text)
        case .value(let value): json.write(escaping: value.raw)
        }
        json.endObject()
        MemberWriter.write(call.extras, to: &json)
        json.endObject()
    }
}
