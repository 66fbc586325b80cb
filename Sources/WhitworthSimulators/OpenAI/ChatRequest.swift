import WhitworthJSON

/// A Chat Completions request that the rules have passed.
struct ChatRequest: Sendable {
    var model: OpenAIModel
    var turn: Turn
    var isStream = false
    var includesUsage = false
    var includesObfuscation = true
    var answers = 1
    /// Nil: not asked for.
    var topLogprobs: Int?
    var tier = "default"
    /// Asked in the old form, with `functions`.
    var usesFunctions = false
    var promptTokens = 0
    /// Hashes of the prompt up to each message, from short to long, and the tokens up to there.
    var prefixes: [(hash: UInt64, tokens: Int)] = []
}
