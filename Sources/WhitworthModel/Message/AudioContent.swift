public import WhitworthJSON

public struct AudioContent: Sendable {
    /// Base64.
    public var data: JSONText
    /// `wav`, `mp3`; an open set.
    public var format: JSONText
    public var extras = Extras()
    public var source: JSONValue?

    public init(data: JSONText, format: JSONText) {
        self.data = data
        self.format = format
    }
}
