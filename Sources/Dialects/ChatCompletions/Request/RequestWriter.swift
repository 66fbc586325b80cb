import WhitworthDialect
import WhitworthJSON
import WhitworthModel

/// A canonical request to a provider's `CreateChatCompletionRequest`.
struct RequestWriter {
    let target: Target
    let profile: Profile
    var crossing: Crossing
    var json = JSONWriter()
    /// Whose vocabulary the client spoke.
    private(set) var origin: ExtensionSlug?
    private var hasReportedCaching = false
    var callIDs: ToolCallIDs

    init(target: Target, profile: Profile) {
        self.target = target
        self.profile = profile
        crossing = Crossing(to: .openai, isLenient: target.isLenient)
        callIDs = ToolCallIDs(maximumLength: profile.callIDLength ?? .max) { _ in true }
    }

    mutating func write(_ request: Request) throws(Failure) -> [UInt8] {
        origin = request.origin
        json.reserve((request.messages.first?.source?.documentSize ?? 0) + 1024)
        json.beginObject()
        json.member("model", target.model)
        json.key("messages")
        json.beginArray()
        for message in request.messages { try write(message) }
        json.endArray()
        if origin == .anthropic, let last = request.messages.last, last.role == .assistant {
            // There the answer goes on where this message stops; here it would be a message of its own.
            try crossing.refuse(
                last.source?.path ?? JSONPath([.key("messages")]),
                "Chat Completions cannot continue the assistant's last message.", code: .historyInvalid)
        }
        try writeTools(request)
        try write(request.sampling)
        if let cap = request.maxOutputTokens {
            switch request.maxOutputTokensName {
            case "max_tokens"?: json.member("max_tokens", cap)
            case "max_completion_tokens"?: json.member("max_completion_tokens", cap)
            default:
                switch profile.capName {
                case .maxCompletionTokens: json.member("max_completion_tokens", cap)
                case .maxTokens: json.member("max_tokens", cap)
                }
            }
        }
        if let stop = request.stop { write(stop) }
        json.member(ifPresent: "n", request.choiceCount)
        json.member(ifPresent: "logprobs", request.logprobs?.isEnabled)
        json.member(ifPresent: "top_logprobs", request.logprobs?.top)
        if let format = request.responseFormat { try write(format) }
        if let reasoning = request.reasoning { try write(reasoning) }
        json.member(ifPresent: "service_tier", request.serviceTier)
        json.member(ifPresent: "user", request.userID)
        noteCaching(request.cache)
        if let stream = request.stream { json.member("stream", stream) }
        if request.stream == true {
            try writeStreamOptions(request)
        } else if request.includeUsage != nil || !request.streamExtras.isEmpty {
            crossing.report(.dropped, JSONPath([.key("stream_options")]), "Without a stream they say nothing.")
        }
        // What else was said of the output has no object of its own here.
        _ = try crossing.carry(request.outputExtras)
        try writeMembers(of: request.extras)
        json.endObject()
        if request.origin != .openai { try crossing.checkNothingIsSaidTwice(json.bytes, request.extras) }
        return json.bytes
    }

    /// Usage is always asked for: what an answer cost must be known even to a client that did not ask.
    private mutating func writeStreamOptions(_ request: Request) throws(Failure) {
        json.key("stream_options")
        json.beginObject()
        json.member("include_usage", true)
        try writeMembers(of: request.streamExtras)
        json.endObject()
    }

    private mutating func write(_ sampling: Sampling) throws(Failure) {
        json.member(ifPresent: "temperature", sampling.temperature)
        json.member(ifPresent: "top_p", sampling.topP)
        json.member(ifPresent: "frequency_penalty", sampling.frequencyPenalty)
        json.member(ifPresent: "presence_penalty", sampling.presencePenalty)
        json.member(ifPresent: "seed", sampling.seed)
        if sampling.topK != nil {
            try crossing.refuse(JSONPath([.key("top_k")]), "Chat Completions has no 'top_k'.")
        }
    }

    private mutating func write(_ stop: StopSequences) {
        json.key("stop")
        if stop.isSingle, let text = stop.texts.first { return json.write(text) }
        json.array { list in for text in stop.texts { list.write(text) } }
    }

    private mutating func write(_ format: ResponseFormat) throws(Failure) {
        json.key("response_format")
        json.beginObject()
        switch format {
        case .text: json.member("type", "text")
        case .jsonObject: json.member("type", "json_object")
        case .jsonSchema(let schema):
            json.member("type", "json_schema")
            json.key("json_schema")
            json.beginObject()
            if let name = schema.name {
                json.member("name", name)
            } else {
                json.member("name", "response")
                crossing.report(
                    .defaulted, JSONPath([.key("output_config"), .key("format")]),
                    "Chat Completions requires a schema to have a name; it is called 'response'.")
            }
            json.member(ifPresent: "description", schema.description)
            json.member(ifPresent: "schema", schema.schema)
            json.member(ifPresent: "strict", schema.strict)
            try writeMembers(of: schema.extras)
            json.endObject()
        }
        json.endObject()
    }

    private mutating func write(_ reasoning: ReasoningRequest) throws(Failure) {
        let path = JSONPath([.key("thinking")])
        if let effort = reasoning.effort, reasoning.mode == .disabled {
            // An effort beside it would ask for the very thinking that was declined.
            crossing.report(.approximated, path, "How much to think is left to the model's default here.")
            crossing.report(
                .dropped, JSONPath([.key("output_config"), .key("effort")]),
                "Effort '\(effort)' cannot be told apart from thinking here, which was declined.")
        } else if let effort = reasoning.effort {
            json.member("reasoning_effort", effort)
            if reasoning.mode != nil, reasoning.mode != .adaptive {
                crossing.report(.approximated, path, "Thinking is steered by its effort alone here.")
            }
        } else {
            switch reasoning.mode {
            case .enabled:
                let budget = reasoning.budget?.int ?? 0
                let effort: StaticString = budget < 4096 ? "low" : budget < 16384 ? "medium" : "high"
                json.key("reasoning_effort")
                json.write(effort.description)
                crossing.report(.approximated, path, "A thinking budget became reasoning effort '\(effort)'.")
            case .adaptive, .disabled, .named:
                crossing.report(.approximated, path, "How much to think is left to the model's default here.")
            case nil: break
            }
        }
        if reasoning.display != nil {
            crossing.report(.dropped, path.appending("display"), "Chat Completions shows no thinking.")
        }
        try writeMembers(of: reasoning.extras)
    }

    /// Extras of this vocabulary as members of the object being written; all others are refused or reported.
    mutating func writeMembers(of extras: Extras) throws(Failure) {
        if extras.isEmpty { return }
        for extra in try crossing.carry(extras) {
            json.key(extra.key)
            json.write(extra.value)
        }
    }

    /// Prompt caching is automatic here: breakpoints say nothing that could be said. Reported once for a request.
    mutating func noteCaching(_ mark: CacheMark?) {
        guard let mark, !hasReportedCaching else { return }
        hasReportedCaching = true
        crossing.report(
            .approximated, mark.source?.path ?? JSONPath([.key("cache_control")]),
            "This provider caches prompts on its own; breakpoints are not sent.")
    }
}
