public import WhitworthJSON

/// How the next token is drawn.
public struct Sampling: Sendable, Hashable {
    public var temperature: JSONNumber?
    public var topP: JSONNumber?
    public var topK: JSONNumber?
    public var frequencyPenalty: JSONNumber?
    public var presencePenalty: JSONNumber?
    public var seed: JSONNumber?

    public init() {}
}
