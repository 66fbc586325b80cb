import WhitworthJSON

/// A Messages request that the rules have passed.
struct MessagesRequest: Sendable {
    /// A place up to which the prompt may be cached.
    struct Prefix: Sendable {
        var hash: UInt64
        /// Up to here.
        var tokens: Int
        var breakpoint: Lifetime?
    }

    enum Lifetime: Sendable {
        case fiveMinutes
        case oneHour
    }

    /// What an answer can quote.
    struct Source: Sendable {
        enum Location: Sendable {
            case characters, pages, blocks
        }

        var index: Int
        var title: String?
        var text: String
        var location: Location
    }

    var model: AnthropicModel
    var turn: Turn
    var isStream = false
    var omitsThinking = false
    var tokens = 0
    var prefixes: [Prefix] = []
    /// Documents with citations enabled.
    var sources: [Source] = []
}
