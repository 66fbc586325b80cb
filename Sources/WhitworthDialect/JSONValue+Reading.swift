public import WhitworthJSON
public import WhitworthModel

// Typed reads of a client's request: a value of the wrong type is the client's fault, and the failure names its place.
extension JSONValue {
    public func requiredText() throws(Failure) -> JSONText {
        guard let text else { throw mistyped("a string") }
        return text
    }

    public func requiredNumber() throws(Failure) -> JSONNumber {
        guard let number else { throw mistyped("a number") }
        return number
    }

    public func requiredInteger() throws(Failure) -> JSONNumber {
        guard let number, number.int != nil else { throw mistyped("an integer") }
        return number
    }

    /// A number in the range its member documents.
    public func requiredNumber(in range: ClosedRange<Double>) throws(Failure) -> JSONNumber {
        let number = try requiredNumber()
        guard range.contains(number.double) else {
            let path = path
            throw Failure(
                .invalidParameter, "'\(path)' must be between \(range.lowerBound) and \(range.upperBound).",
                param: path,
                details: [
                    FailureDetail("min", .written { $0.write(JSONNumber(range.lowerBound) ?? 0) }),
                    FailureDetail("max", .written { $0.write(JSONNumber(range.upperBound) ?? 0) }),
                ])
        }
        return number
    }

    public func requiredBool() throws(Failure) -> Bool {
        guard let bool else { throw mistyped("a boolean") }
        return bool
    }

    public func requiredObject() throws(Failure) -> JSONObject {
        guard let object else { throw mistyped("an object") }
        return object
    }

    public func requiredArray() throws(Failure) -> JSONArray {
        guard let array else { throw mistyped("an array") }
        return array
    }

    /// A member that must be there.
    public func requiredMember(_ name: StaticString) throws(Failure) -> JSONValue {
        _ = try requiredObject()
        guard let value = self[name] else {
            let path = path.appending(name.description)
            throw Failure(.missingParameter, "Missing required member '\(path)'.", param: path)
        }
        return value
    }

    /// The failure of a value that is not what its member takes.
    public func mistyped(_ expected: String) -> Failure {
        let path = path
        return Failure(
            .invalidParameter, "'\(path)' must be \(expected), not \(kind.phrase).", param: path)
    }

    /// The failure of a value outside the ones its member takes.
    public func notAllowed(_ allowed: [String]) -> Failure {
        let path = path
        return Failure(
            .invalidParameter, "'\(path)' must be one of \(allowed.joined(separator: ", ")).", param: path,
            details: [FailureDetail("allowed", allowed)])
    }
}

extension JSONKind {
    fileprivate var phrase: String {
        switch self {
        case .object: "an object"
        case .array: "an array"
        case .string: "a string"
        case .number: "a number"
        case .boolean: "a boolean"
        case .null: "null"
        }
    }
}

extension Failure {
    /// A body that is not JSON.
    public init(_ error: JSONError) {
        self.init(
            .invalidJSON, "The body is not valid JSON: \(error).",
            param: error.path.elements.isEmpty ? nil : error.path,
            details: [FailureDetail("offset", error.offset)])
    }

    /// A provider's bytes that are not what its dialect says.
    public static func unreadable(_ message: String) -> Failure {
        Failure(.upstreamInvalidResponse, message)
    }
}
