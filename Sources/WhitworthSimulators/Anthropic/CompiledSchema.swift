import WhitworthJSON

/// What Anthropic's strict tools and structured output ask of a schema.
///
/// Recorded: recursion, a bare `true`, `… property '…' is not supported`. The list of keywords is reported; the
/// sentence for `additionalProperties` is UNCONFIRMED.
enum CompiledSchema {
    private static let unsupported: [String: Set<String>] = [
        "integer": ["minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum"],
        "number": ["minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum"],
        "string": ["minLength", "maxLength"],
        "array": ["maxItems", "uniqueItems"],
    ]

    /// - Returns: what is wrong with the schema; nil when nothing is.
    static func fault(in schema: JSONValue) -> String? {
        let definitions = (schema["$defs"] ?? schema["definitions"])?.object.map(Array.init) ?? []
        for (key, definition) in definitions {
            if let path = circle(from: key.string, in: definition, definitions, through: [key.string]) {
                return "Invalid schema: Circular reference detected in schema definitions: "
                    + path.joined(separator: " -> ")
                    + ". Self-referencing or mutually-referencing definitions are not supported."
            }
        }
        return fault(inNode: schema)
    }

    private static func fault(inNode schema: JSONValue) -> String? {
        guard let members = schema.object else {
            return "For 'object' type, property 'properties' is not supported"
        }
        let type = schema["type"]?.string ?? ""
        if type == "object" {
            guard schema["additionalProperties"]?.bool == false else {
                return "For 'object' type, 'additionalProperties' must be explicitly set to false"
            }
        }
        for (key, value) in members {
            let name = key.string
            if unsupported[type]?.contains(name) == true || ["not", "if", "oneOf"].contains(name) {
                return "For '\(type)' type, property '\(name)' is not supported"
            }
            if name == "minItems", let count = value.int, count > 1 {
                return "For 'array' type, 'minItems' values other than 0 or 1 are not supported"
            }
            switch name {
            case "properties", "$defs", "definitions":
                for member in value.object.map(Array.init) ?? [] {
                    if let fault = fault(inNode: member.value) { return fault }
                }
            case "items":
                if let fault = fault(inNode: value) { return fault }
            case "anyOf", "allOf":
                for inner in value.array.map(Array.init) ?? [] {
                    if let fault = fault(inNode: inner) { return fault }
                }
            default: break
            }
        }
        return nil
    }

    private static func circle(
        from start: String, in node: JSONValue, _ definitions: [JSONObject.Element], through path: [String]
    ) -> [String]? {
        for name in references(in: node) {
            if name == start { return path + [name] }
            guard !path.contains(name), let next = definitions.first(where: { $0.key.string == name })?.value else {
                continue
            }
            if let found = circle(from: start, in: next, definitions, through: path + [name]) { return found }
        }
        return nil
    }

    private static func references(in node: JSONValue) -> [String] {
        if let members = node.object {
            return members.flatMap { key, value in
                if key.string == "$ref", let reference = value.string {
                    return reference.split(separator: "/").last.map { [String($0)] } ?? []
                }
                return references(in: value)
            }
        }
        return node.array?.flatMap { references(in: $0) } ?? []
    }
}
