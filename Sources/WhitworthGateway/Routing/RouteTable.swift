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
    /// - Throws: `modelNotFound`, with the names nearest to the one asked for.
    public func route(_ name: String) throws(Failure) -> Route {
        let full = aliases.isEmpty ? name : aliases[name] ?? name
        let bytes = full.utf8
        if let slash = bytes.firstIndex(of: 0x2F) {
            let model = bytes[bytes.index(after: slash)...]
            if !model.isEmpty {
                for provider in providers where provider.name.utf8.elementsEqual(bytes[..<slash]) {
                    return Route(provider: provider, model: String(full[model.startIndex...]))
                }
            }
        }
        throw Failure(
            .modelNotFound,
            "There is no model '\(name.prefix(200))'. Models are named provider/model; see GET /v1/models.",
            param: JSONPath([.key("model")]), details: [FailureDetail("suggestions", suggestions(for: name))])
    }

    /// Known names that end as the one asked for does, or are spelt nearly so.
    private func suggestions(for name: String) -> [String] {
        let known =
            providers.flatMap { provider in provider.models.map { provider.name + "/" + $0 } } + aliases.keys.sorted()
        let same = known.filter { $0.hasSuffix("/" + name) }
        if !same.isEmpty { return same }
        return Spelling.nearest(to: String(name.prefix(200)), among: known).map { [$0] } ?? []
    }
}
