public import WhitworthJSON

/// Whether the answer tells the log probability of each token, and of how many alternatives.
public struct Logprobs: Sendable, Hashable {
    public var isEnabled: Bool?
    public var top: JSONNumber?

    public init(isEnabled: Bool?, top: JSONNumber?) {
        self.isEnabled = isEnabled
        self.top = top
    }
}
