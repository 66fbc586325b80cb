/// How a server that speaks Chat Completions differs from OpenAI's reference. Data, as of the date beside each value.
public struct Profile: Sendable, Hashable {
    /// Where the cap on output tokens is written when the client's vocabulary had another name for it.
    public enum CapName: Sendable, Hashable {
        case maxCompletionTokens
        case maxTokens
    }

    public var capName: CapName
    /// Whether `developer` is a role; otherwise such messages are written as `system`, of the same rank.
    public var hasDeveloperRole: Bool
    /// Whether `reasoning_content` of earlier turns is taken back.
    public var takesReasoningBack: Bool
    /// The longest id of a tool call that is taken; nil where none is known.
    public var callIDLength: Int?

    public init(capName: CapName, hasDeveloperRole: Bool, takesReasoningBack: Bool, callIDLength: Int? = nil) {
        self.capName = capName
        self.hasDeveloperRole = hasDeveloperRole
        self.takesReasoningBack = takesReasoningBack
        self.callIDLength = callIDLength
    }

    /// OpenAI's own API, as of 2026-11. Of ids its 400 says "string too long. Expected a string with maximum length 40"
    /// (`string_above_max_length`, github.com/vercel/ai/issues/5171).
    public static let openai = Profile(
        capName: .maxCompletionTokens, hasDeveloperRole: true, takesReasoningBack: false, callIDLength: 40)

    /// A server known for nothing but compatibility: the older and more widely understood of each pair.
    public static let compatible = Profile(capName: .maxTokens, hasDeveloperRole: false, takesReasoningBack: false)
}
