public import WhitworthJSON

/// Where the bytes of an image or document are.
public enum MediaSource: Sendable {
    /// For the provider to fetch.
    case url(JSONText)
    /// Base64 as the client wrote it; never decoded here.
    case base64(mediaType: JSONText, data: JSONText)
    /// Uploaded before, to the provider that the request goes to.
    case file(id: JSONText)
    /// Plain text.
    case text(JSONText, mediaType: JSONText)
    /// A list of text and image parts, or one string.
    case content([Content], form: Message.Form)
    /// A source only one vocabulary knows, carried whole.
    case opaque(ExtensionSlug, JSONValue)
}
