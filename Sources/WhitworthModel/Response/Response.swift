/// A whole answer.
public struct Response: Sendable {
    public var start: ResponseStart
    public var choices: [Choice]
    public var usage: Usage?
    /// What came with the end of the answer rather than its start; merged with `start.extras` where it is written whole.
    public var extras = Extras()

    public init(start: ResponseStart, choices: [Choice], usage: Usage?) {
        self.start = start
        self.choices = choices
        self.usage = usage
    }
}
