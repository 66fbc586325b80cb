import WhitworthJSON

/// What Anthropic accepts as a Messages request (OpenAPI of May 2026, SDK of November 2026, recorded and reported
/// refusals). Wordings that are neither recorded nor reported are marked so where they stand.
struct AnthropicRequestRules {
    static let members: Set<String> = [
        "cache_control", "container", "context_management", "diagnostics", "inference_geo", "max_tokens", "mcp_servers",
        "messages", "metadata", "model", "output_config", "output_format", "service_tier", "speed", "stop_sequences",
        "stream", "system", "temperature", "thinking", "tool_choice", "tools", "top_k", "top_p", "user_profile_id",
        "workspace_id",
    ]

    /// Members that need a beta to be named in `anthropic-beta`, and how its name begins.
    private static let betas = [
        "output_format": ["structured-outputs-"], "mcp_servers": ["mcp-client-"],
        "context_management": ["context-management-", "compact-"],
    ]

    /// The version that ended the sampling parameters.
    static let withoutSampling = "2026-10-21"
    static let versions: Set<String> = ["2023-01-01", "2023-06-01", withoutSampling]

    var request: MessagesRequest
    let fields: AnthropicFields
    let version: String
    let isCounting: Bool
    var hash = StableHash()
    var breakpoints: [MessagesRequest.Lifetime] = []
    var thinking = AnthropicModel.Thinking.disabled

    /// - Parameters:
    ///   - betas: those of `anthropic-beta`.
    ///   - isCounting: the body is for `count_tokens`, which asks no `max_tokens`.
    /// - Throws: what the real one would refuse the body with.
    static func check(
        _ body: JSONValue, version: String, betas: [String], isCounting: Bool = false
    ) throws(AnthropicRefusal) -> MessagesRequest {
        guard body.kind == .object else { throw .notJSON("expected an object") }
        let fields = try AnthropicFields(body, at: "", known: members)
        for member in body.object.map(Array.init) ?? [] {
            let name = member.key.string
            guard let needed = Self.betas[name] else { continue }
            guard betas.contains(where: { beta in needed.contains { beta.hasPrefix($0) } }) else { throw .extra(name) }
        }
        if !isCounting, body["max_tokens"] == nil { throw .missing("max_tokens") }
        guard body["messages"] != nil else { throw .missing("messages") }
        let name = try fields.requiredString("model")
        guard let model = AnthropicModel.named(name) else { throw .unknownModel(name) }
        var rules = AnthropicRequestRules(
            request: MessagesRequest(model: model, turn: Turn(model: model.id)), fields: fields, version: version,
            isCounting: isCounting)
        try rules.checkOptions()
        try rules.checkSampling()
        try rules.checkTools()
        try rules.checkSystem()
        try rules.checkThinking()
        try rules.checkMessages()
        try rules.checkFormat()
        try rules.finishCaching()
        return rules.request
    }

    // MARK: Options

    private mutating func checkOptions() throws(AnthropicRefusal) {
        let model = request.model
        if let limit = try fields.integer("max_tokens", atLeast: 1) {
            guard limit <= model.longestOutput else {
                // Reported.
                throw AnthropicRefusal(
                    "max_tokens: \(limit) > \(model.longestOutput), which is the maximum allowed number of output "
                        + "tokens "
                        + "for \(model.id)")
            }
            request.turn.limit = limit
        } else if !isCounting {
            throw .type("max_tokens", "integer")
        }
        request.isStream = try fields.bool("stream") ?? false
        _ = try fields.choice("service_tier", among: ["auto", "standard_only"])
        _ = try fields.choice("speed", among: ["standard", "fast"])
        if let metadata = fields.value("metadata") {
            let inner = try AnthropicFields(metadata, at: "metadata", known: ["user_id"])
            if let user = try inner.string("user_id"), user.unicodeScalars.count > 256 {
                throw AnthropicRefusal("metadata.user_id: String should have at most 256 characters")
            }
        }
        var stops: [String] = []
        for (position, stop) in (try fields.array("stop_sequences") ?? []).enumerated() {
            guard let stop = stop.string else { throw .type("stop_sequences.\(position)", "string") }
            guard !stop.allSatisfy(\.isWhitespace) else {
                // Reported.
                throw AnthropicRefusal("stop_sequences: each stop sequence must contain non-whitespace")
            }
            stops.append(stop)
        }
        request.turn.stops = stops
    }

    private func checkSampling() throws(AnthropicRefusal) {
        for name: StaticString in ["temperature", "top_p", "top_k"] where version == Self.withoutSampling {
            // Since 2026-10-21 refused even at their defaults; UNCONFIRMED wording.
            if fields.object[name] != nil { throw .extra("\(name)") }
        }
        for name: StaticString in ["temperature", "top_p"] {
            guard let value = fields.value(name) else { continue }
            guard let number = value.double else { throw .type("\(name)", "number") }
            // Reported as "range: -1 or 0..1" in 2025; -1 has been refused since.
            guard (0...1).contains(number) else { throw AnthropicRefusal("\(name): range: 0..1") }
        }
        _ = try fields.integer("top_k", atLeast: 0)
    }

    // MARK: System

    private mutating func checkSystem() throws(AnthropicRefusal) {
        guard let system = fields.value("system") else { return }
        if let text = system.text {
            add(system, tokens: TokenCount.prompt(bytes: text.escaped.count), cached: nil)
            return
        }
        guard let blocks = system.array else { throw .type("system", "string") }
        for (position, block) in blocks.enumerated() {
            let path = "system.\(position)"
            guard block["type"]?.string == "text" else {
                throw .tag(path, block["type"]?.string ?? "", ["text"])
            }
            _ = try checkText(block, at: path)
        }
    }

    // MARK: Structured output

    private mutating func checkFormat() throws(AnthropicRefusal) {
        if let config = fields.value("output_config") {
            let inner = try AnthropicFields(
                config, at: "output_config", known: ["effort", "format", "task_budget"])
            if let effort = try inner.choice("effort", among: ["low", "medium", "high", "xhigh", "max"]) {
                let efforts = request.model.efforts
                if efforts.isEmpty {
                    // UNCONFIRMED wording.
                    throw AnthropicRefusal("This model does not support the effort parameter.")
                }
                guard efforts.contains(effort) else {
                    throw AnthropicRefusal(
                        "This model does not support effort level '\(effort)'. Supported levels: "
                            + efforts.sorted().joined(separator: ", ") + ".")
                }
            }
            if let format = inner.value("format") { try checkFormat(format, at: "output_config.format") }
        }
        if let format = fields.value("output_format") { try checkFormat(format, at: "output_format") }
    }

    private mutating func checkFormat(_ format: JSONValue, at path: String) throws(AnthropicRefusal) {
        guard let type = format["type"]?.string else { throw .missing(path + ".type") }
        guard type == "json_schema" else { throw .choice(path + ".type", ["json_schema"]) }
        let inner = try AnthropicFields(format, at: path, known: ["type", "schema"])
        let schema = try inner.required("schema")
        guard schema.kind == .object else { throw .type(path + ".schema", "dictionary") }
        if let reason = CompiledSchema.fault(in: schema) { throw AnthropicRefusal("\(path).schema: \(reason)") }
        request.turn.format = .schema(schema)
        request.tokens += TokenCount.prompt(bytes: schema.raw.count)
    }
}
