import WhitworthDialect
import WhitworthJSON
import WhitworthModel

/// A canonical request to a provider's `CreateMessageParams`.
struct RequestWriter {
    let target: Target
    var crossing: Crossing
    var json = JSONWriter()
    private(set) var headers: [(name: String, value: String)] = []
    var callIDs = ToolCallIDs(maximumLength: 128, allows: ToolCallIDs.isWord)

    init(target: Target) {
        self.target = target
        crossing = Crossing(to: .anthropic, isLenient: target.isLenient)
    }

    mutating func write(_ request: Request) throws(Failure) -> [UInt8] {
        try refuseWhatCannotBeSaid(request)
        json.reserve((request.messages.first?.source?.documentSize ?? 0) + 1024)
        json.beginObject()
        json.member("model", target.model)
        if let cap = request.maxOutputTokens {
            json.member("max_tokens", cap)
        } else {
            json.member("max_tokens", target.defaultMaxOutputTokens)
            crossing.report(
                .defaulted, JSONPath([.key("max_completion_tokens")]),
                "Messages requires a cap on output tokens; \(target.defaultMaxOutputTokens) was set.")
        }
        try writeConversation(request.messages)
        if request.origin == .openai, let last = request.messages.last, last.role == .assistant {
            crossing.report(
                .approximated, last.source?.path ?? JSONPath([.key("messages")]),
                "Messages continues the assistant's last message instead of answering after it.")
        }
        try writeTools(request)
        if !Self.isTooHot(request.sampling) { json.member(ifPresent: "temperature", request.sampling.temperature) }
        json.member(ifPresent: "top_p", request.sampling.topP)
        json.member(ifPresent: "top_k", request.sampling.topK)
        if let stop = request.stop {
            json.key("stop_sequences")
            json.array { list in for text in stop.texts { list.write(text) } }
        }
        let effort = try effort(request)
        try writeThinking(request, effort)
        try writeOutputConfig(request, effort)
        if let user = request.userID {
            json.key("metadata")
            json.object { $0.member("user_id", user) }
        }
        try writeServiceTier(request.serviceTier)
        write(cache: request.cache)
        json.member(ifPresent: "stream", request.stream)
        // Padding and the like: what a stream may hold beside the answer.
        _ = try crossing.carry(request.streamExtras)
        for extra in try crossing.carry(request.extras) {
            if extra.key == Messages.betaKey {
                headers.append(("anthropic-beta", extra.value.string ?? ""))
                continue
            }
            json.key(extra.key)
            json.write(extra.value)
        }
        json.endObject()
        if request.origin != .anthropic { try crossing.checkNothingIsSaidTwice(json.bytes, request.extras) }
        return json.bytes
    }

    /// What Chat Completions can promise and Messages cannot.
    private mutating func refuseWhatCannotBeSaid(_ request: Request) throws(Failure) {
        if let count = request.choiceCount, count.int != 1 { try refuse("n", "gives one answer to a request") }
        if request.logprobs?.isEnabled == true { try refuse("logprobs", "tells no log probabilities") }
        if let top = request.logprobs?.top, top.int != 0 { try refuse("top_logprobs", "tells no log probabilities") }
        let sampling = request.sampling
        if sampling.seed != nil { try refuse("seed", "has no seed") }
        if let penalty = sampling.frequencyPenalty, penalty.double != 0 {
            try refuse("frequency_penalty", "has no penalties")
        }
        if let penalty = sampling.presencePenalty, penalty.double != 0 {
            try refuse("presence_penalty", "has no penalties")
        }
        if Self.isTooHot(sampling) { try refuse("temperature", "takes a temperature of at most 1") }
    }

    private static func isTooHot(_ sampling: Sampling) -> Bool { (sampling.temperature?.double ?? 0) > 1 }

    private mutating func refuse(_ name: String, _ reason: String) throws(Failure) {
        try crossing.refuse(JSONPath([.key(name)]), "Messages \(reason).")
    }

    /// The effort as it is said here, settled before anything depends on it.
    private mutating func effort(_ request: Request) throws(Failure) -> JSONText? {
        guard let effort = request.reasoning?.effort, request.origin == .openai else {
            return request.reasoning?.effort
        }
        let path = JSONPath([.key("reasoning_effort")])
        if effort == ("minimal" as StaticString) {
            crossing.report(.approximated, path, "Messages has no effort 'minimal'; the nearest is 'low'.")
            return "low"
        }
        guard effort == ("none" as StaticString) || Names.efforts.contains(effort.string) else {
            try crossing.refuse(path, "Messages has no effort '\(effort)'.")
            return nil
        }
        return effort
    }

