import WhitworthJSON

/// What OpenAI accepts as a Chat Completions request (openapi `CreateChatCompletionRequest`, SDK of November 2026,
/// recorded refusals). Wordings that are neither recorded nor reported are marked so where they stand.
struct OpenAIRequestRules {
    static let members: Set<String> = [
        "audio", "frequency_penalty", "function_call", "functions", "logit_bias", "logprobs", "max_completion_tokens",
        "max_tokens", "messages", "metadata", "modalities", "model", "moderation", "n", "parallel_tool_calls",
        "prediction", "presence_penalty", "prompt_cache_key", "prompt_cache_options", "prompt_cache_retention",
        "reasoning_effort", "response_format", "safety_identifier", "seed", "service_tier", "stop", "store", "stream",
        "stream_options", "temperature", "tool_choice", "tools", "top_logprobs", "top_p", "user", "verbosity",
        "web_search_options",
    ]

    var request: ChatRequest
    let fields: OpenAIFields

    /// - Throws: what the real one would refuse the body with.
    static func check(_ body: JSONValue) throws(OpenAIRefusal) -> ChatRequest {
        guard body.kind == .object else { throw .notJSON }
        // The model is looked at before the members: an unknown one with wrong members is a 404.
        guard let name = body["model"], !name.isNull else { throw .missingModel }
        guard let name = name.string else { throw .type("model", expected: "a string", got: name) }
        guard let model = OpenAIModel.named(name) else { throw .unknownModel(name) }
        guard model.isChat else { throw .notAChatModel }
        let fields = try OpenAIFields(body, at: "", known: members)
        var rules = OpenAIRequestRules(
            request: ChatRequest(model: model, turn: Turn(model: model.id)), fields: fields)
        // Recorded: the limit is looked at before the temperature.
        try rules.checkLimit()
        try rules.checkSampling()
        try rules.checkStream()
        try rules.checkOptions()
        try rules.checkTools()
        try rules.checkMessages()
        try rules.checkFormat()
        try rules.checkLength()
        return rules.request
    }

    // MARK: Sampling

    private mutating func checkSampling() throws(OpenAIRefusal) {
        let model = request.model
        let temperature = try fields.decimal("temperature", 0...2)
        let topP = try fields.decimal("top_p", 0...1)
        let presence = try fields.decimal("presence_penalty", -2...2)
        let frequency = try fields.decimal("frequency_penalty", -2...2)
        let logprobs = try fields.bool("logprobs") ?? false
        let top = try fields.integer("top_logprobs", 0...20)
        if model.isReasoning {
            if let temperature, temperature != 1 { throw refusedValue("temperature", fallback: "1") }
            if let topP, topP != 1 { throw refusedValue("top_p", fallback: "1") }
            // UNCONFIRMED for these: no recording, the form is that of `stop` and `max_tokens`.
            if let presence, presence != 0 { throw .unsupported("presence_penalty") }
            if let frequency, frequency != 0 { throw .unsupported("frequency_penalty") }
            if logprobs { throw .unsupported("logprobs") }
            if top != nil { throw .unsupported("top_logprobs") }
            if fields.value("logit_bias")?.object?.isEmpty == false { throw .unsupported("logit_bias") }
        }
        if top != nil, !logprobs {
            // UNCONFIRMED wording.
            throw OpenAIRefusal(
                message: "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.",
                param: "top_logprobs")
        }
        request.topLogprobs = logprobs ? top ?? 0 : nil
        request.answers = try fields.integer("n", 1...128) ?? 1
        try checkBias()
        let seed = try fields.integer("seed", Int.min...Int.max)
        request.turn.seed = UInt64(bitPattern: Int64(seed ?? 0))
        try checkStop()
    }

    /// From -100 to 100 for a token (openapi). UNCONFIRMED wording.
    private func checkBias() throws(OpenAIRefusal) {
        guard let bias = fields.value("logit_bias") else { return }
        guard let tokens = bias.object else { throw .type("logit_bias", expected: "an object", got: bias) }
        for (token, value) in tokens {
            let path = "logit_bias.\(token.string)"
            guard let number = value.double else { throw .type(path, expected: "a decimal", got: value) }
            guard abs(number) <= 100 else {
                throw .bound(
                    path, kind: "decimal", above: number > 0, limit: number > 0 ? "100" : "-100", got: value.description
                )
            }
        }
    }

    private func refusedValue(_ name: StaticString, fallback: String) -> OpenAIRefusal {
        .unsupportedValue("\(name)", fields.value(name)?.description ?? "null", only: fallback)
    }

    private mutating func checkStop() throws(OpenAIRefusal) {
        guard let stop = fields.value("stop") else { return }
        if request.model.refusesStop { throw .unsupported("stop") }
        if let one = stop.string {
            request.turn.stops = [one]
            return
        }
        guard let list = stop.array else {
            throw .type("stop", expected: "one of a string or array of strings", got: stop)
        }
        var stops: [String] = []
        for (position, value) in list.enumerated() {
            guard let one = value.string else { throw .type("stop[\(position)]", expected: "a string", got: value) }
            stops.append(one)
        }
        guard stops.count <= 4 else { throw .longArray("stop", limit: 4, got: stops.count) }
        request.turn.stops = stops
    }

