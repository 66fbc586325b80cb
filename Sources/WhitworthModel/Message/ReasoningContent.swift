public import WhitworthJSON

/// Thinking, as text, signed, or sealed.
///
/// Never judged empty by its text: with `display: omitted` the signature is all there is and must go back.
public struct ReasoningContent: Sendable {
    public var text: JSONText?
    /// Opaque, bound to `origin`; goes back byte for byte.
    public var signature: JSONText?
    /// Sealed thinking (`redacted_thinking.data`): opaque, bound to `origin`.
    public var sealed: JSONText?
    /// Whose signature or seal it is; nil where nothing is bound.
    public var origin: ExtensionSlug?
    public var extras = Extras()
    public var source: JSONValue?

    public init(text: JSONText?, signature: JSONText? = nil, sealed: JSONText? = nil, origin: ExtensionSlug? = nil) {
        self.text = text
        self.signature = signature
        self.sealed = sealed
        self.origin = origin
    }
}
