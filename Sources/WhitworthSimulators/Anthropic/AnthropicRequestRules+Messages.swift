import WhitworthJSON

extension AnthropicRequestRules {
    mutating func checkMessages() throws(AnthropicRefusal) {
        guard let value = fields.value("messages") else { throw .missing("messages") }
        guard let list = value.array.map(Array.init) else { throw .type("messages", "list") }
        guard !list.isEmpty else { throw AnthropicRefusal("messages: at least one message is required") }
        // The calls of the message before, when it was the assistant's, and where it stands.
        var open: [String] = []
        var caller = 0
        for (position, message) in list.enumerated() {
            let path = "messages.\(position)"
            let fields = try AnthropicFields(message, at: path, known: ["role", "content"])
            let role = try self.role(of: fields)
            let content = try fields.required("content")
            let isLast = position == list.count - 1
            request.turn.messages += 1
            request.tokens += TokenCount.perMessage
            guard let blocks = content.array.map(Array.init) else {
                guard let text = content.text else { throw .type(path + ".content", "list") }
                if !open.isEmpty { throw Self.unanswered(open, at: caller) }
                try checkBareText(text.string, path, isLastOfAssistant: isLast && role == "assistant")
                add(message, tokens: TokenCount.prompt(bytes: text.escaped.count), cached: nil)
                note(text.string, by: role)
                open = []
                continue
            }
            if blocks.isEmpty, !(isLast && role == "assistant") { throw Self.empty(path) }
            if role == "assistant" {
                // Neighbouring messages of one role are one turn (recorded for calls).
                note(nil, by: role)
                open += try checkAssistant(blocks, at: path, after: open)
                caller = position
                if isLast || isToolLoop(list, after: position) { try checkLoop(blocks, at: path) }
            } else {
                try checkUser(blocks, at: path, answering: open, of: caller, role: role)
                open = []
            }
        }
        if !open.isEmpty { throw Self.unanswered(open, at: caller) }
        try checkEnd(list)
    }

    private func role(of fields: AnthropicFields) throws(AnthropicRefusal) -> String {
        guard let role = try fields.required("role").string else { throw .type(fields.place("role"), "string") }
        switch role {
        case "user", "assistant": return role
        case "system":
            guard request.model.takesSystemMessages else {
                // UNCONFIRMED wording.
                throw AnthropicRefusal(
                    "messages: Unexpected role \"system\". The Messages API accepts a top-level `system` parameter, "
                        + "not "
                        + "\"system\" as an input message role.")
            }
            return role
        default: throw .choice(fields.place("role"), ["user", "assistant"])
        }
    }

    private static func empty(_ path: String) -> AnthropicRefusal {
        // Reported.
        AnthropicRefusal(
            "\(path): all messages must have non-empty content except for the optional final assistant message")
    }

    private func checkBareText(_ text: String, _ path: String, isLastOfAssistant: Bool) throws(AnthropicRefusal) {
        if text.isEmpty, !isLastOfAssistant { throw Self.empty(path) }
    }

    private mutating func note(_ text: String?, by role: String) {
        switch role {
        case "assistant":
            request.turn.texts = []
            request.turn.toolResults = []
        case "user": if let text { request.turn.texts.append(text) }
        default: break
        }
    }

    /// Whether only tool results follow, so that the assistant's turn is still going on.
    private func isToolLoop(_ messages: [JSONValue], after position: Int) -> Bool {
        guard position == messages.count - 2 else { return false }
        return messages[position + 1]["content"]?.array?.contains { $0["type"]?.string == "tool_result" } == true
    }

    private func checkEnd(_ messages: [JSONValue]) throws(AnthropicRefusal) {
        guard let last = messages.last, last["role"]?.string == "assistant" else { return }
        guard request.model.takesPrefill else {
            // Reported: 4.6 and later.
            throw AnthropicRefusal(
                "This model does not support assistant message prefill. The conversation must end with a user message.")
        }
        let text = last["content"]?.string ?? last["content"]?.array.map(Array.init)?.last?["text"]?.string
        if let text, text.last?.isWhitespace == true {
            // Reported.
            throw AnthropicRefusal("messages: final assistant content cannot end with trailing whitespace")
        }
    }

    // MARK: Tool pairs. Both sentences reported.

    private static func unanswered(_ ids: [String], at position: Int) -> AnthropicRefusal {
        AnthropicRefusal(
            "messages.\(position): `tool_use` ids were found without `tool_result` blocks immediately after: "
                + ids.joined(separator: ", ")
                + ". Each `tool_use` block must have a corresponding `tool_result` block in the next message.")
    }

    private mutating func checkUser(
        _ blocks: [JSONValue], at path: String, answering open: [String], of caller: Int, role: String
    ) throws(AnthropicRefusal) {
        // Results come first: what stands after other content does not count as following immediately.
        let leading = blocks.prefix { $0["type"]?.string == "tool_result" }.compactMap { $0["tool_use_id"]?.string }
        let missing = open.filter { !leading.contains($0) }
        for (index, block) in blocks.enumerated() where block["type"]?.string == "tool_result" {
            guard let id = block["tool_use_id"]?.string, !open.contains(id) else { continue }
            throw AnthropicRefusal(
                "\(path).content.\(index): unexpected `tool_use_id` found in `tool_result` blocks: \(id). Each "
                    + "`tool_result` block must have a corresponding `tool_use` block in the previous message.")
        }
        if !missing.isEmpty { throw Self.unanswered(missing, at: caller) }
        for (index, block) in blocks.enumerated() {
            try checkInput(block, at: "\(path).content.\(index)", role: role)
        }
    }

    /// - Returns: the ids of its tool calls.
    private mutating func checkAssistant(
        _ blocks: [JSONValue], at path: String, after earlier: [String]
    ) throws(AnthropicRefusal) -> [String] {
        var ids: [String] = []
        for (index, block) in blocks.enumerated() {
            let place = "\(path).content.\(index)"
            if let id = try checkOutput(block, at: place) {
                guard !ids.contains(id), !earlier.contains(id) else {
                    // Reported.
                    throw AnthropicRefusal("\(place): `tool_use` ids must be unique")
                }
                ids.append(id)
            }
        }
        return ids
    }
}
