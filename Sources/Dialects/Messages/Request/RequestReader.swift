import WhitworthDialect
import WhitworthJSON
import WhitworthModel

/// A client's `CreateMessageParams` to a canonical request.
struct RequestReader {
    var unfamiliar: UnfamiliarMembers

    init(_ unfamiliar: UnfamiliarMembers) {
        self.unfamiliar = unfamiliar
    }

    mutating func read(_ body: [UInt8], limits: JSONLimits) throws(Failure) -> Request {
        let document: JSONValue
        do throws(JSONError) {
            document = try JSONValue(parsing: body, limits: limits)
        } catch {
            throw Failure(error)
        }
        guard let object = document.object else { throw Failure(.invalidRequest, "The body must be a JSON object.") }
        var request = Request(model: try document.requiredMember("model").requiredText())
        request.origin = unfamiliar.slug
        request.maxOutputTokens = try document.requiredMember("max_tokens").requiredInteger()
        var system: Message?
        for (key, value) in object {
            // A member that is null is one that is absent.
            if value.isNull { continue }
            switch key {
            case "model", "max_tokens": break
            case "messages": request.messages = try messages(value)
            case "system":
                var message = Message(role: .system, content: [], form: value.kind == .string ? .string : .parts)
                message.content = try content(value)
                message.source = value
                system = message
            case "tools": request.tools = try tools(value)
            case "tool_choice": try readToolChoice(value, into: &request)
            case "temperature": request.sampling.temperature = try value.requiredNumber(in: 0...1)
            case "top_p": request.sampling.topP = try value.requiredNumber()
            case "top_k": request.sampling.topK = try value.requiredInteger()
            case "stop_sequences":
                var texts: [JSONText] = []
                for element in try value.requiredArray() { texts.append(try element.requiredText()) }
                request.stop = StopSequences(texts)
            case "stream": request.stream = try value.requiredBool()
            case "thinking": try readThinking(value, into: &request)
            case "output_config": try readOutputConfig(value, into: &request)
            // The name the same member had while it was in beta.
            case "output_format": request.responseFormat = try format(value)
            case "metadata":
                for (name, member) in try value.requiredObject() where !member.isNull {
                    switch name {
                    case "user_id": request.userID = try member.requiredText()
                    default: try unfamiliar.take(name, member, into: &request.extras)
                    }
                }
            case "service_tier":
                // `standard_only` is what the canonical model calls `default`: no other capacity is used.
                request.serviceTier =
                    try value.requiredText() == ("standard_only" as StaticString) ? "default" : value.requiredText()
            case "cache_control": request.cache = try cacheMark(value)
            default:
                if let weight = Names.weight(ofRequestMember: key) {
                    request.extras.append(key, value, weight, to: .anthropic)
                } else {
                    try unfamiliar.take(key, value, into: &request.extras)
                }
            }
        }
        guard !request.messages.isEmpty else {
            let path = JSONPath([.key("messages")])
            if document["messages"] == nil {
                throw Failure(.missingParameter, "Missing required member 'messages'.", param: path)
            }
            throw Failure(.historyInvalid, "'messages' must hold at least one message.", param: path)
        }
        if let system { request.messages.insert(system, at: 0) }
        try checkToolChoice(request)
        return request
    }

    private mutating func readThinking(_ value: JSONValue, into request: inout Request) throws(Failure) {
        var reasoning = request.reasoning ?? ReasoningRequest()
        for (key, member) in try value.requiredObject() where !member.isNull {
            switch key {
            case "type":
                switch try member.requiredText() {
                case "enabled": reasoning.mode = .enabled
                case "adaptive": reasoning.mode = .adaptive
                case "disabled": reasoning.mode = .disabled
                default: reasoning.mode = .named(try member.requiredText())
                }
            case "budget_tokens": reasoning.budget = try member.requiredInteger()
            case "display": reasoning.display = try member.requiredText()
            default: try unfamiliar.take(key, member, into: &reasoning.extras)
            }
        }
        _ = try value.requiredMember("type")
        request.reasoning = reasoning
    }

    private mutating func readOutputConfig(_ value: JSONValue, into request: inout Request) throws(Failure) {
        for (key, member) in try value.requiredObject() where !member.isNull {
            switch key {
            case "effort":
                var reasoning = request.reasoning ?? ReasoningRequest()
                reasoning.effort = try member.requiredText()
                request.reasoning = reasoning
            case "format": request.responseFormat = try format(member)
            // Tells the model how much it may spend on the whole task: the answer would be another without it.
            case "task_budget": request.outputExtras.append(key, member, .binding, to: .anthropic)
            default: try unfamiliar.take(key, member, into: &request.outputExtras)
            }
        }
    }

    private mutating func format(_ value: JSONValue) throws(Failure) -> ResponseFormat {
        let type = try value.requiredMember("type")
        guard try type.requiredText() == ("json_schema" as StaticString) else { throw type.notAllowed(["json_schema"]) }
        // Conformance is always enforced here.
        var format = JSONSchemaFormat(name: nil, description: nil, schema: nil, strict: true)
        for (key, member) in try value.requiredObject() where !member.isNull {
            switch key {
            case "type": break
            case "schema":
                _ = try member.requiredObject()
                format.schema = member
            default: try unfamiliar.take(key, member, into: &format.extras)
            }
        }
        return .jsonSchema(format)
    }

    mutating func cacheMark(_ value: JSONValue) throws(Failure) -> CacheMark {
        _ = try value.requiredMember("type")
        var mark = CacheMark(ttl: nil)
        mark.source = value
        for (key, member) in try value.requiredObject() where !member.isNull {
            switch key {
            case "type":
                guard try member.requiredText() == ("ephemeral" as StaticString) else {
                    throw member.notAllowed(["ephemeral"])
                }
            case "ttl": mark.ttl = try member.requiredText()
            default: try unfamiliar.take(key, member, into: &mark.extras)
            }
        }
        return mark
    }
}
