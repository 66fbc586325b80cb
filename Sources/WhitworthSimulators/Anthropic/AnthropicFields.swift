import WhitworthJSON

/// The members of one object of a request, read with Anthropic's words for what is wrong with them.
struct AnthropicFields {
    let object: JSONValue
    /// As in messages: `messages.0.content.1.tool_use`; empty for the request itself.
    let path: String

    /// - Throws: when this is no object or has a member that is not among the known ones.
    init(_ object: JSONValue, at path: String, known: Set<String>) throws(AnthropicRefusal) {
        guard let members = object.object else { throw .type(path, "dictionary") }
        self.object = object
        self.path = path
        for (key, _) in members where !known.contains(key.string) { throw .extra(place(key.string)) }
    }

    func place(_ name: some StringProtocol) -> String { path.isEmpty ? String(name) : path + "." + name }

    /// Null is absent.
    func value(_ name: StaticString) -> JSONValue? {
        guard let value = object[name], !value.isNull else { return nil }
        return value
    }

    func required(_ name: StaticString) throws(AnthropicRefusal) -> JSONValue {
        guard let value = object[name] else { throw .missing(place("\(name)")) }
        return value
    }

    func string(_ name: StaticString) throws(AnthropicRefusal) -> String? {
        guard let value = value(name) else { return nil }
        guard let string = value.string else { throw .type(place("\(name)"), "string") }
        return string
    }

    func requiredString(_ name: StaticString) throws(AnthropicRefusal) -> String {
        guard let string = try required(name).string else { throw .type(place("\(name)"), "string") }
        return string
    }

    func bool(_ name: StaticString) throws(AnthropicRefusal) -> Bool? {
        guard let value = value(name) else { return nil }
        guard let bool = value.bool else { throw .type(place("\(name)"), "boolean") }
        return bool
    }

    func integer(_ name: StaticString, atLeast least: Int) throws(AnthropicRefusal) -> Int? {
        guard let value = value(name) else { return nil }
        guard let number = value.int else { throw .type(place("\(name)"), "integer") }
        guard number >= least else {
            throw AnthropicRefusal("\(place("\(name)")): Input should be greater than or equal to \(least)")
        }
        return number
    }

    func choice(_ name: StaticString, among values: [String]) throws(AnthropicRefusal) -> String? {
        guard let value = value(name) else { return nil }
        guard let string = value.string, values.contains(string) else { throw .choice(place("\(name)"), values) }
        return string
    }

    func array(_ name: StaticString) throws(AnthropicRefusal) -> [JSONValue]? {
        guard let value = value(name) else { return nil }
        guard let array = value.array else { throw .type(place("\(name)"), "list") }
        return Array(array)
    }
}
