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
        if let type = value["type"], !type.isNull, !(try type.requiredText() == ("custom" as StaticString)) {
            // A tool that the provider runs or defines.
            return .opaque(OpaqueContent(slug: .anthropic, value: value))
        }
        var tool = FunctionTool(name: try value.requiredMember("name").requiredText())
        tool.source = value
        for (key, member) in try value.requiredObject() where !member.isNull {
            switch key {
            case "name", "type": break
            case "description": tool.description = try member.requiredText()
            case "input_schema":
                _ = try member.requiredObject()
                tool.parameters = member
            case "strict": tool.strict = try member.requiredBool()
            case "cache_control": tool.cache = try cacheMark(member)
            default:
                if let weight = Names.weight(ofToolMember: key) {
                    tool.extras.append(key, member, weight, to: .anthropic)
                } else {
                    try unfamiliar.take(key, member, into: &tool.extras)
                }
            }
        }
        return .function(tool)
    }

    mutating func readToolChoice(_ value: JSONValue, into request: inout Request) throws(Failure) {
        let type = try value.requiredMember("type")
        try unfamiliar.check(value, knowing: "type", "name", "disable_parallel_tool_use")
        switch try type.requiredText() {
        case "auto": request.toolChoice = .auto
        case "any": request.toolChoice = .required
        case "none": request.toolChoice = ToolChoice.none
        case "tool": request.toolChoice = .named(try value.requiredMember("name").requiredText())
        default: throw type.notAllowed(["auto", "any", "tool", "none"])
        }
        if let flag = value["disable_parallel_tool_use"], !flag.isNull {
            request.parallelToolCalls = try !flag.requiredBool()
        }
    }

    func checkToolChoice(_ request: Request) throws(Failure) {
        guard case .named(let name)? = request.toolChoice else { return }
        for tool in request.tools {
            switch tool {
            case .function(let function): if function.name == name { return }
            case .opaque(let block): if block.value["name"]?.text == name { return }
            }
        }
        throw Failure(
            .toolChoiceInvalid, "'tool_choice' names '\(name)', which is not among 'tools'.",
            param: JSONPath([.key("tool_choice"), .key("name")]), details: [FailureDetail("name", name.string)])
    }
}
