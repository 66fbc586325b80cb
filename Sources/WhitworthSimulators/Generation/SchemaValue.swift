import WhitworthJSON

/// A value that is valid for a JSON schema, always the same one for the same schema.
///
/// Reads `const`, `enum`, `$ref` into the document, `anyOf`/`oneOf`/`allOf`, `type` (also a list), `properties` with
/// `required`, `items` and `prefixItems` with their bounds, the number bounds with `multipleOf`, the string lengths
/// and the common formats. Optional properties are given too, so that tests see them, except where the schema recurs.
/// `pattern`, `not` and `if` are not solved.
struct SchemaValue {
    private let root: JSONValue
    private var writer = JSONWriter()
    /// Below this, only what is required is written.
    private static let generousDepth = 6
    /// Below this, nothing is, so that a schema that can only recur ends.
    private static let deepest = 40

    private init(root: JSONValue) {
        self.root = root
    }

    /// The value as JSON bytes.
    static func bytes(for schema: JSONValue) -> [UInt8] {
        var value = SchemaValue(root: schema)
        value.write(schema, name: nil, depth: 0)
        return value.writer.bytes
    }

    /// The value as JSON text.
    static func text(for schema: JSONValue) -> String {
        String(decoding: bytes(for: schema), as: UTF8.self)
    }

    private mutating func write(_ schema: JSONValue, name: String?, depth: Int) {
        guard depth < Self.deepest else { return writer.writeNull() }
        if let reference = schema["$ref"]?.string {
            guard let target = resolve(reference) else { return writer.writeNull() }
            return write(target, name: name, depth: depth + 1)
        }
        if let constant = schema["const"] { return writer.write(constant) }
        if let first = schema["enum"]?[0] { return writer.write(first) }
        if let options = schema["anyOf"]?.array ?? schema["oneOf"]?.array {
            guard let option = choose(among: options, depth: depth) else { return writer.writeNull() }
            return write(option, name: name, depth: depth + 1)
        }
        if schema["properties"] == nil, let parts = schema["allOf"]?.array, let part = parts.first(where: { _ in true })
        {
            return write(part, name: name, depth: depth + 1)
        }
        switch type(of: schema) {
        case "object": writeObject(schema, depth: depth)
        case "array": writeArray(schema, depth: depth)
        case "string": writer.write(string(schema, name: name))
        case "integer": writer.write(integer(schema))
        case "number": writeNumber(schema)
        case "boolean": writer.write(true)
        case "null": writer.writeNull()
        default: writer.write(name ?? "value")
        }
    }

    // MARK: Choosing

    private func type(of schema: JSONValue) -> String? {
        if let type = schema["type"]?.string { return type }
        if let types = schema["type"]?.array {
            return types.compactMap(\.string).first { $0 != "null" } ?? "null"
        }
        if schema["properties"] != nil { return "object" }
        if schema["items"] != nil || schema["prefixItems"] != nil { return "array" }
        return nil
    }

    /// The first option that is not null; deep down one that recurs no further, if there is one.
    private func choose(among options: JSONArray, depth: Int) -> JSONValue? {
        if depth >= Self.generousDepth, let end = options.first(where: { endsHere($0) }) { return end }
        return options.first { $0["type"]?.string != "null" } ?? options.first { _ in true }
    }

    private func endsHere(_ schema: JSONValue) -> Bool {
        if schema["$ref"] != nil || schema["anyOf"] != nil { return false }
        switch type(of: schema) {
        case "object", "array": return false
        default: return true
        }
    }

    private func resolve(_ reference: String) -> JSONValue? {
        guard reference.hasPrefix("#") else { return nil }
        var value = root
        for part in reference.dropFirst().split(separator: "/") {
            let key = part.split(separator: "~", omittingEmptySubsequences: false).reduce(into: "") { text, piece in
                if text.isEmpty, !part.hasPrefix("~") {
                    text += piece
                } else if piece.hasPrefix("1") {
                    text += "/" + piece.dropFirst()
                } else if piece.hasPrefix("0") {
                    text += "~" + piece.dropFirst()
                }
            }
            if let position = Int(key), let element = value[position] {
                value = element
            } else if let member = value.object?.first(where: { $0.key.string == key })?.value {
                value = member
            } else {
                return nil
            }
        }
        return value
    }

