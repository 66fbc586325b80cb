import WhitworthDialect
import WhitworthJSON
import WhitworthModel

extension RequestWriter {
    mutating func writeTools(_ request: Request) throws(Failure) {
        if !request.tools.isEmpty {
            json.key("tools")
            json.beginArray()
            for tool in request.tools { try write(tool) }
            json.endArray()
        }
        try writeToolChoice(request)
    }

    private mutating func write(_ tool: Tool) throws(Failure) {
        switch tool {
        case .opaque(let block) where block.slug == .anthropic:
            json.write(block.value)
        case .opaque(let block):
            try crossing.refuse(
                block.value.path, "Messages has no tools of type '\(block.value["type"]?.string ?? "?")'.")
        case .function(let function):
            json.beginObject()
            // The default, written where the client wrote it; another vocabulary's `type` is `function`.
            if function.source?["type"]?.text == Optional("custom") { json.member("type", "custom") }
            json.member("name", function.name)
            json.member(ifPresent: "description", function.description)
            json.key("input_schema")
            if let parameters = function.parameters {
                json.write(parameters)
            } else {
                // A function without parameters takes none: said here by a schema.
                json.object { schema in
                    schema.member("type", "object")
                    schema.key("properties")
                    schema.object { _ in }
                }
            }
            json.member(ifPresent: "strict", function.strict)
            write(cache: function.cache)
            try writeMembers(of: function.extras)
            json.endObject()
        }
    }

    private mutating func writeToolChoice(_ request: Request) throws(Failure) {
        let type: StaticString
        var name: JSONText?
        switch request.toolChoice {
        case nil:
            // The flag needs a choice to stand in; without tools, or where it says the default, it asks for nothing.
            guard request.parallelToolCalls == false, !request.tools.isEmpty else { return }
            type = "auto"
        case .auto?: type = "auto"
        case .required?: type = "any"
        case ToolChoice.none?: type = "none"
        case .named(let text)?:
            type = "tool"
            name = text
        case .opaque(.anthropic, let value)?: return json.member("tool_choice", value)
        case .opaque(_, let value)?:
            return try crossing.refuse(value.path, "Messages has no such tool choice.")
        }
        json.key("tool_choice")
        json.beginObject()
        json.key("type")
        json.write(type.description)
        json.member(ifPresent: "name", name)
        if let parallel = request.parallelToolCalls, type.description != "none" {
            json.member("disable_parallel_tool_use", !parallel)
        }
        json.endObject()
    }
}
