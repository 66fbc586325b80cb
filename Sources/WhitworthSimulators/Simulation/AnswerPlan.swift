/// What is answered, before it is put into a provider's form.
struct AnswerPlan: Sendable, Equatable {
    struct Call: Sendable, Equatable {
        var name: String
        /// JSON text, or free text for a tool that takes it.
        var arguments: String
        var isFreeText = false
    }

    enum Finish: Sendable, Equatable {
        case done
        case calls
        case length
        case stopSequence(String)
        case refusal
        /// The provider's own word, from a directive.
        case other(String)
    }

    /// In tokens: the pieces of a stream. Nil: no thinking.
    var thinking: [String]?
    var isRedacted = false
    /// In tokens. Nil: no text at all.
    var text: [String]?
    /// In tokens.
    var refusal: [String]?
    var calls: [Call] = []
    var finish = Finish.done

    var thinkingTokens: Int { thinking?.count ?? 0 }

    /// All output, thinking included: what is sent is what is counted.
    var outputTokens: Int {
        thinkingTokens + (text?.count ?? 0) + (refusal?.count ?? 0)
            + calls.reduce(0) { $0 + TokenCount.tokens(of: $1.name + $1.arguments).count }
    }
}
