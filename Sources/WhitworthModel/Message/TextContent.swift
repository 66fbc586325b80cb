public import WhitworthJSON

public struct TextContent: Sendable {
    public var text: JSONText
    /// As the provider wrote them; they point into documents or search results of the request.
    public var citations: JSONValue?
    public var cache: CacheMark?
    public var extras = Extras()
    public var source: JSONValue?

    public init(_ text: JSONText) {
        self.text = text
    }
}
