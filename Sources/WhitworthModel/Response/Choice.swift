public import WhitworthJSON

/// One of the answers.
public struct Choice: Sendable {
    public var index: Int
    /// In the order made.
    public var content: [Content]
    public var finish: Finish?
    /// `{content: […], refusal: […]}` as Chat Completions writes it.
    public var logprobs: JSONValue?
    /// Members of the choice that belong to no member here.
    public var extras = Extras()
    /// Members of its message that belong to no member here.
    public var messageExtras = Extras()

    public init(index: Int, content: [Content], finish: Finish?) {
        self.index = index
        self.content = content
        self.finish = finish
    }
}
