import WhitworthJSON

extension OpenAIRequestRules {
    mutating func checkTools() throws(OpenAIRefusal) {
        try checkFunctions()
        let tools = try fields.array("tools")
        if tools?.isEmpty == true { throw .emptyArray("tools") }
        if let tools, tools.count > 128 { throw .longArray("tools", limit: 128, got: tools.count) }
        for (position, tool) in (tools ?? []).enumerated() { try checkTool(tool, at: "tools[\(position)]") }
        if let parallel = try fields.bool("parallel_tool_calls") {
            guard tools != nil else {
                // UNCONFIRMED wording, after that of tool_choice.
                throw OpenAIRefusal(
                    message:
                        "Invalid value for 'parallel_tool_calls': 'parallel_tool_calls' is only allowed when 'tools' "
                        + "are specified.",
                    param: "parallel_tool_calls")
            }
            request.turn.isParallel = parallel
        }
        guard let choice = fields.value("tool_choice") else { return }
        guard tools != nil else {
            throw OpenAIRefusal(
                message: "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.",
                param: "tool_choice")
        }
        try checkChoice(choice)
    }

    private mutating func checkTool(_ tool: JSONValue, at path: String) throws(OpenAIRefusal) {
        let fields = try OpenAIFields(tool, at: path, known: ["type", "function", "custom"])
        guard let type = try fields.choice("type", among: ["function", "custom"]) else {
            throw .missing(path + ".type")
        }
        if type == "custom" {
            let custom = try OpenAIFields(
                try fields.required("custom"), at: path + ".custom", known: ["name", "description", "format"])
            let name = try checkName(custom)
            request.turn.tools.append(.init(name: name, schema: nil, isFreeText: true))
            return
        }
        let function = try OpenAIFields(
            try fields.required("function"), at: path + ".function",
            known: ["name", "description", "parameters", "strict"])
        let name = try checkName(function)
        _ = try function.string("description")
        let isStrict = try function.bool("strict") ?? false
        let parameters = function.value("parameters")
        if let parameters {
            guard parameters.kind == .object else {
                throw .type(function.place("parameters"), expected: "an object", got: parameters)
            }
            if let reason = StrictSchema.fault(in: parameters, isStrict: isStrict) {
                throw OpenAIRefusal(
                    message: "Invalid schema for function '\(name)': \(reason)", param: path + ".function.parameters",
                    code: "invalid_function_parameters")
            }
        }
        request.promptTokens += TokenCount.prompt(bytes: tool.raw.count)
        request.turn.tools.append(.init(name: name, schema: parameters))
    }

    /// Letters, digits, underscores and dashes, 64 at most (openapi `FunctionObject`). UNCONFIRMED wording.
    private func checkName(_ fields: OpenAIFields) throws(OpenAIRefusal) -> String {
        let name = try fields.requiredString("name")
        let isGood = name.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x5F
                || $0 == 0x2D
        }
        guard isGood, !name.isEmpty else {
            throw OpenAIRefusal(
                message:
                    "Invalid '\(fields.place("name"))': string does not match pattern. Expected a string that matches "
                    + "the pattern '^[a-zA-Z0-9_-]+$'.",
                param: fields.place("name"), code: "invalid_value")
        }
        guard name.utf8.count <= 64 else {
            throw OpenAIRefusal(
                message:
                    "Invalid '\(fields.place("name"))': string too long. Expected a string with maximum length 64, "
                    + "but got a string with length \(name.utf8.count) instead.",
                param: fields.place("name"), code: "string_above_max_length")
        }
        return name
    }

    private mutating func checkChoice(_ choice: JSONValue) throws(OpenAIRefusal) {
        if let word = choice.string {
            switch word {
            case "none": request.turn.choice = .none
            case "auto": request.turn.choice = .free
            case "required": request.turn.choice = .any
            default: throw .value("tool_choice", word, among: ["none", "auto", "required"])
            }
            return
        }
        let fields = try OpenAIFields(
            choice, at: "tool_choice", known: ["type", "function", "custom", "allowed_tools"])
        switch try fields.requiredString("type") {
        case "function":
            try checkNamed(
                try OpenAIFields(try fields.required("function"), at: "tool_choice.function", known: ["name"]),
                isFreeText: false)
        case "custom":
            try checkNamed(
                try OpenAIFields(try fields.required("custom"), at: "tool_choice.custom", known: ["name"]),
                isFreeText: true)
        case "allowed_tools": try checkAllowed(try fields.required("allowed_tools"))
        case let type: throw .value("tool_choice.type", type, among: ["function", "allowed_tools", "custom"])
        }
    }

    private mutating func checkNamed(_ fields: OpenAIFields, isFreeText: Bool) throws(OpenAIRefusal) {
        let name = try fields.requiredString("name")
        guard request.turn.tools.contains(where: { $0.name == name && $0.isFreeText == isFreeText }) else {
            // UNCONFIRMED wording.
            throw OpenAIRefusal(
                message: "Tool choice 'function' with name '\(name)' not found in 'tools' parameter.",
                param: "tool_choice")
        }
        request.turn.choice = .named(name)
    }

    private mutating func checkAllowed(_ value: JSONValue) throws(OpenAIRefusal) {
        let fields = try OpenAIFields(value, at: "tool_choice.allowed_tools", known: ["mode", "tools"])
        guard let mode = try fields.choice("mode", among: ["auto", "required"]) else {
            throw .missing(fields.place("mode"))
        }
        let names = (try fields.array("tools") ?? []).compactMap { tool in
            (tool["function"] ?? tool["custom"])?["name"]?.string
        }
        request.turn.tools.removeAll { !names.contains($0.name) }
        request.turn.choice = mode == "required" ? .any : .free
    }

    /// The old form: `functions` and `function_call`.
    private mutating func checkFunctions() throws(OpenAIRefusal) {
        guard let functions = try fields.array("functions") else {
            if fields.value("function_call") != nil {
                // UNCONFIRMED wording, after that of tool_choice.
                throw OpenAIRefusal(
                    message: "Invalid value for 'function_call': 'function_call' is only allowed when 'functions' are "
                        + "specified.",
                    param: "function_call")
            }
            return
        }
        guard !functions.isEmpty else { throw .emptyArray("functions") }
        request.usesFunctions = true
        request.turn.isParallel = false
        for (position, function) in functions.enumerated() {
            let inner = try OpenAIFields(
                function, at: "functions[\(position)]", known: ["name", "description", "parameters"])
            request.turn.tools.append(.init(name: try checkName(inner), schema: inner.value("parameters")))
            request.promptTokens += TokenCount.prompt(bytes: function.raw.count)
        }
        guard let choice = fields.value("function_call") else { return }
        if let word = choice.string {
            guard word == "none" || word == "auto" else {
                throw .value("function_call", word, among: ["none", "auto"])
            }
            request.turn.choice = word == "none" ? .none : .free
        } else {
            let inner = try OpenAIFields(choice, at: "function_call", known: ["name"])
            let name = try inner.requiredString("name")
            guard request.turn.tools.contains(where: { $0.name == name }) else {
                throw OpenAIRefusal(
                    message: "Invalid value for 'function_call': no function named '\(name)' was specified in the "
                        + "'functions' parameter.",
                    param: "function_call")
            }
            request.turn.choice = .named(name)
        }
    }
}
