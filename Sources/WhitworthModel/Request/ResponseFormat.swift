public import WhitworthJSON

/// The form the answer's text must have.
public enum ResponseFormat: Sendable, Hashable {
    case text
    /// Any JSON object.
    case jsonObject
    case jsonSchema(JSONSchemaFormat)
}

/// JSON that conforms to a schema.
public struct JSONSchemaFormat: Sendable, Hashable {
    public var name: JSONText?
    public var description: JSONText?
    /// As the client wrote it: key order steers generation.
    public var schema: JSONValue?
    /// Whether conformance is enforced while generating; nil leaves it to the provider.
    public var strict: Bool?
    public var extras = Extras()

    public init(name: JSONText?, description: JSONText?, schema: JSONValue?, strict: Bool?) {
        self.name = name
        self.description = description
        self.schema = schema
        self.strict = strict
    }
}
