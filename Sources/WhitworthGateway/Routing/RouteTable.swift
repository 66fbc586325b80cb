import WhitworthJSON
public import WhitworthModel
public import WhitworthProviders

/// Model names to where they are served.
public struct RouteTable: Sendable {
    public struct Route: Sendable {
        public var provider: Provider
        /// In the provider's words.
        public var model: String
    }

    public let providers: [Provider]
    public let aliases: [String: String]

    public init(providers: [Provider], aliases: [String: String]) {
        self.providers = providers
        self.aliases = aliases
    }

    /// `provider/model` or an alias of one; the model may hold further slashes.
    ///
    /// - Throws: `modelNotFound`.
    public func route(_ name: String) throws(Failure) -> Route {
        let full = aliases[name] ?? name
        if let slash = full.firstIndex(of: "/") {
            let prefix = full[..<slash]
            let model = full[full.index(after: slash)...]
            if !model.isEmpty, let provider = providers.first(where: { $0.name == prefix }) {
                return Route(provider: provider, model: String(model))
            }
        }
        throw Failure(
            .modelNotFound, "There is no model '\(name)'. Models are named provider/model; see GET /v1/models.",
            param: JSONPath([.key("model")]))
    }
}
