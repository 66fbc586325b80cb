import WhitworthJSON

extension AnthropicRequestRules {
    mutating func checkTools() throws(AnthropicRefusal) {
        var names: Set<String> = []
        let tools = try fields.array("tools")
        for (position, tool) in (tools ?? []).enumerated() {
            let path = "tools.\(position)"
            guard tool.kind == .object else { throw .type(path, "dictionary") }
            let type = tool["type"]?.string
            if type == nil || type == "custom" {
                try checkTool(tool, at: path + ".custom")
            } else if tool["name"]?.string == nil, type?.hasSuffix("_20260801") != true {
                // Toolsets are named by their type alone (SDK).
                throw .missing("\(path).\(type ?? "").name")
            }
            if let name = tool["name"]?.string, !names.insert(name).inserted {
                // Reported.
                throw AnthropicRefusal("tools: Tool names must be unique.")
            }
            add(tool, tokens: TokenCount.prompt(bytes: tool.raw.count), cached: try lifetime(of: tool, at: path))
        }
        guard let choice = fields.value("tool_choice") else { return }
        guard tools?.isEmpty == false else {
            // Reported.
            throw AnthropicRefusal("tool_choice may only be specified while providing tools.")
        }
        try checkChoice(choice, names: names)
    }

    private mutating func checkTool(_ tool: JSONValue, at path: String) throws(AnthropicRefusal) {
        let fields = try AnthropicFields(
            tool, at: path,
            known: [
                "type", "name", "description", "input_schema", "strict", "cache_control", "defer_loading",
                "eager_input_streaming", "allowed_callers", "input_examples",
            ])
        let name = try fields.requiredString("name")
        let isGood = name.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x5F
                || $0 == 0x2D
        }
        guard isGood, (1...128).contains(name.utf8.count) else {
            // Reported.
            throw AnthropicRefusal("\(path).name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'")
        }
        _ = try fields.string("description")
        let schema = try fields.required("input_schema")
        guard schema.kind == .object else {
            throw AnthropicRefusal("\(path).input_schema: Input does not match the expected shape.")
        }
        guard let type = schema["type"] else { throw .missing(path + ".input_schema.type") }
        guard type.string == "object" else { throw .choice(path + ".input_schema.type", ["object"]) }
        if try fields.bool("strict") == true, let reason = CompiledSchema.fault(in: schema) {
            throw AnthropicRefusal("\(path): \(reason)")
        }
        request.turn.tools.append(.init(name: name, schema: schema))
    }

    private mutating func checkChoice(_ choice: JSONValue, names: Set<String>) throws(AnthropicRefusal) {
        guard let type = choice["type"]?.string else { throw .missing("tool_choice.type") }
        guard ["auto", "any", "tool", "none"].contains(type) else {
            throw .tag("tool_choice", type, ["any", "auto", "none", "tool"])
        }
        var known: Set<String> = ["type", "disable_parallel_tool_use"]
        if type == "tool" { known.insert("name") }
        if type == "none" { known.remove("disable_parallel_tool_use") }
        let fields = try AnthropicFields(choice, at: "tool_choice." + type, known: known)
        request.turn.isParallel = try fields.bool("disable_parallel_tool_use") != true
        switch type {
        case "auto": request.turn.choice = .free
        case "none": request.turn.choice = .none
        case "any": request.turn.choice = .any
        default:
            let name = try fields.requiredString("name")
            guard names.contains(name) else {
                // UNCONFIRMED wording.
                throw AnthropicRefusal("Tool '\(name)' not found in provided tools")
            }
            request.turn.choice = .named(name)
        }
        if request.model.refusesForcedTools, type == "any" || type == "tool" {
            // Since Opus 5.5 and Fable 5.1; UNCONFIRMED wording.
            throw AnthropicRefusal("tool_choice: this model does not support forced tool use.")
        }
    }
}
