public import WhitworthJSON

/// Where a request goes, as far as its bytes depend on it.
public struct Target: Sendable {
    /// In the provider's words.
    public var model: JSONText
    /// What cannot be said is dropped and reported instead of refused.
    public var isLenient: Bool
    /// For dialects that require a cap where the client gave none; reported as an adaptation.
    public var defaultMaxOutputTokens: Int

    public init(model: JSONText, isLenient: Bool = false, defaultMaxOutputTokens: Int = 4096) {
        self.model = model
        self.isLenient = isLenient
        self.defaultMaxOutputTokens = defaultMaxOutputTokens
    }
}
