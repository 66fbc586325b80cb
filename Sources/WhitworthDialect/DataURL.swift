public import WhitworthJSON

/// `data:<media type>;base64,<data>` (RFC 2397), split but never decoded.
public struct DataURL: Sendable {
    public var mediaType: JSONText
    public var data: JSONText

    /// - Returns: nil for other URLs, and for data that is not base64 or carries parameters.
    public init?(_ url: JSONText) {
        guard url.hasPrefix("data:"), let (head, data) = url.split(atFirst: 0x2C) else { return nil }
        guard let (type, rest) = head.dropping(first: 5).split(atFirst: 0x3B), rest == ("base64" as StaticString),
            !type.isEmpty
        else { return nil }
        mediaType = type
        self.data = data
    }

    public init(mediaType: JSONText, data: JSONText) {
        self.mediaType = mediaType
        self.data = data
    }

    public var text: JSONText { .joined(pieces) }

    /// What `text` is made of: to write it without joining it first, for data is large.
    public var pieces: [JSONText] { ["data:", mediaType, ";base64,", data] }
}
