import ChatCompletionsDialect
import MessagesDialect
public import WhitworthDialect

/// A kind of provider, as data: everything but the address and the key of one in particular.
public struct ProviderKind: Sendable {
    /// As configuration files name it.
    public var name: String
    /// nil where there is none: an address must be given.
    public var defaultBaseURL: BaseURL?
    public var dialect: any Dialect
    /// The environment variable official clients take the key from.
    public var keyVariable: String?
    public var baseURLVariable: String?
    /// Models listed without asking. As of 2026-11; a provider's list is longer, and unlisted names are served too.
    public var models: [String]
    /// How the key is sent.
    public var authorization: @Sendable (Secret) -> Authorization
    /// Where the simulators answer for it.
    public var simulatorPath: String?
}

extension ProviderKind {
    public static let openai = ProviderKind(
        name: "openai",
        defaultBaseURL: BaseURL(isSecure: true, host: "api.openai.com", port: 443, path: "/v1"),
        dialect: ChatCompletions(profile: .openai), keyVariable: "OPENAI_API_KEY", baseURLVariable: "OPENAI_BASE_URL",
        models: ["gpt-5.5", "gpt-5.4-mini", "gpt-4.1", "gpt-4.1-mini", "gpt-4o-mini"], authorization: { .bearer($0) },
        simulatorPath: "/openai/v1")

    /// The address is that of the official client: the call's path begins with `/v1`.
    public static let anthropic = ProviderKind(
        name: "anthropic",
        defaultBaseURL: BaseURL(isSecure: true, host: "api.anthropic.com", port: 443, path: ""),
        dialect: Messages(), keyVariable: "ANTHROPIC_API_KEY", baseURLVariable: "ANTHROPIC_BASE_URL",
        models: ["claude-opus-5-5", "claude-sonnet-5-5", "claude-sonnet-4-6", "claude-sonnet-4-5", "claude-haiku-4-5"],
        authorization: { .header(name: "x-api-key", $0) }, simulatorPath: "/anthropic")

    /// Any server that speaks Chat Completions.
    public static let compatible = ProviderKind(
        name: "openai-compatible", defaultBaseURL: nil, dialect: ChatCompletions(profile: .compatible),
        keyVariable: nil,
        baseURLVariable: nil, models: [], authorization: { .bearer($0) }, simulatorPath: nil)

    public static let all: [ProviderKind] = [.openai, .anthropic, .compatible]

    /// Those that the environment alone can configure.
    public static let fromEnvironment: [ProviderKind] = [.openai, .anthropic]
}
