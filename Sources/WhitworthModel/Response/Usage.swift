/// Tokens, with one meaning at every provider.
///
/// `inputTokens` includes what was read from and written to a cache; `outputTokens` includes reasoning. The parts are
/// nil where the provider does not tell them.
public struct Usage: Sendable {
    public var inputTokens: Int
    public var outputTokens: Int
    /// Read from a cache; part of the input.
    public var cacheReadTokens: Int?
    /// Written to a cache; part of the input.
    public var cacheWriteTokens: Int?
    /// Part of the output.
    public var reasoningTokens: Int?
    /// What the provider told beyond this, and in its own words.
    public var extras = Extras()

    public init(inputTokens: Int, outputTokens: Int) {
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
    }

    public var totalTokens: Int { inputTokens + outputTokens }
}
