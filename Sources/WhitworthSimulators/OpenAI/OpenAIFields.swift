import WhitworthJSON

/// The members of one object of a request, read with OpenAI's words for what is wrong with them. Null is absent.
struct OpenAIFields {
    let object: JSONValue
    /// As in `param`: `messages[0].content`; empty for the request itself.
    let path: String

    /// - Throws: when this is no object or has a member that is not among the known ones.
    init(_ object: JSONValue, at path: String, known: Set<String>) throws(OpenAIRefusal) {
        guard let members = object.object else { throw .type(path, expected: "an object", got: object) }
        self.object = object
        self.path = path
        for (key, _) in members where !known.contains(key.string) { throw .unknown(self.place(key.string)) }
    }

    func place(_ name: some StringProtocol) -> String { path.isEmpty ? String(name) : path + "." + name }

    func value(_ name: StaticString) -> JSONValue? {
        guard let value = object[name], !value.isNull else { return nil }
        return value
    }

    func required(_ name: StaticString) throws(OpenAIRefusal) -> JSONValue {
        guard let value = value(name) else { throw .missing(place("\(name)")) }
        return value
    }

    func string(_ name: StaticString) throws(OpenAIRefusal) -> String? {
        guard let value = value(name) else { return nil }
        guard let string = value.string else { throw .type(place("\(name)"), expected: "a string", got: value) }
        return string
    }

    func requiredString(_ name: StaticString) throws(OpenAIRefusal) -> String {
        guard let string = try string(name) else { throw .missing(place("\(name)")) }
        return string
    }

    func bool(_ name: StaticString) throws(OpenAIRefusal) -> Bool? {
        guard let value = value(name) else { return nil }
        guard let bool = value.bool else { throw .type(place("\(name)"), expected: "a boolean", got: value) }
        return bool
    }

    func integer(_ name: StaticString, _ range: ClosedRange<Int>) throws(OpenAIRefusal) -> Int? {
        guard let value = value(name) else { return nil }
        guard let number = value.int else { throw .type(place("\(name)"), expected: "an integer", got: value) }
        let text = value.description
        if number < range.lowerBound {
            throw .bound(place("\(name)"), kind: "integer", above: false, limit: "\(range.lowerBound)", got: text)
        }
        if number > range.upperBound {
            throw .bound(place("\(name)"), kind: "integer", above: true, limit: "\(range.upperBound)", got: text)
        }
        return number
    }

    func decimal(_ name: StaticString, _ range: ClosedRange<Int>) throws(OpenAIRefusal) -> Double? {
        guard let value = value(name) else { return nil }
        guard let number = value.double else { throw .type(place("\(name)"), expected: "a decimal", got: value) }
        if number < Double(range.lowerBound) {
            throw .bound(
                place("\(name)"), kind: "decimal", above: false, limit: "\(range.lowerBound)", got: value.description)
        }
        if number > Double(range.upperBound) {
            throw .bound(
                place("\(name)"), kind: "decimal", above: true, limit: "\(range.upperBound)", got: value.description)
        }
        return number
    }

    func choice(_ name: StaticString, among values: [String]) throws(OpenAIRefusal) -> String? {
        guard let string = try string(name) else { return nil }
        guard values.contains(string) else { throw .value(place("\(name)"), string, among: values) }
        return string
    }

    func array(_ name: StaticString) throws(OpenAIRefusal) -> [JSONValue]? {
        guard let value = value(name) else { return nil }
        guard let array = value.array else {
            throw .type(place("\(name)"), expected: "an array of objects", got: value)
        }
        return Array(array)
    }
}
