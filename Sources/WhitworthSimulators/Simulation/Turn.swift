import WhitworthJSON

/// What a provider's rules make of a request, as far as it decides the answer.
struct Turn: Sendable {
    struct Tool: Sendable {
        var name: String
        /// The schema of its arguments; nil takes any object.
        var schema: JSONValue?
        /// Takes free text in place of JSON.
        var isFreeText = false
    }

    enum Choice: Sendable, Equatable {
        case free
        case none
        /// One at least.
        case any
        case named(String)
    }

    enum Format: Sendable {
        case text
        case object
        case schema(JSONValue)
    }

    var model: String
    var messages = 0
    var images = 0
    var documents = 0
    /// What the user said since the last answer.
    var texts: [String] = []
    /// What tools returned since the last answer.
    var toolResults: [String] = []
    var tools: [Tool] = []
    var choice = Choice.free
    var isParallel = true
    var format = Format.text
    var wantsThinking = false
    /// The most tokens of output.
    var limit: Int?
    var stops: [String] = []
    var seed: UInt64 = 0

    var text: String { texts.joined(separator: "\n") }

    /// Where directives stand: everything since the last answer.
    var prompt: String { (texts + toolResults).joined(separator: "\n") }
}
