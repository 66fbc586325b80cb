public import WhitworthJSON

/// The model's own words for not answering.
public struct RefusalContent: Sendable {
    public var text: JSONText
    public var extras = Extras()
    public var source: JSONValue?

    public init(_ text: JSONText) {
        self.text = text
    }
}
