public import WhitworthJSON

/// Whether and which tool must be called.
public enum ToolChoice: Sendable {
    case none
    case auto
    /// At least one call, of any tool.
    case required
    /// A call of this tool.
    case named(JSONText)
    /// A choice only one vocabulary knows, such as a list of allowed tools.
    case opaque(ExtensionSlug, JSONValue)
}
