import WhitworthDialect
import WhitworthJSON
import WhitworthModel

extension RequestReader {
    mutating func tools(_ value: JSONValue) throws(Failure) -> [Tool] {
        var tools: [Tool] = []
        for element in try value.requiredArray() { tools.append(try tool(element)) }
        return tools
    }

    private mutating func tool(_ value: JSONValue) throws(Failure) -> Tool {
        let type = try value.requiredMember("type")
        guard try type.requiredText() == ("function" as StaticString) else {
            return .opaque(OpaqueContent(slug: .openai, value: value))
        }
        let function = try value.requiredMember("function")
        var tool = FunctionTool(name: try function.requiredMember("name").requiredText())
        tool.source = value
        for (key, member) in try function.requiredObject() where !member.isNull {
            switch key {
            case "name": break
            case "description": tool.description = try member.requiredText()
            case "parameters":
                _ = try member.requiredObject()
                tool.parameters = member
            case "strict": tool.strict = try member.requiredBool()
            default: try unfamiliar.take(key, member, into: &tool.extras)
            }
        }
        for (key, member) in try value.requiredObject() where !member.isNull {
            switch key {
            case "type", "function": break
            case "cache_control": tool.cache = try cacheMark(member)
            default: try unfamiliar.take(key, member, into: &tool.extras)
            }
        }
        return .function(tool)
    }

    mutating func toolChoice(_ value: JSONValue) throws(Failure) -> ToolChoice {
        if let word = value.text {
            switch word {
            case "none": return .none
            case "auto": return .auto
            case "required": return .required
            default: throw value.notAllowed(["none", "auto", "required"])
            }
        }
        guard value.object != nil else { throw value.mistyped("a string or an object") }
        guard try value.requiredMember("type").requiredText() == ("function" as StaticString) else {
            return .opaque(.openai, value)
        }
        try unfamiliar.check(value, knowing: "type", "function")
        let function = try value.requiredMember("function")
        try unfamiliar.check(function, knowing: "name")
        return .named(try function.requiredMember("name").requiredText())
    }

    func checkToolChoice(_ request: Request) throws(Failure) {
        guard case .named(let name)? = request.toolChoice else { return }
        for tool in request.tools {
            if case .function(let function) = tool, function.name == name { return }
        }
        throw Failure(
            .toolChoiceInvalid, "'tool_choice' names '\(name)', which is not among 'tools'.",
            param: JSONPath([.key("tool_choice")]), details: [FailureDetail("name", name.string)])
    }
}