    // MARK: Stream

    private mutating func checkStream() throws(OpenAIRefusal) {
        request.isStream = try fields.bool("stream") ?? false
        guard let options = fields.value("stream_options") else { return }
        guard request.isStream else {
            // UNCONFIRMED wording.
            throw OpenAIRefusal(
                message: "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
                param: "stream_options")
        }
        let inner = try OpenAIFields(options, at: "stream_options", known: ["include_usage", "include_obfuscation"])
        request.includesUsage = try inner.bool("include_usage") ?? false
        request.includesObfuscation = try inner.bool("include_obfuscation") ?? true
    }

    // MARK: The rest

    private mutating func checkOptions() throws(OpenAIRefusal) {
        let tiers = ["auto", "default", "flex", "scale", "priority", "fast"]
        if let tier = try fields.choice("service_tier", among: tiers), tier != "auto" { request.tier = tier }
        let efforts = ["none", "minimal", "low", "medium", "high", "xhigh", "max"]
        let effort = try fields.choice("reasoning_effort", among: efforts)
        if effort != nil, !request.model.isReasoning {
            // UNCONFIRMED wording.
            throw OpenAIRefusal(message: "Unrecognized request argument supplied: reasoning_effort")
        }
        request.turn.wantsThinking = request.model.isReasoning && effort != "none"
        _ = try fields.choice("verbosity", among: ["low", "medium", "high"])
        _ = try fields.choice("prompt_cache_retention", among: ["in_memory", "24h"])
        _ = try fields.bool("store")
        _ = try fields.string("user")
        _ = try fields.string("safety_identifier")
        _ = try fields.string("prompt_cache_key")
        try checkMetadata()
        if fields.value("web_search_options") != nil {
            throw OpenAIRefusal(
                message: "Web search options not supported with this model.", param: "web_search_options")
        }
        for (position, modality) in (try fields.array("modalities") ?? []).enumerated() where modality.string != "text"
        {
            // None of the simulated models speaks.
            throw .value("modalities[\(position)]", modality.string ?? modality.description, among: ["text"])
        }
        if fields.value("audio") != nil { throw .unsupported("audio") }
    }

    /// Sixteen pairs, keys of 64 and values of 512 characters (openapi `Metadata`). UNCONFIRMED wordings.
    private func checkMetadata() throws(OpenAIRefusal) {
        guard let metadata = fields.value("metadata") else { return }
        guard let pairs = metadata.object else { throw .type("metadata", expected: "an object", got: metadata) }
        var count = 0
        for (key, value) in pairs {
            count += 1
            guard let text = value.string else {
                throw .type("metadata.\(key.string)", expected: "a string", got: value)
            }
            if text.count > 512 {
                throw OpenAIRefusal(
                    message: "Invalid 'metadata.\(key.string)': string too long. Expected a string with maximum length "
                        + "512, but got a string with length \(text.count) instead.",
                    param: "metadata.\(key.string)", code: "string_above_max_length")
            }
        }
        if count > 16 {
            throw OpenAIRefusal(
                message:
                    "Invalid 'metadata': too many properties. Expected an object with at most 16 properties, but got "
                    + "an object with \(count) properties instead.",
                param: "metadata", code: "object_above_max_properties")
        }
    }

    private mutating func checkLimit() throws(OpenAIRefusal) {
        let model = request.model
        if fields.value("max_tokens") != nil, model.isReasoning {
            throw .unsupported("max_tokens", instead: "max_completion_tokens")
        }
        let old = try fields.integer("max_tokens", 1...Int.max)
        let new = try fields.integer("max_completion_tokens", 1...Int.max)
        if old != nil, new != nil {
            // UNCONFIRMED wording.
            throw OpenAIRefusal(
                message: "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
                param: "max_tokens", code: "invalid_parameter_combination")
        }
        let name = old == nil ? "max_completion_tokens" : "max_tokens"
        if let limit = old ?? new, limit > model.longestOutput {
            // UNCONFIRMED code.
            throw OpenAIRefusal(
                message:
                    "\(name) is too large: \(limit). This model supports at most \(model.longestOutput) completion "
                    + "tokens, whereas you provided \(limit).",
                param: name, code: "invalid_value")
        }
        request.turn.limit = old ?? new
    }

    private func checkLength() throws(OpenAIRefusal) {
        let model = request.model
        guard request.promptTokens > model.context else { return }
        throw OpenAIRefusal(
            message:
                "This model's maximum context length is \(model.context) tokens. However, your messages resulted in "
                + "\(request.promptTokens) tokens. Please reduce the length of the messages.",
            param: "messages", code: "context_length_exceeded")
    }
}
