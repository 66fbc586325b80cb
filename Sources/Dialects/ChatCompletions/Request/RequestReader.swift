import WhitworthDialect
import WhitworthJSON
import WhitworthModel

/// A client's `CreateChatCompletionRequest` to a canonical request.
struct RequestReader {
    var unfamiliar: UnfamiliarMembers
    /// Ids of the calls seen so far, for the results that answer them.
    var callIDs: Set<JSONText> = []

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
        var logprobs = Logprobs(isEnabled: nil, top: nil)
        for (key, value) in object {
            // A member that is null is one that is absent.
            if value.isNull { continue }
            switch key {
            case "model": break
            case "messages": request.messages = try messages(value)
            case "tools": request.tools = try tools(value)
            case "tool_choice": request.toolChoice = try toolChoice(value)
            case "parallel_tool_calls": request.parallelToolCalls = try value.requiredBool()
            case "temperature": request.sampling.temperature = try value.requiredNumber(in: 0...2)
            case "top_p": request.sampling.topP = try value.requiredNumber(in: 0...1)
            case "frequency_penalty": request.sampling.frequencyPenalty = try value.requiredNumber(in: -2...2)
            case "presence_penalty": request.sampling.presencePenalty = try value.requiredNumber(in: -2...2)
            case "seed": request.sampling.seed = try value.requiredInteger()
            case "max_completion_tokens", "max_tokens":
                if request.maxOutputTokensName != nil {
                    throw Failure(
                        .conflictingParameters, "'max_tokens' and 'max_completion_tokens' exclude each other.",
                        param: value.path, details: [FailureDetail("with", request.maxOutputTokensName?.string ?? "")])
                }
                request.maxOutputTokens = try value.requiredInteger()
                request.maxOutputTokensName = key
            case "stop": request.stop = try stop(value)
            case "n": request.choiceCount = try value.requiredInteger()
            case "logprobs": logprobs.isEnabled = try value.requiredBool()
            case "top_logprobs": logprobs.top = try value.requiredInteger()
            case "response_format": request.responseFormat = try responseFormat(value)
            case "reasoning_effort":
                var reasoning = ReasoningRequest()
                reasoning.effort = try value.requiredText()
                request.reasoning = reasoning
            case "stream": request.stream = try value.requiredBool()
            case "stream_options": try streamOptions(value, into: &request)
            case "service_tier": request.serviceTier = try value.requiredText()
            case "user": request.userID = try value.requiredText()
            case "cache_control": request.cache = try cacheMark(value)
            default:
                if key == ("modalities" as StaticString), value.elements.map(\.string) == ["text"] {
                    // What every model gives anyway.
                    request.extras.append(key, value, .advisory, to: .openai)
                } else if let weight = Names.weight(ofRequestMember: key) {
                    request.extras.append(key, value, weight, to: .openai)
                } else {
                    try unfamiliar.take(key, value, into: &request.extras)
                }
            }
        }
        if logprobs.isEnabled != nil || logprobs.top != nil { request.logprobs = logprobs }
        guard !request.messages.isEmpty else {
            let path = JSONPath([.key("messages")])
            if document["messages"] == nil {
                throw Failure(.missingParameter, "Missing required member 'messages'.", param: path)
            }
            throw Failure(.historyInvalid, "'messages' must hold at least one message.", param: path)
        }
        try checkToolChoice(request)
        return request
    }

    private func stop(_ value: JSONValue) throws(Failure) -> StopSequences {
        if let text = value.text { return StopSequences([text], isSingle: true) }
        guard let array = value.array else { throw value.mistyped("a string or an array of strings") }
        var texts: [JSONText] = []
        for element in array { texts.append(try element.requiredText()) }
        return StopSequences(texts)
    }

    private mutating func streamOptions(_ value: JSONValue, into request: inout Request) throws(Failure) {
        var rest = Extras()
        for (key, member) in try value.requiredObject() where !member.isNull {
            switch key {
            case "include_usage": request.includeUsage = try member.requiredBool()
            case "include_obfuscation": rest.append(key, member, .advisory, to: .openai)
            default: try unfamiliar.take(key, member, into: &rest)
            }
        }
        request.streamExtras = rest
    }

    private mutating func responseFormat(_ value: JSONValue) throws(Failure) -> ResponseFormat {
        let type = try value.requiredMember("type")
        try unfamiliar.check(value, knowing: "type", "json_schema")
        switch try type.requiredText() {
        case "text": return .text
        case "json_object": return .jsonObject
        case "json_schema": break
        default: throw type.notAllowed(["text", "json_object", "json_schema"])
        }
        let schema = try value.requiredMember("json_schema")
        var format = JSONSchemaFormat(name: nil, description: nil, schema: nil, strict: nil)
        for (key, member) in try schema.requiredObject() where !member.isNull {
            switch key {
            case "name": format.name = try member.requiredText()
            case "description": format.description = try member.requiredText()
            case "schema":
                _ = try member.requiredObject()
                format.schema = member
            case "strict": format.strict = try member.requiredBool()
            default: try unfamiliar.take(key, member, into: &format.extras)
            }
        }
        return .jsonSchema(format)
    }

    /// The standard's mark for a breakpoint of the prompt cache, of the same shape as Anthropic's.
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