    // MARK: Containers

    private mutating func writeObject(_ schema: JSONValue, depth: Int) {
        let required = Set((schema["required"]?.array?.compactMap(\.string)) ?? [])
        writer.beginObject()
        var written: Set<String> = []
        for schema in [schema] + (schema["allOf"]?.array.map(Array.init) ?? []) {
            guard let properties = schema["properties"]?.object else { continue }
            for (key, property) in properties {
                let name = key.string
                guard depth < Self.generousDepth || required.contains(name), written.insert(name).inserted else {
                    continue
                }
                writer.key(key)
                write(property, name: name, depth: depth + 1)
            }
        }
        for name in required.subtracting(written).sorted() { writer.key(JSONText(name)); writer.write("value") }
        writer.endObject()
    }

    private mutating func writeArray(_ schema: JSONValue, depth: Int) {
        let least = schema["minItems"]?.int ?? 0
        let most = schema["maxItems"]?.int ?? Int.max
        var count = min(most, max(least, depth < Self.generousDepth ? 1 : 0))
        writer.beginArray()
        if let prefix = schema["prefixItems"]?.array {
            for item in prefix where count > 0 || least == 0 {
                write(item, name: nil, depth: depth + 1)
                count -= 1
            }
        }
        if let items = schema["items"], items.kind == .object {
            for _ in 0..<max(0, count) { write(items, name: nil, depth: depth + 1) }
        } else {
            for position in 0..<max(0, schema["prefixItems"] == nil ? least : 0) { writer.write("item\(position)") }
        }
        writer.endArray()
    }

    // MARK: Scalars

    private func string(_ schema: JSONValue, name: String?) -> String {
        if let format = schema["format"]?.string, let example = Self.formats[format] { return example }
        var text = name ?? "text"
        let most = schema["maxLength"]?.int ?? Int.max
        if let least = schema["minLength"]?.int {
            while text.count < least { text += "x" }
        }
        if text.count > most { text = String(text.prefix(max(0, most))) }
        return text
    }

    private static let formats: [String: String] = [
        "date-time": "2026-11-24T12:00:00Z", "date": "2026-11-24", "time": "12:00:00Z", "duration": "PT1H",
        "email": "joseph@example.com", "hostname": "example.com", "uri": "https://example.com/whitworth",
        "ipv4": "192.0.2.1", "ipv6": "2001:db8::1", "uuid": "123e4567-e89b-42d3-a456-426614174000",
    ]

    private func integer(_ schema: JSONValue) -> Int {
        // Beyond what an Int holds a bound is no bound for a value near 1.
        func bound(_ value: JSONValue?) -> Int? { value?.double.flatMap { Int(exactly: $0.rounded(.down)) } }
        let step = max(1, bound(schema["multipleOf"]) ?? 1)
        var least = schema["minimum"]?.double.flatMap { Int(exactly: $0.rounded(.up)) } ?? Int.min / 2
        if let above = bound(schema["exclusiveMinimum"]) { least = max(least, above + 1) }
        var most = bound(schema["maximum"]) ?? Int.max / 2
        if let below = schema["exclusiveMaximum"]?.double.flatMap({ Int(exactly: $0.rounded(.up)) }) {
            most = min(most, below - 1)
        }
        let near = min(max(1, least), most)
        let up = near + ((-near % step) + step) % step
        return up <= most ? up : up - step
    }

    private mutating func writeNumber(_ schema: JSONValue) {
        if schema["multipleOf"] != nil, schema["minimum"] == nil, schema["exclusiveMinimum"] == nil,
            let step = schema["multipleOf"], step.number != nil
        {
            return writer.write(step)
        }
        let least = schema["minimum"]?.double ?? schema["exclusiveMinimum"]?.double ?? -.infinity
        let most = schema["maximum"]?.double ?? schema["exclusiveMaximum"]?.double ?? .infinity
        var value = 1.5
        if value <= least || value >= most {
            switch (least.isFinite, most.isFinite) {
            case (true, true): value = least + (most - least) / 2
            case (true, false): value = least + 1
            default: value = most - 1
            }
        }
        if let number = JSONNumber(value) { writer.write(number) } else { writer.write(0) }
    }
}
