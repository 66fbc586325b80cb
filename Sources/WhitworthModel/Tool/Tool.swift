public import WhitworthJSON

/// Something the model may call.
public enum Tool: Sendable {
    case function(FunctionTool)
    /// A tool the provider runs, or one only one vocabulary knows: carried whole.
    case opaque(OpaqueContent)
}

/// A function of the client's.
public struct FunctionTool: Sendable {
    public var name: JSONText
    public var description: JSONText?
    /// A JSON Schema, as the client wrote it; nil takes no arguments.
    public var parameters: JSONValue?
    /// Whether arguments are held to the schema while generating; nil leaves it to the provider.
    public var strict: Bool?
    public var cache: CacheMark?
    public var extras = Extras()
    public var source: JSONValue?

    public init(name: JSONText) {
        self.name = name
    }
}
