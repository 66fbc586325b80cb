public import WhitworthJSON

/// Who speaks.
public enum Role: Sendable, Hashable {
    case system
    /// Same rank as `system`; some providers tell the two apart.
    case developer
    case user
    case assistant
    /// Holds tool results and nothing else.
    case tool
    /// A role only one vocabulary knows, such as the old `function`.
    case other(ExtensionSlug, JSONText)
}
