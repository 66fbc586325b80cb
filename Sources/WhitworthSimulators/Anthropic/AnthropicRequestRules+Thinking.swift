import WhitworthJSON

extension AnthropicRequestRules {
    private static let manual =
        " Please consult our documentation at https://docs.claude.com/en/docs/build-with-claude/extended-thinking"

    mutating func checkThinking() throws(AnthropicRefusal) {
        let model = request.model
        request.omitsThinking = model.omitsThinking
        guard let value = fields.value("thinking") else { return }
        guard let type = value["type"]?.string else { throw .missing("thinking.type") }
        guard let mode = AnthropicModel.Thinking(rawValue: type) else {
            throw .tag("thinking", type, ["adaptive", "disabled", "enabled"])
        }
        let path = "thinking." + type
        switch mode {
        case .disabled, .betweenTools: _ = try AnthropicFields(value, at: path, known: ["type"])
        case .adaptive:
            try checkDisplay(try AnthropicFields(value, at: path, known: ["type", "display"]))
        case .enabled:
            let inner = try AnthropicFields(value, at: path, known: ["type", "budget_tokens", "display"])
            _ = try inner.required("budget_tokens")
            guard model.thinking.contains(.enabled) else {
                // Reported.
                throw AnthropicRefusal(
                    "\"thinking.type.enabled\" is not supported for this model. Use \"thinking.type.adaptive\" and "
                        + "\"output_config.effort\" to control thinking behavior.")
            }
            let budget = try inner.integer("budget_tokens", atLeast: 1_024) ?? 0
            if let limit = request.turn.limit, budget >= limit {
                // Reported.
                throw AnthropicRefusal(
                    "`max_tokens` must be greater than `thinking.budget_tokens`." + Self.manual
                        + "#max-tokens-and-context-window-size")
            }
            try checkDisplay(inner)
        }
        guard model.thinking.contains(mode) else {
            // UNCONFIRMED wording, after that for `enabled`.
            throw AnthropicRefusal("\"thinking.type.\(type)\" is not supported for this model.")
        }
        thinking = mode
        request.turn.wantsThinking = mode == .enabled || mode == .adaptive || mode == .betweenTools
        if request.turn.wantsThinking { try checkCompany() }
    }

    private mutating func checkDisplay(_ fields: AnthropicFields) throws(AnthropicRefusal) {
        guard let display = try fields.choice("display", among: ["summarized", "omitted"]) else { return }
        request.omitsThinking = display == "omitted"
    }

    /// What may not stand beside thinking. All reported.
    private func checkCompany() throws(AnthropicRefusal) {
        if let temperature = fields.value("temperature")?.double, temperature != 1 {
            throw AnthropicRefusal(
                "`temperature` may only be set to 1 when thinking is enabled or in adaptive mode." + Self.manual
                    + "#important-considerations-when-using-extended-thinking")
        }
        if let topP = fields.value("top_p")?.double, topP < 0.95 {
            throw AnthropicRefusal(
                "`top_p` must be greater than or equal to 0.95 or unset when thinking is enabled." + Self.manual
                    + "#important-considerations-when-using-extended-thinking")
        }
        if fields.value("top_k") != nil {
            throw AnthropicRefusal(
                "`top_k` must be unset when thinking is enabled." + Self.manual
                    + "#important-considerations-when-using-extended-thinking")
        }
        // Recorded: adaptive thinking and a forced tool go together.
        guard thinking == .enabled else { return }
        switch request.turn.choice {
        case .any, .named: throw AnthropicRefusal("Thinking may not be enabled when tool_choice forces tool use.")
        case .free, .none: break
        }
    }

    /// In a tool loop the assistant's turn must begin with its thinking. Reported, for `enabled`; whether adaptive
    /// thinking asks it too is UNCONFIRMED, so it is not asked there.
    func checkLoop(_ blocks: [JSONValue], at path: String) throws(AnthropicRefusal) {
        guard thinking == .enabled, let first = blocks.first?["type"]?.string else { return }
        guard first != "thinking", first != "redacted_thinking" else { return }
        throw AnthropicRefusal(
            "\(path).content.0.type: Expected `thinking` or `redacted_thinking`, but found `\(first)`. When "
                + "`thinking` is "
                + "enabled, a final `assistant` message must start with a thinking block (preceeding the lastmost "
                + "set of "
                + "`tool_use` and `tool_result` blocks). We recommend you include thinking blocks from previous "
                + "turns. To "
                + "avoid this requirement, disable `thinking`." + Self.manual)
    }
}
