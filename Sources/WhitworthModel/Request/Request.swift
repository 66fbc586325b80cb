public import WhitworthJSON

/// What a client asks of a language model, in the standard's words.
///
/// A request keeps what its reader saw: absent stays absent, number text stays text, and what only one vocabulary
/// knows stays in `extras`.
public struct Request: Sendable {
    /// Whose vocabulary the client spoke; nil where the request was made here.
    public var origin: ExtensionSlug?
    /// As the client wrote it; routing decides what it names.
    public var model: JSONText
    /// In order, system and developer messages included.
    public var messages: [Message] = []
    public var tools: [Tool] = []
    public var toolChoice: ToolChoice?
    /// Whether one answer may hold several tool calls; nil leaves it to the provider.
    public var parallelToolCalls: Bool?
    public var sampling = Sampling()
    /// Cap on output tokens, reasoning included.
    public var maxOutputTokens: JSONNumber?
    /// The member the client wrote it in, where its vocabulary has more than one (`max_tokens`).
    public var maxOutputTokensName: JSONText?
    public var stop: StopSequences?
    /// How many answers (`n`).
    public var choiceCount: JSONNumber?
    public var logprobs: Logprobs?
    public var responseFormat: ResponseFormat?
    public var reasoning: ReasoningRequest?
    /// What else was said of the output (`output_config`).
    public var outputExtras = Extras()
    public var stream: Bool?
    /// Whether a stream ends with its usage.
    public var includeUsage: Bool?
    /// What else was said of the stream.
    public var streamExtras = Extras()
    public var serviceTier: JSONText?
    /// A stable pseudonym of the end user, for abuse detection.
    public var userID: JSONText?
    /// A breakpoint that the provider places itself, at the end of the prompt.
    public var cache: CacheMark?
    public var extras = Extras()

    public init(model: JSONText) {
        self.model = model
    }
}
