public import WhitworthJSON

/// A step of an answer.
///
/// The order of one answer: `start`, then blocks, each begun, grown and ended (blocks of different choices may
/// interleave), a `finish` for each choice, `usage` at most once after the last block, `end`. `ping` and `extras` may
/// come anywhere after `start`.
public enum Event: Sendable {
    case start(ResponseStart)
    /// Begins a block. The content is what is known at once: a call's id and name with no arguments yet, an empty
    /// text, or a block that arrives whole.
    case blockStart(BlockID, Content)
    case blockDelta(BlockID, BlockDelta)
    case blockEnd(BlockID)
    /// Log probabilities of a choice's tokens, as Chat Completions writes them.
    case logprobs(choice: Int, JSONValue)
    case finish(choice: Int, Finish)
    /// Complete counts; replaces what `start` told.
    case usage(Usage)
    /// Members that belong to a choice, to its message, or to the answer.
    case extras(ExtrasPlace, Extras)
    case ping
    case end
}

/// A block of a choice; `index` counts the choice's blocks from 0 in order of their start.
public struct BlockID: Sendable, Hashable {
    public var choice: Int
    public var index: Int

    public init(choice: Int, index: Int) {
        self.choice = choice
        self.index = index
    }
}

/// Growth of a block.
public enum BlockDelta: Sendable {
    /// Of a text, a refusal or of reasoning.
    case text(JSONText)
    /// A fragment of a call's arguments: JSON text in pieces.
    case arguments(JSONText)
    /// Of reasoning.
    case signature(JSONText)
    /// One citation of a text.
    case citation(JSONValue)
    /// A delta only one vocabulary knows, for a block only it knows.
    case opaque(ExtensionSlug, JSONValue)
}

public enum ExtrasPlace: Sendable, Hashable {
    case response
    case choice(Int)
    case message(choice: Int)
}
