public import WhitworthJSON

/// One turn of a conversation.
public struct Message: Sendable {
    /// How the content was written: some servers accept only one of the two forms in some places.
    public enum Form: Sendable, Hashable {
        /// One string.
        case string
        /// A list of parts.
        case parts
        /// `null` or no member at all.
        case absent
    }

    public var role: Role
    /// In order; in an assistant message reasoning, text and tool calls as they were made.
    public var content: [Content]
    public var form: Form
    public var name: JSONText?
    public var extras = Extras()
    /// Where the client wrote it, for errors that name the place.
    public var source: JSONValue?

    public init(role: Role, content: [Content], form: Form = .parts) {
        self.role = role
        self.content = content
        self.form = form
    }
}
