import WhitworthDialect
import WhitworthJSON
import WhitworthModel

extension RequestWriter {
    mutating func write(_ message: Message) throws(Failure) {
        switch message.role {
        case .assistant: try writeAssistant(message)
        case .user, .tool:
            // Results that came inside a user's turn are messages of their own here, before the rest of the turn.
            var rest = message
            rest.content = []
            var results = 0
            for content in message.content {
                if case .toolResult(let result) = content {
                    if !rest.content.isEmpty {
                        reportOrder(of: content, "Results of tools come before the rest of a turn.")
                    }
                    try write(result, of: message)
                    results += 1
                } else {
                    rest.content.append(content)
                }
            }
            if message.role == .user {
                if results == 0 || !rest.content.isEmpty {
                    try write(rest, as: "user")
                } else {
                    try refuseMembers(of: message.extras)
                }
            }
        case .system: try write(message, as: "system")
        case .developer: try write(message, as: profile.hasDeveloperRole ? "developer" : "system")
        case .other(.openai, let role): try write(message, as: role)
        // A system message in the middle of a history is nothing special here.
        case .other(_, let role) where role == ("system" as StaticString): try write(message, as: "system")
        case .other(_, let role):
            try crossing.refuse(
                message.source?.path ?? JSONPath([.key("messages")]), "Chat Completions has no role '\(role)'.",
                code: .historyInvalid)
        }
    }

    private mutating func write(_ message: Message, as role: JSONText) throws(Failure) {
        json.beginObject()
        json.member("role", role)
        if message.form != .absent || !message.content.isEmpty {
            json.key("content")
            try write(message.content, form: message.form)
        }
        json.member(ifPresent: "name", message.name)
        try writeMembers(of: message.extras)
        json.endObject()
    }

    private mutating func write(_ result: ToolResult, of message: Message) throws(Failure) {
        noteCaching(result.cache)
        json.beginObject()
        json.member("role", "tool")
        json.member("tool_call_id", callIDs.legal(result.callID))
        json.key("content")
        if result.content.isEmpty, result.form != .parts {
            json.write("")
        } else {
            try write(takenByTool(result.content), form: result.form)
        }
        if message.role == .tool {
            json.member(ifPresent: "name", message.name)
            try writeMembers(of: message.extras)
        }
        try writeMembers(of: result.extras)
        json.endObject()
        if result.isError == true {
            let name = result.source?["anthropic:is_error"] == nil ? "is_error" : "anthropic:is_error"
            let path = result.source?.path.appending(name) ?? JSONPath([.key("messages")])
            crossing.report(.dropped, path, "Chat Completions cannot mark a tool's result as an error.")
        }
    }

    /// A tool's message holds text alone; a client that speaks this vocabulary itself knows its server.
    private mutating func takenByTool(_ content: [Content]) throws(Failure) -> [Content] {
        if origin == .openai { return content }
        var taken: [Content] = []
        for part in content {
            switch part {
            case .image, .audio, .document:
                try crossing.refuse(
                    part.source?.path ?? JSONPath([.key("messages")]),
                    "Chat Completions takes nothing but text as a tool's result.", code: .unsupportedModality)
            case .text, .reasoning, .refusal, .toolCall, .toolResult, .opaque: taken.append(part)
            }
        }
        return taken
    }

    private mutating func reportOrder(of content: Content, _ rule: String) {
        crossing.report(.approximated, content.source?.path ?? JSONPath([.key("messages")]), rule)
    }

    /// Of a message that is not written as one.
    private mutating func refuseMembers(of extras: Extras) throws(Failure) {
        for extra in try crossing.carry(extras) {
            try crossing.refuse(extra.value.path, "No message is left here for the member '\(extra.key)'.")
        }
    }

    private mutating func writeAssistant(_ message: Message) throws(Failure) {
        var parts: [Content] = []
        var calls: [Content] = []
        var reasoning: [JSONText] = []
        var refusal: JSONText?
        for content in message.content {
            switch content {
            case .toolCall: calls.append(content)
            case .opaque(let block) where block.slug == .openai && block.value["type"]?.text == Optional("custom"):
                calls.append(content)
            case .refusal(let block) where block.source?["type"] == nil: refusal = block.text
            case .reasoning(let block):
                if profile.takesReasoningBack, let text = block.text {
                    reasoning.append(text)
                } else {
                    crossing.report(
                        .dropped, block.source?.path ?? message.source?.path ?? JSONPath([.key("messages")]),
                        "Chat Completions takes no thinking back.")
                }
            case .text, .image, .audio, .document, .refusal, .toolResult, .opaque:
                if !calls.isEmpty { reportOrder(of: content, "Calls of tools come after the rest of a message.") }
                parts.append(content)
            }
        }
        json.beginObject()
        json.member("role", "assistant")
        if !parts.isEmpty || (calls.isEmpty && message.form != .absent) {
            json.key("content")
            try write(parts, form: parts.isEmpty ? .string : message.form)
        }
        json.member(ifPresent: "refusal", refusal)
        if !reasoning.isEmpty { json.member("reasoning_content", JSONText.joined(reasoning)) }
        json.member(ifPresent: "name", message.name)
        if !calls.isEmpty {
            json.key("tool_calls")
            json.beginArray()
            for call in calls { try writeCall(call) }
            json.endArray()
        }
        try writeMembers(of: message.extras)
        json.endObject()
    }

    /// A call of another type: as it was, but for an id that would be refused.
    private mutating func writeForeign(call value: JSONValue) {
        json.beginObject()
        for (key, member) in value.members {
            json.key(key)
            if key == ("id" as StaticString), let id = member.text {
                json.write(callIDs.legal(id))
            } else {
                json.write(member)
            }
        }
        json.endObject()
    }

    private mutating func writeCall(_ content: Content) throws(Failure) {
        guard case .toolCall(let call) = content else {
            if let value = content.source { writeForeign(call: value) }
            return
        }
        noteCaching(call.cache)
        json.beginObject()
        json.member("id", callIDs.legal(call.id))
        json.member("type", "function")
        json.key("function")
        json.beginObject()
        json.member("name", call.name)
        json.key("arguments")
        switch call.arguments {
        case .text(let text): json.write(text)
        case .value(let value): json.write(escaping: value.raw)
        }
        json.endObject()
        try writeMembers(of: call.extras)
        json.endObject()
    }
}
