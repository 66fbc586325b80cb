/// What a prompt or a script asks of the simulator, in place of its usual answer.
struct Directives: Sendable, Equatable {
    struct Call: Sendable, Equatable {
        var name: String
        /// JSON text; nil asks for arguments valid for the tool's schema.
        var arguments: String?
    }

    var echo: String?
    /// The answer's length in words.
    var words: Int?
    var calls: [Call] = []
    /// The thinking's length in words.
    var think: Int?
    var thinking: String?
    var isRedacted = false
    var refusal: String?
    /// Said at the end of the answer; a stop sequence of the request cuts there.
    var stop: String?
    /// The provider's own finish reason, taken as it is.
    var finish: String?
    var fault = Fault()

    /// Whether they say what the answer consists of.
    var isContent: Bool { echo != nil || words != nil || !calls.isEmpty || refusal != nil }
}

/// A directive that cannot be followed. Answered 400 in the provider's form, with a message that begins `simulator:`.
struct DirectiveError: Error, Sendable, Equatable {
    var message: String
}
