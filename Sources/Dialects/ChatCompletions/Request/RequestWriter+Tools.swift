import WhitworthDialect
import WhitworthJSON
import WhitworthModel

extension RequestWriter {
    mutating func writeTools(_ request: Request) throws(Failure) {
        let tools = try sayable(request.tools)
        if !tools.isEmpty {
            json.key("tools")
            json.beginArray()
            for tool in tools { try write(tool) }
            json.endArray()
        }
        // Where lenient handling dropped all of them there is nothing left to choose from.
        guard !tools.isEmpty || request.tools.isEmpty else { return crossing.reportChoice(of: request) }
        if let choice = request.toolChoice { try write(choice) }
        json.member(ifPresent: "parallel_tool_calls", request.parallelToolCalls)
    }

    /// Those that can be said here; the others are refused.
    private mutating func sayable(_ tools: [Tool]) throws(Failure) -> [Tool] {
        var sayable: [Tool] = []
        for tool in tools {
            if case .opaque(let block) = tool, block.slug != .openai {
                try crossing.refuse(block.value.path, "Only the provider that defines this tool can run it.")
            } else {
                sayable.append(tool)
            }
        }
        return sayable
    }

    private mutating func write(_ tool: Tool) throws(Failure) {
        switch tool {
        case .opaque(let block):
            json.write(block.value)
        case .function(let function):
            noteCaching(function.cache)
            json.beginObject()
            json.member("type", "function")
            json.key("function")
            json.beginObject()
            json.member("name", function.name)
            json.member(ifPresent: "description", function.description)
            json.member(ifPresent: "parameters", function.parameters)
            json.member(ifPresent: "strict", function.strict)
            try writeMembers(of: function.extras)
            json.endObject()
            json.endObject()
        }
    }

    private mutating func write(_ choice: ToolChoice) throws(Failure) {
        switch choice {
        case .none: json.member("tool_choice", "none")
        case .auto: json.member("tool_choice", "auto")
        case .required: json.member("tool_choice", "required")
        case .named(let name):
            json.key("tool_choice")
            json.object { choice in
                choice.member("type", "function")
                choice.key("function")
                choice.object { $0.member("name", name) }
            }
        case .opaque(.openai, let value): json.member("tool_choice", value)
        case .opaque(_, let value):
            try crossing.refuse(value.path, "Chat Completions has no such tool choice.")
        }
    }
}
