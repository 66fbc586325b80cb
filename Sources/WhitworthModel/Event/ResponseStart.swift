public import WhitworthJSON

/// What is known before the first token.
public struct ResponseStart: Sendable {
    public var id: JSONText
    /// The model that answers, in the provider's words.
    public var model: JSONText
    /// Unix seconds, where the provider tells.
    public var created: Int?
    public var serviceTier: JSONText?
    /// The input as far as it has been counted.
    public var usage: Usage?
    public var extras = Extras()

    public init(id: JSONText, model: JSONText, created: Int?) {
        self.id = id
        self.model = model
        self.created = created
    }
}
