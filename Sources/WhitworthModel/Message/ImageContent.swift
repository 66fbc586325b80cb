public import WhitworthJSON

public struct ImageContent: Sendable {
    public var media: MediaSource
    /// `auto`, `low`, `high`, `original`; an open set.
    public var detail: JSONText?
    public var cache: CacheMark?
    public var extras = Extras()
    public var source: JSONValue?

    public init(_ media: MediaSource) {
        self.media = media
    }
}
