import WhitworthDialect
import WhitworthJSON
import WhitworthModel

extension RequestWriter {
    mutating func writeTools(_ request: Request) throws(Failure) {
        let tools = try sayable(request.tools, from: request.origin)
        if !tools.isEmpty {
            json.key("tools")
            json.beginArray()
            for tool in tools { try write(tool) }
            json.endArray()
        }
        // Where lenient handling dropped all of them there is nothing left to choose from.
        if !tools.isEmpty || request.tools.isEmpty {
            try writeToolChoice(request)
        } else {
            crossing.reportChoice(of: request)
        }
    }

    /// Those that can be said here; the others are refused.
    private mutating func sayable(_ tools: [Tool], from origin: ExtensionSlug?) throws(Failure) -> [Tool] {
        var sayable: [Tool] = []
        for tool in tools {
            switch tool {
            case .opaque(let block) where block.slug != .anthropic:
                try crossing.refuse(
                    block.value.path, "Messages has no tools of type '\(block.value["type"]?.string ?? "?")'.")
            case .function(let function) where origin != .anthropic && Self.isOpenSchema(function.parameters):
                try crossing.refuse(
                    function.parameters?.path ?? JSONPath([.key("tools")]),
                    "Messages requires the schema of a tool to be of type 'object'.", code: .toolSchemaUnsupported)
            case .opaque, .function: sayable.append(tool)
            }
        }
        return sayable
    }

    /// Whether it says something of arguments, but not that they are an object.
    private static func isOpenSchema(_ schema: JSONValue?) -> Bool {
        guard let schema, schema.object?.isEmpty == false else { return false }
        return !(schema["type"]?.text == Optional("object"))
    }

    private mutating func write(_ tool: Tool) throws(Failure) {
        switch tool {
        case .opaque(let block):
            json.write(block.value)
        case .function(let function):
            json.beginObject()
            // The default, written where the client wrote it; another vocabulary's `type` is `function`.
            if function.source?["type"]?.text == Optional("custom") { json.member("type", "custom") }
            json.member("name", function.name)
            json.member(ifPresent: "description", function.description)
            json.key("input_schema")
            let isNative = function.source?["input_schema"] != nil
            if let parameters = function.parameters, isNative || parameters.object?.isEmpty == false {
                json.write(parameters)
            } else {
                // A function without parameters, or with a schema that says nothing, takes none: said here by a schema.
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
