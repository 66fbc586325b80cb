/// A list of rules that give chosen requests chosen answers, without a word in the prompt.
public struct Script: Sendable {
    struct Match: Sendable, Equatable {
        /// `openai` or `anthropic`.
        var provider: String?
        var model: String?
        /// Text that must occur in the last turn.
        var contains: String?
        var stream: Bool?
    }

    struct Raw: Sendable {
        var status: Int
        var headers: [(name: String, value: String)]
        var body: [UInt8]
        /// Whole events, without the blank line that ends each; empty for a whole body.
        var events: [[UInt8]]
    }

    enum Answer: Sendable {
        case directives(Directives)
        /// Exactly these bytes, such as a recorded exchange.
        case raw(Raw)
    }

    struct Rule: Sendable {
        var match: Match
        /// After so many uses the next rule that matches is taken.
        var times: Int?
        var answer: Answer
    }

    var rules: [Rule]
}

/// What is wrong with a script file, and where.
public struct ScriptError: Error, Sendable, Hashable, CustomStringConvertible {
    public var description: String
}
