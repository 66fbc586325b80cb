public import WhitworthJSON

/// A PDF, a text or a list of passages to be read, and perhaps cited.
public struct DocumentContent: Sendable {
    public var media: MediaSource
    /// File name or title.
    public var title: JSONText?
    public var context: JSONText?
    public var citationsEnabled: Bool?
    public var cache: CacheMark?
    public var extras = Extras()
    public var source: JSONValue?

    public init(_ media: MediaSource) {
        self.media = media
    }
}
