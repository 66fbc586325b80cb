import WhitworthDialect
import WhitworthJSON
import WhitworthModel

extension RequestReader {
    mutating func messages(_ value: JSONValue) throws(Failure) -> [Message] {
        var messages: [Message] = []
        for element in try value.requiredArray() { messages.append(try message(element)) }
        return messages
    }

    private mutating func message(_ value: JSONValue) throws(Failure) -> Message {
        let roleValue = try value.requiredMember("role")
        let role: Role
        switch try roleValue.requiredText() {
        case "user": role = .user
        case "assistant": role = .assistant
        // In the middle of a history, which is not the place of `system`.
        case "system": role = .other(.anthropic, "system")
        default: throw roleValue.notAllowed(["user", "assistant"])
        }
        let body = try value.requiredMember("content")
        var message = Message(role: role, content: try content(body), form: body.kind == .string ? .string : .parts)
        message.source = value
        for (key, member) in try value.requiredObject() where !member.isNull {
            switch key {
            case "role", "content": break
            default: try unfamiliar.take(key, member, into: &message.extras)
            }
        }
        return message
    }

    /// A string, or a list of blocks.
    mutating func content(_ value: JSONValue) throws(Failure) -> [Content] {
        if let text = value.text {
            var content = TextContent(text)
            content.source = value
            return [.text(content)]
        }
        guard let array = value.array else { throw value.mistyped("a string or an array of content blocks") }
        var blocks: [Content] = []
        for element in array { blocks.append(try block(element)) }
        return blocks
    }

    private mutating func block(_ value: JSONValue) throws(Failure) -> Content {
        switch try value.requiredMember("type").requiredText() {
        case "text":
            var block = TextContent(try value.requiredMember("text").requiredText())
            block.source = value
            for (key, member) in try value.requiredObject() where !member.isNull {
                switch key {
                case "type", "text": break
                case "citations": block.citations = member
                case "cache_control": block.cache = try cacheMark(member)
                default: try unfamiliar.take(key, member, into: &block.extras)
                }
            }
            return .text(block)
        case "image":
            var block = ImageContent(try media(try value.requiredMember("source")))
            block.source = value
            for (key, member) in try value.requiredObject() where !member.isNull {
                switch key {
                case "type", "source": break
                case "cache_control": block.cache = try cacheMark(member)
                case "transformations": block.extras.append(key, member, .advisory, to: .anthropic)
                default: try unfamiliar.take(key, member, into: &block.extras)
                }
            }
            return .image(block)
        case "document": return .document(try document(value))
        case "thinking":
            var block = ReasoningContent(text: try value.requiredMember("thinking").requiredText(), origin: .anthropic)
            block.source = value
            for (key, member) in try value.requiredObject() where !member.isNull {
                switch key {
                case "type", "thinking": break
                case "signature": block.signature = try member.requiredText()
                default: try unfamiliar.take(key, member, into: &block.extras)
                }
            }
            // P18: what we gave this client of another provider's thinking has an empty signature; Anthropic never does.
            if block.signature?.isEmpty == true { block.origin = nil }
            return .reasoning(block)
        case "redacted_thinking":
            var block = ReasoningContent(
                text: nil, sealed: try value.requiredMember("data").requiredText(), origin: .anthropic)
            block.source = value
            try unfamiliar.check(value, knowing: "type", "data")
            return .reasoning(block)
        case "tool_use": return .toolCall(try call(value))
        case "tool_result": return .toolResult(try result(value))
        default: return .opaque(OpaqueContent(slug: .anthropic, value: value))
        }
    }

    private mutating func document(_ value: JSONValue) throws(Failure) -> DocumentContent {
        var block = DocumentContent(try media(try value.requiredMember("source")))
        block.source = value
        for (key, member) in try value.requiredObject() where !member.isNull {
            switch key {
            case "type", "source": break
            case "title": block.title = try member.requiredText()
            case "context": block.context = try member.requiredText()
            case "citations":
                try unfamiliar.check(member, knowing: "enabled")
                block.citationsEnabled = try member["enabled"]?.requiredBool()
            case "cache_control": block.cache = try cacheMark(member)
            default: try unfamiliar.take(key, member, into: &block.extras)
            }
        }
        return block
    }

    private mutating func media(_ value: JSONValue) throws(Failure) -> MediaSource {
        switch try value.requiredMember("type").requiredText() {
        case "base64":
            try unfamiliar.check(value, knowing: "type", "media_type", "data")
            return .base64(
                mediaType: try value.requiredMember("media_type").requiredText(),
                data: try value.requiredMember("data").requiredText())
        case "url":
            try unfamiliar.check(value, knowing: "type", "url")
            return .url(try value.requiredMember("url").requiredText())
        case "file":
            try unfamiliar.check(value, knowing: "type", "file_id")
            return .file(id: try value.requiredMember("file_id").requiredText())
        case "text":
            try unfamiliar.check(value, knowing: "type", "media_type", "data")
            return .text(
                try value.requiredMember("data").requiredText(),
                mediaType: try value.requiredMember("media_type").requiredText())
        case "content":
            try unfamiliar.check(value, knowing: "type", "content")
            let body = try value.requiredMember("content")
            return .content(try content(body), form: body.kind == .string ? .string : .parts)
        default: return .opaque(.anthropic, value)
        }
    }

    private mutating func call(_ value: JSONValue) throws(Failure) -> ToolCall {
        let input = try value.requiredMember("input")
        _ = try input.requiredObject()
        var call = ToolCall(
            id: try value.requiredMember("id").requiredText(), name: try value.requiredMember("name").requiredText(),
            arguments: .value(input))
        call.source = value
        for (key, member) in try value.requiredObject() where !member.isNull {
            switch key {
            case "type", "id", "name", "input": break
            case "cache_control": call.cache = try cacheMark(member)
            // Who called: the model itself, or its code.
            case "caller", "toolset_name": call.extras.append(key, member, .advisory, to: .anthropic)
            default: try unfamiliar.take(key, member, into: &call.extras)
            }
        }
        return call
    }

    private mutating func result(_ value: JSONValue) throws(Failure) -> ToolResult {
        // Whether a call made it is the provider's to say: recorded requests whose ids differ were answered.
        var result = ToolResult(
            callID: try value.requiredMember("tool_use_id").requiredText(), content: [], form: .absent)
        result.source = value
        for (key, member) in try value.requiredObject() where !member.isNull {
            switch key {
            case "type", "tool_use_id": break
            case "content":
                result.content = try content(member)
                result.form = member.kind == .string ? .string : .parts
            case "is_error": result.isError = try member.requiredBool()
            case "cache_control": result.cache = try cacheMark(member)
            case "toolset_name": result.extras.append(key, member, .advisory, to: .anthropic)
            default: try unfamiliar.take(key, member, into: &result.extras)
            }
        }
        return result
    }
}
