public import WhitworthDialect

/// Who to call and how to be let in.
public struct Provider: Sendable {
    /// Whether a real provider answers, or a simulator in its place.
    public enum Standing: Sendable, Hashable {
        case live
        case simulated
    }

    /// The part before the slash in `name/model`.
    public var name: String
    public var baseURL: BaseURL
    public var authorization: Authorization
    public var dialect: any Dialect
    public var standing: Standing
    /// Why it is here and live or simulated, for the start-up banner; names no secret.
    public var reason: String
    /// Models known without asking; an unlisted one is still passed on.
    public var models: [String]
    /// Sent where the dialect requires a cap and the client gave none.
    public var defaultMaxOutputTokens: Int

    public init(
        name: String, baseURL: BaseURL, authorization: Authorization, dialect: any Dialect, standing: Standing,
        reason: String, models: [String] = [], defaultMaxOutputTokens: Int = 4096
    ) {
        self.name = name
        self.baseURL = baseURL
        self.authorization = authorization
        self.dialect = dialect
        self.standing = standing
        self.reason = reason
        self.models = models
        self.defaultMaxOutputTokens = defaultMaxOutputTokens
    }
}
