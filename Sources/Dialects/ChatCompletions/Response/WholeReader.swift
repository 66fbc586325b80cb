import WhitworthDialect
import WhitworthJSON
import WhitworthModel

/// A provider's `CreateChatCompletionResponse` to a canonical answer.
enum WholeReader {
    static func read(_ body: [UInt8]) throws(Failure) -> Response {
        let document: JSONValue
        do throws(JSONError) {
            document = try JSONValue(parsing: body, limits: JSONLimits(depth: 512))
        } catch {
            throw Failure.unreadable("The provider's answer is not JSON: \(error).")
        }
        guard let object = document.object else { throw Failure.unreadable("The provider's answer is no object.") }
        // P25: an error may come with status 200.
        if let error = document["error"], !error.isNull { throw FailureReader.read(error, status: 200) }
        guard let choices = document["choices"]?.array else {
            throw Failure.unreadable("The provider's answer has no 'choices'.")
        }
        var response = Response(
            start: ResponseStart(
                id: document["id"]?.text ?? "", model: document["model"]?.text ?? "", created: document["created"]?.int),
            choices: [], usage: nil)
        for (key, value) in object where !value.isNull {
            switch key {
            case "id", "object", "created", "model", "choices": break
            case "usage": response.usage = usage(value)
            case "service_tier": response.start.serviceTier = value.text
            default: response.start.extras.append(key, value, .advisory, to: .openai)
            }
        }
        for choice in choices { response.choices.append(try self.choice(choice, at: response.choices.count)) }
        return response
    }

    private static func choice(_ value: JSONValue, at position: Int) throws(Failure) -> Choice {
        guard let object = value.object, let message = value["message"], message.object != nil else {
            throw Failure.unreadable("A choice of the provider's answer has no message.")
        }
        var choice = Choice(index: value["index"]?.int ?? position, content: [], finish: nil)
        try read(message, into: &choice)
        let hasCalls = choice.content.contains { if case .toolCall = $0 { true } else { false } }
        for (key, member) in object where !member.isNull {
            switch key {
            case "index", "message": break
            case "finish_reason":
                guard let text = member.text else {
                    throw Failure.unreadable("'finish_reason' of the provider's answer is no string.")
                }
                choice.finish = Names.finish(text, hasToolCalls: hasCalls)
            case "logprobs": choice.logprobs = member
            default: choice.extras.append(key, member, .advisory, to: .openai)
            }
        }
        return choice
    }

    private static func read(_ message: JSONValue, into choice: inout Choice) throws(Failure) {
        guard let object = message.object else { return }
        var reasoning: [Content] = []
        var texts: [Content] = []
        var calls: [Content] = []
        for (key, member) in object where !member.isNull {
            switch key {
            case "role": break
            case "content":
                // Some compatible servers answer with parts.
                guard let text = member.text else {
                    choice.messageExtras.append(key, member, .binding, to: .openai)
                    continue
                }
                texts.insert(.text(TextContent(text)), at: 0)
            case "refusal":
                guard let text = member.text else { throw Failure.unreadable("'refusal' is no string.") }
                texts.append(.refusal(RefusalContent(text)))
            case "reasoning_content":
                guard let text = member.text else { throw Failure.unreadable("'reasoning_content' is no string.") }
                reasoning.append(.reasoning(ReasoningContent(text: text)))
            case "tool_calls":
                for call in member.elements { calls.append(try self.call(call)) }
            default: choice.messageExtras.append(key, member, .advisory, to: .openai)
            }
        }
        choice.content = reasoning + texts + calls
    }

    private static func call(_ value: JSONValue) throws(Failure) -> Content {
        // Servers leave `type` out; a call with another type is carried whole.
        if let type = value["type"]?.text, !(type == ("function" as StaticString)) {
            return .opaque(OpaqueContent(slug: .openai, value: value))
        }
        guard let id = value["id"]?.text, let function = value["function"], let name = function["name"]?.text else {
            throw Failure.unreadable("A tool call of the provider's answer has no id or name.")
        }
        let arguments: ToolArguments
        switch function["arguments"] {
        case let value? where value.kind == .string: arguments = .text(value.text ?? "")
        // P08: an object where the document says string.
        case let value? where value.kind == .object: arguments = .value(value)
        case nil: arguments = .text("")
        case let value? where value.isNull: arguments = .text("")
        default: throw Failure.unreadable("The arguments of a tool call are neither a string nor an object.")
        }
        var call = ToolCall(id: id, name: name, arguments: arguments)
        for (key, member) in value.members where !member.isNull {
            switch key {
            case "id", "type", "function", "index": break
            default: call.extras.append(key, member, .advisory, to: .openai)
            }
        }
        return .toolCall(call)
    }

    static func usage(_ value: JSONValue) -> Usage? {
        guard let object = value.object else { return nil }
        var usage = Usage(
            inputTokens: value["prompt_tokens"]?.int ?? 0, outputTokens: value["completion_tokens"]?.int ?? 0)
        for (key, member) in object where !member.isNull {
            switch key {
            case "prompt_tokens", "completion_tokens": break
            case "total_tokens":
                // Told otherwise than as the sum by servers that hide a part of what they count.
                if member.int != usage.totalTokens { usage.extras.append(key, member, .advisory, to: .openai) }
            default:
                if key == ("prompt_tokens_details" as StaticString) {
                    usage.cacheReadTokens = member["cached_tokens"]?.int
                    usage.cacheWriteTokens = member["cache_write_tokens"]?.int
                } else if key == ("completion_tokens_details" as StaticString) {
                    usage.reasoningTokens = member["reasoning_tokens"]?.int
                }
                usage.extras.append(key, member, .advisory, to: .openai)
            }
        }
        return usage
    }
}
