public import WhitworthJSON

/// Why an answer ended.
public struct Finish: Sendable {
    public var reason: FinishReason
    public var detail: FinishDetail?
    /// The provider's own word.
    public var native: JSONText
    /// Whose word it is.
    public var slug: ExtensionSlug
    /// The stop sequence that was met.
    public var stopSequence: JSONText?

    public init(_ reason: FinishReason, detail: FinishDetail? = nil, native: JSONText, slug: ExtensionSlug) {
        self.reason = reason
        self.detail = detail
        self.native = native
        self.slug = slug
    }
}

public enum FinishReason: Sendable, Hashable {
    case stop
    case length
    case toolCalls
    case contentFilter
}

/// What lies behind a finish reason; an open set.
public struct FinishDetail: Sendable, Hashable {
    public let name: String

    public init(_ name: String) {
        self.name = name
    }

    public static let maxOutput = FinishDetail("max_output")
    public static let contextWindow = FinishDetail("context_window")
    public static let stopSequence = FinishDetail("stop_sequence")
    public static let refusal = FinishDetail("refusal")
    public static let pause = FinishDetail("pause")
    public static let unknown = FinishDetail("unknown")
}
