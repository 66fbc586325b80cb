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
        guard let role = Names.role(try roleValue.requiredText()) else { throw roleValue.notAllowed(Names.roles) }
        var message = Message(role: role, content: [], form: .absent)
        message.source = value
        var carrier = ReasoningCarrierReader()
        var refusal: JSONText?
        var calls: [Content] = []
        var callID: JSONText?
        var cache: CacheMark?
        var isError: Bool?
        for (key, member) in try value.requiredObject() where !member.isNull {
            switch key {
            case "role": break
            case "content":
                message.form = member.kind == .string ? .string : .parts
                message.content = try content(member)
            case "name": message.name = try member.requiredText()
            case "tool_calls" where role == .assistant: calls = try toolCalls(member)
            case "refusal" where role == .assistant: refusal = try member.requiredText()
            case "tool_call_id" where role == .tool: callID = try member.requiredText()
            case "reasoning_content" where role == .assistant:
                carrier.text = try member.requiredText()
                carrier.source = member
            case "reasoning_details" where role == .assistant:
                try carrier.read(details: member, &unfamiliar)
            case "anthropic:content" where role == .assistant:
                try carrier.read(blocks: member, of: .anthropic, &unfamiliar)
            case "anthropic:citations" where role == .assistant:
                unfamiliar.report(Loss(.dropped, member.path, "Citations of an earlier answer are not sent back."))
            case "anthropic:is_error" where role == .tool: isError = try member.requiredBool()
            case "cache_control": cache = try cacheMark(member)
            case "function_call" where role == .assistant, "audio" where role == .assistant:
                message.extras.append(key, member, .binding, to: .openai)
            case "annotations" where role == .assistant, "finish_detail" where role == .assistant:
                message.extras.append(key, member, .advisory, to: .openai)
            default: try unfamiliar.take(key, member, into: &message.extras)
            }
        }
        if let refusal {
            var content = RefusalContent(refusal)
            content.source = value
            message.content.append(.refusal(content))
        }
        message.content = carrier.placed(among: message.content + calls)
        if role == .tool {
            message.content = [.toolResult(try result(callID, message, isError, cache, value))]
        } else if let cache, !message.mark(cache) {
            unfamiliar.report(
                Loss(.dropped, value.path.appending("cache_control"), "This message ends with nothing to be cached."))
        }
        return message
    }

    private func result(
        _ callID: JSONText?, _ message: Message, _ isError: Bool?, _ cache: CacheMark?, _ value: JSONValue
    ) throws(Failure) -> ToolResult {
        guard let callID else {
            let path = value.path.appending("tool_call_id")
            throw Failure(.missingParameter, "Missing required member '\(path)'.", param: path)
        }
        guard callIDs.contains(callID) else {
            throw Failure(
                .toolResultMismatch, "No earlier assistant message made the call '\(callID)'.",
                param: value.path.appending("tool_call_id"), details: [FailureDetail("call_id", callID.string)])
        }
        var result = ToolResult(callID: callID, content: message.content, form: message.form)
        result.isError = isError
        result.cache = cache
        result.source = value
        return result
    }

    private mutating func toolCalls(_ value: JSONValue) throws(Failure) -> [Content] {
        var calls: [Content] = []
        for element in try value.requiredArray() {
            let id = try element.requiredMember("id").requiredText()
            callIDs.insert(id)
            guard try element.requiredMember("type").requiredText() == ("function" as StaticString) else {
                calls.append(.opaque(OpaqueContent(slug: .openai, value: element)))
                continue
            }
            let function = try element.requiredMember("function")
            try unfamiliar.check(function, knowing: "name", "arguments")
            let arguments = try function.requiredMember("arguments")
            var call = ToolCall(
                id: id, name: try function.requiredMember("name").requiredText(),
                arguments: .text(try arguments.requiredText()))
            call.source = element
            for (key, member) in try element.requiredObject() where !member.isNull {
                switch key {
                case "id", "type", "function": break
                // The index of a streamed call, which clients echo: its place in the list says the same, and requests have
                // no such member.
                case "index":
                    if member.int != calls.count {
                        unfamiliar.report(Loss(.dropped, member.path, "A call is told by its place in the list."))
                    }
                case "cache_control": call.cache = try cacheMark(member)
                // Told by the answer that made the call, and echoed: asks nothing of another provider.
                case "anthropic:caller": call.extras.append("caller", member, .advisory, to: .anthropic)
                case "anthropic:toolset_name": call.extras.append("toolset_name", member, .advisory, to: .anthropic)
                default: try unfamiliar.take(key, member, into: &call.extras)
                }
            }
            calls.append(.toolCall(call))
        }
        return calls
    }
}

extension Message {
    /// A mark on a message is one on its last part.
    ///
    /// - Returns: whether that part can have one.
    fileprivate mutating func mark(_ cache: CacheMark) -> Bool {
        guard let last = content.indices.last else { return false }
        switch content[last] {
        case .text(var part):
            part.cache = part.cache ?? cache
            content[last] = .text(part)
        case .image(var part):
            part.cache = part.cache ?? cache
            content[last] = .image(part)
        case .document(var part):
            part.cache = part.cache ?? cache
            content[last] = .document(part)
        case .toolCall(var part):
            part.cache = part.cache ?? cache
            content[last] = .toolCall(part)
        case .toolResult(var part):
            part.cache = part.cache ?? cache
            content[last] = .toolResult(part)
        case .audio, .reasoning, .refusal, .opaque: return false
        }
        return true
    }
}
