import WhitworthJSON

extension OpenAIRequestRules {
    mutating func checkFormat() throws(OpenAIRefusal) {
        guard let format = fields.value("response_format") else { return }
        guard format.kind == .object else {
            throw .type("response_format", expected: "an object", got: format)
        }
        guard let type = format["type"]?.string else { throw .missing("response_format.type") }
        switch type {
        case "text": _ = try OpenAIFields(format, at: "response_format", known: ["type"])
        case "json_object":
            _ = try OpenAIFields(format, at: "response_format", known: ["type"])
            guard mentionsJSON else {
                // Widely reported; not recorded.
                throw OpenAIRefusal(
                    message: "'messages' must contain the word 'json' in some form, to use 'response_format' of type "
                        + "'json_object'.",
                    param: "messages")
            }
            request.turn.format = .object
        case "json_schema": try checkSchema(format)
        default: throw .value("response_format.type", type, among: ["json_object", "json_schema", "text"])
        }
    }

    private mutating func checkSchema(_ format: JSONValue) throws(OpenAIRefusal) {
        let outer = try OpenAIFields(format, at: "response_format", known: ["type", "json_schema"])
        let inner = try OpenAIFields(
            try outer.required("json_schema"), at: "response_format.json_schema",
            known: ["name", "description", "schema", "strict"])
        let name = try inner.requiredString("name")
        let isStrict = try inner.bool("strict") ?? false
        guard let schema = inner.value("schema") else {
            // Without strict the schema may be left out (openapi: only the name is required).
            if isStrict { throw .missing("response_format.json_schema.schema") }
            request.turn.format = .object
            return
        }
        guard schema.kind == .object else {
            throw .type("response_format.json_schema.schema", expected: "an object", got: schema)
        }
        if let reason = StrictSchema.fault(in: schema, isStrict: isStrict) {
            throw OpenAIRefusal(
                message: "Invalid schema for response_format '\(name)': \(reason)", param: "response_format")
        }
        request.promptTokens += TokenCount.prompt(bytes: schema.raw.count)
        request.turn.format = .schema(schema)
    }

    private var mentionsJSON: Bool {
        guard let messages = fields.value("messages") else { return false }
        let raw = messages.raw
        var state = 0
        let word: [UInt8] = Array("json".utf8)
        for byte in raw {
            let lower = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
            state = lower == word[state] ? state + 1 : (lower == word[0] ? 1 : 0)
            if state == word.count { return true }
        }
        return false
    }
}
