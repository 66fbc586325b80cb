public import WhitworthJSON

/// How much the model thinks before it answers, and what of it is shown.
public struct ReasoningRequest: Sendable, Hashable {
    public enum Mode: Sendable, Hashable {
        /// Thinks, up to `budget` tokens.
        case enabled
        /// The model decides.
        case adaptive
        case disabled
        /// A mode only its own vocabulary knows, such as `between_tools`.
        case named(JSONText)
    }

    public var mode: Mode?
    /// `none`, `minimal`, `low`, `medium`, `high`, `xhigh`, `max`; an open set.
    public var effort: JSONText?
    /// In tokens.
    public var budget: JSONNumber?
    /// `summarized` or `omitted`.
    public var display: JSONText?
    public var extras = Extras()

    public init() {}
}
