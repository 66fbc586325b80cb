public import WhitworthJSON

/// A call the model made.
public struct ToolCall: Sendable {
    public var id: JSONText
    public var name: JSONText
    public var arguments: ToolArguments
    public var cache: CacheMark?
    public var extras = Extras()
    public var source: JSONValue?

    public init(id: JSONText, name: JSONText, arguments: ToolArguments) {
        self.id = id
        self.name = name
        self.arguments = arguments
    }
}
