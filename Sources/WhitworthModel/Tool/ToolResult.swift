public import WhitworthJSON

/// What a call gave.
public struct ToolResult: Sendable {
    public var callID: JSONText
    public var content: [Content]
    public var form: Message.Form
    /// Whether the tool failed; nil where it was not said.
    public var isError: Bool?
    public var cache: CacheMark?
    public var extras = Extras()
    public var source: JSONValue?

    public init(callID: JSONText, content: [Content], form: Message.Form) {
        self.callID = callID
        self.content = content
        self.form = form
    }
}
