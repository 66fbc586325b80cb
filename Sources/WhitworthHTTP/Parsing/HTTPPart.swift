/// A piece of a message.
public enum HTTPPart<Head: Sendable>: Sendable {
    case head(Head)
    /// Bytes of the body: offsets in the span that was given.
    case body(Range<Int>)
    case end
}
