import WhitworthJSON

/// What OpenAI asks of a schema, with its words.
///
/// Recorded: a key missing in `required`. Reported: `additionalProperties`. The others are the documented rules in
/// words that are UNCONFIRMED.
enum StrictSchema {
    private static let refused = ["allOf", "not", "if", "then", "else", "dependentRequired", "dependentSchemas"]

    /// - Returns: what is wrong with the schema; nil when nothing is.
    static func fault(in schema: JSONValue, isStrict: Bool) -> String? {
        // Also without strict the root must be an object: "schema must be a JSON Schema of 'type: "object"'".
        if schema["type"]?.string != "object" {
            if isStrict, schema["anyOf"] != nil {
                return
                    "schema must have type 'object' and not have 'oneOf'/'anyOf'/'allOf'/'enum'/'not' at the top level."
            }
            if isStrict || schema["type"] != nil {
                return
                    "schema must be a JSON Schema of 'type: \"object\"', got 'type: \"\(described(schema["type"]))\"'."
            }
        }
        return isStrict ? fault(in: schema, context: [], depth: 1) : nil
    }

    private static func described(_ type: JSONValue?) -> String { type?.string ?? type?.description ?? "None" }

    private static func fault(in schema: JSONValue, context: [String], depth: Int) -> String? {
        let place = "In context=\(tuple(context)), "
        guard schema.kind == .object else { return place + "schema must be an object." }
        if depth > 10 { return place + "schema exceeds the maximum nesting depth of 10 levels." }
        for keyword in refused where schema.object?.contains(where: { $0.key.string == keyword }) == true {
            return place + "'\(keyword)' is not permitted."
        }
        let isObject =
            schema["type"]?.string == "object" || schema["properties"] != nil
            || schema["type"]?.array?.contains { $0.string == "object" } == true
        if isObject {
            guard schema["additionalProperties"]?.bool == false else {
                return place + "'additionalProperties' is required to be supplied and to be false."
            }
            let required = Set(schema["required"]?.array?.compactMap(\.string) ?? [])
            for (key, _) in schema["properties"]?.object.map(Array.init) ?? [] where !required.contains(key.string) {
                return place
                    + "'required' is required to be supplied and to be an array including every key in properties. "
                    + "Missing '\(key.string)'."
            }
            let names = Set(schema["properties"]?.object?.map(\.key.string) ?? [])
            if let extra = required.subtracting(names).sorted().first {
                return place
                    + "'required' is required to be supplied and to be an array including every key in properties. "
                    + "Extra required key '\(extra)' supplied."
            }
            for (key, property) in schema["properties"]?.object.map(Array.init) ?? [] {
                let inner = context + ["properties", key.string]
                if let fault = fault(in: property, context: inner, depth: depth + 1) { return fault }
            }
        }
        if schema["type"]?.string == "array" || schema["items"] != nil {
            guard let items = schema["items"] else { return place + "array schema missing items." }
            if let fault = fault(in: items, context: context + ["items"], depth: depth + 1) { return fault }
        }
        for (position, option) in (schema["anyOf"]?.array.map(Array.init) ?? []).enumerated() {
            if let fault = fault(in: option, context: context + ["anyOf", "\(position)"], depth: depth + 1) {
                return fault
            }
        }
        for (key, definition) in schema["$defs"]?.object.map(Array.init) ?? [] {
            if let fault = fault(in: definition, context: context + ["$defs", key.string], depth: depth) {
                return fault
            }
        }
        return nil
    }

    /// As Python writes a tuple: `()`, `('a',)`, `('a', 'b')`.
    private static func tuple(_ parts: [String]) -> String {
        let quoted = parts.map { Int($0) == nil ? "'\($0)'" : $0 }
        return "(" + quoted.joined(separator: ", ") + (parts.count == 1 ? "," : "") + ")"
    }
}