    private mutating func writeThinking(_ request: Request, _ effort: JSONText?) throws(Failure) {
        guard let reasoning = request.reasoning else { return }
        // A client of the other surface may say the whole member itself.
        if request.extras.value(of: "thinking", in: .anthropic) != nil { return }
        var mode = reasoning.mode
        // An effort said to Messages itself steers all output and leaves thinking alone; said to Chat Completions it
        // asks for thinking.
        if mode == nil, request.origin == .openai, let effort {
            mode = effort == ("none" as StaticString) ? .disabled : .adaptive
        }
        guard let mode else { return }
        json.key("thinking")
        json.beginObject()
        switch mode {
        case .enabled: json.member("type", "enabled")
        case .adaptive: json.member("type", "adaptive")
        case .disabled: json.member("type", "disabled")
        case .named(let name): json.member("type", name)
        }
        json.member(ifPresent: "budget_tokens", reasoning.budget)
        json.member(ifPresent: "display", reasoning.display)
        try writeMembers(of: reasoning.extras)
        json.endObject()
    }

    private mutating func writeOutputConfig(_ request: Request, _ said: JSONText?) throws(Failure) {
        // No thinking is said by the mode alone.
        let effort = request.origin == .openai && said == Optional("none") ? nil : said
        let format = try self.format(request.responseFormat)
        guard effort != nil || format != nil || !request.outputExtras.isEmpty else { return }
        json.key("output_config")
        json.beginObject()
        json.member(ifPresent: "effort", effort)
        if let format {
            json.key("format")
            json.beginObject()
            json.member("type", "json_schema")
            json.member(ifPresent: "schema", format.schema)
            try writeMembers(of: format.extras)
            json.endObject()
        }
        try writeMembers(of: request.outputExtras)
        json.endObject()
    }

    private mutating func format(_ format: ResponseFormat?) throws(Failure) -> JSONSchemaFormat? {
        switch format {
        case nil, .text: return nil
        case .jsonObject:
            try crossing.refuse(
                JSONPath([.key("response_format")]), "Messages has no JSON mode without a schema; use 'json_schema'.")
            return nil
        case .jsonSchema(let schema):
            if schema.schema == nil {
                try crossing.refuse(
                    JSONPath([.key("response_format"), .key("json_schema"), .key("schema")]),
                    "Messages requires the schema itself.")
                return nil
            }
            reportWhatFormatLacks(schema)
            return schema
        }
    }

    private mutating func reportWhatFormatLacks(_ schema: JSONSchemaFormat) {
        let path = JSONPath([.key("response_format"), .key("json_schema")])
        if schema.name != nil {
            crossing.report(.dropped, path.appending("name"), "Messages has no name of a format.")
        }
        if schema.description != nil {
            crossing.report(.dropped, path.appending("description"), "Messages has no description of a format.")
        }
        if schema.strict != true {
            crossing.report(
                .approximated, schema.strict == nil ? path : path.appending("strict"),
                "Messages always holds the answer to the schema.")
        }
    }

    private mutating func writeServiceTier(_ tier: JSONText?) throws(Failure) {
        switch tier {
        case nil: break
        case "auto"?: json.member("service_tier", "auto")
        case "default"?: json.member("service_tier", "standard_only")
        case let other?:
            try crossing.refuse(
                JSONPath([.key("service_tier")]), "Messages has no service tier '\(other)'.",
                code: .serviceTierUnsupported)
        }
    }

    /// Extras of this vocabulary as members of the object being written; all others are refused or reported.
    mutating func writeMembers(of extras: Extras) throws(Failure) {
        if extras.isEmpty { return }
        for extra in try crossing.carry(extras) {
            json.key(extra.key)
            json.write(extra.value)
        }
    }

    mutating func write(cache mark: CacheMark?) {
        guard let mark else { return }
        json.key("cache_control")
        json.object { object in
            object.member("type", "ephemeral")
            object.member(ifPresent: "ttl", mark.ttl)
            for extra in mark.extras.members(of: .anthropic) {
                object.key(extra.key)
                object.write(extra.value)
            }
        }
    }
}
