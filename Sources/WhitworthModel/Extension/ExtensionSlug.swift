/// Who defined a member: the part before the colon in `anthropic:container`.
///
/// An open set: a slug names a vocabulary, not a provider; everybody who speaks Chat Completions shares `openai`.
public struct ExtensionSlug: Sendable, Hashable {
    public let name: String

    public init(_ name: String) {
        self.name = name
    }

    /// The vocabulary of the Chat Completions document.
    public static let openai = ExtensionSlug("openai")
    /// The vocabulary of the Messages document.
    public static let anthropic = ExtensionSlug("anthropic")
}

extension ExtensionSlug: CustomStringConvertible {
    public var description: String { name }
}
