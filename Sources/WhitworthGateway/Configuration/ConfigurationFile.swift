import WhitworthProviders
import Yams

/// A YAML file to a configuration; everything wrong with it is told at once, with line and column.
public struct ConfigurationFile {
    private let environment: [String: String]
    private var problems: [ConfigurationProblem] = []

    private init(environment: [String: String]) {
        self.environment = environment
    }

    /// - Parameters:
    ///   - text: YAML.
    ///   - environment: where keys come from.
    public static func read(
        _ text: String, environment: [String: String]
    ) throws(ConfigurationError) -> GatewayConfiguration {
        var file = ConfigurationFile(environment: environment)
        let configuration = file.read(text)
        guard file.problems.isEmpty else {
            throw ConfigurationError(
                file.problems.sorted { ($0.line ?? 0, $0.column ?? 0) < ($1.line ?? 0, $1.column ?? 0) })
        }
        return configuration
    }

    private mutating func read(_ text: String) -> GatewayConfiguration {
        var configuration = GatewayConfiguration(providers: [])
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch let error as YamlError {
            problems.append(Self.problem(error))
            return configuration
        } catch {
            problems.append(ConfigurationProblem(line: nil, column: nil, field: "", message: "is not YAML"))
            return configuration
        }
        guard let root, let members = members(root, "", allowed: ["server", "providers", "aliases"]) else {
            if root == nil { problems.append(.init(line: nil, column: nil, field: "", message: "the file is empty")) }
            return configuration
        }
        for (name, node) in members {
            switch name {
            case "server": readServer(node, into: &configuration)
            case "providers": readProviders(node, into: &configuration)
            case "aliases":
                for (alias, target) in self.members(node, "aliases", allowed: nil) ?? [] {
                    if let value = string(target, "aliases.\(alias)") { configuration.aliases[alias] = value }
                }
            default: break
            }
        }
        if configuration.providers.isEmpty, problems.isEmpty {
            report(root, "providers", "at least one provider is needed")
        }
        checkAliases(configuration, members.first { $0.0 == "aliases" }?.1)
        return configuration
    }

    // MARK: Sections

    private mutating func readServer(_ node: Node, into configuration: inout GatewayConfiguration) {
        let allowed = ["host", "port", "max_body_bytes", "threads", "timeouts"]
        for (name, value) in members(node, "server", allowed: allowed) ?? [] {
            let field = "server.\(name)"
            switch name {
            case "host": configuration.host = string(value, field) ?? configuration.host
            case "port": configuration.port = integer(value, field, in: 0...65535) ?? configuration.port
            case "max_body_bytes":
                configuration.maximumBodyBytes =
                    integer(value, field, in: 1...(4 << 30)) ?? configuration.maximumBodyBytes
            case "threads": configuration.threads = integer(value, field, in: 1...1024)
            case "timeouts": readTimeouts(value, into: &configuration.timeouts)
            default: break
            }
        }
    }

    private mutating func readTimeouts(_ node: Node, into timeouts: inout GatewayConfiguration.Timeouts) {
        let allowed = ["connect_ms", "first_byte_ms", "idle_ms", "request_ms", "keep_alive_ms", "drain_ms"]
        for (name, value) in members(node, "server.timeouts", allowed: allowed) ?? [] {
            guard let limit = integer(value, "server.timeouts.\(name)", in: 1...86_400_000) else { continue }
            switch name {
            case "connect_ms": timeouts.connect = limit
            case "first_byte_ms": timeouts.firstByte = limit
            case "idle_ms": timeouts.idle = limit
            case "request_ms": timeouts.request = limit
            case "keep_alive_ms": timeouts.keepAlive = limit
            case "drain_ms": timeouts.drain = limit
            default: break
            }
        }
    }

    private mutating func readProviders(_ node: Node, into configuration: inout GatewayConfiguration) {
        guard case .sequence(let list) = node else { return report(node, "providers", "must be a list") }
        for (index, element) in list.enumerated() {
            guard let provider = provider(element, "providers[\(index)]") else { continue }
            if configuration.providers.contains(where: { $0.name == provider.name }) {
                report(
                    element.mapping?["name"] ?? element, "providers[\(index)].name",
                    "'\(provider.name)' is the name of another provider")
                continue
            }
            configuration.providers.append(provider)
        }
    }

    private mutating func provider(_ node: Node, _ field: String) -> Provider? {
        let allowed = ["name", "kind", "base_url", "api_key_env", "models", "default_max_output_tokens"]
        guard let members = members(node, field, allowed: allowed) else { return nil }
        func member(_ name: String) -> Node? { members.first { $0.0 == name }?.1 }
        guard let kindNode = member("kind") else {
            report(node, field + ".kind", "is missing; one of \(ProviderKind.all.map(\.name).joined(separator: ", "))")
            return nil
        }
        guard let kindName = string(kindNode, field + ".kind") else { return nil }
        guard let kind = ProviderKind.all.first(where: { $0.name == kindName }) else {
            report(
                kindNode, field + ".kind",
                "'\(kindName)' is not one of \(ProviderKind.all.map(\.name).joined(separator: ", "))"
                    + Self.hint(kindName, among: ProviderKind.all.map(\.name)))
            return nil
        }
        let name = member("name").flatMap { string($0, field + ".name") } ?? kind.name
        if name.contains(where: { $0 == "/" || $0.isWhitespace }) {
            report(member("name") ?? node, field + ".name", "must be a word without a slash")
        }
        let base = baseURL(member("base_url"), of: kind, field, node)
        let authorization = authorization(member("api_key_env"), of: kind, field, node)
        var models = kind.models
        if let list = member("models") { models = strings(list, field + ".models") ?? [] }
        var cap = 4096
        if let value = member("default_max_output_tokens") {
            cap = integer(value, field + ".default_max_output_tokens", in: 1...10_000_000) ?? cap
        }
        guard let base else { return nil }
        return Provider(
            name: name, baseURL: base, authorization: authorization, dialect: kind.dialect, standing: .live,
            reason: "configured", models: models, defaultMaxOutputTokens: cap)
    }

    private mutating func baseURL(_ node: Node?, of kind: ProviderKind, _ field: String, _ parent: Node) -> BaseURL? {
        guard let node else {
            if kind.defaultBaseURL == nil {
                report(
                    parent, field + ".base_url",
                    "is missing; providers of kind '\(kind.name)' have no address of their own")
            }
            return kind.defaultBaseURL
        }
        guard let text = string(node, field + ".base_url") else { return nil }
        do throws(BaseURL.ParsingError) {
            return try BaseURL(parsing: text)
        } catch {
            report(node, field + ".base_url", error.description)
            return nil
        }
    }

    /// Keys come by the environment alone: a file is copied, committed and shown.
    private mutating func authorization(
        _ node: Node?, of kind: ProviderKind, _ field: String, _ parent: Node
    ) -> Authorization {
        guard let node else {
            guard let variable = kind.keyVariable else { return .none }
            guard let key = environment[variable], !key.isEmpty else {
                report(parent, field + ".api_key_env", "is missing, and \(variable) is not set")
                return .none
            }
            return authorization(key, from: variable, of: kind, field, parent)
        }
        guard let variable = string(node, field + ".api_key_env") else { return .none }
        guard variable.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }), !variable.isEmpty else {
            report(node, field + ".api_key_env", "must be the name of an environment variable, not a key itself")
            return .none
        }
        guard let key = environment[variable], !key.isEmpty else {
            // What is not written as such names are may be a key, and is not repeated.
            let isName = variable.allSatisfy { $0.isUppercase || $0.isNumber || $0 == "_" }
            report(
                node, field + ".api_key_env",
                isName
                    ? "the environment variable \(variable) is not set"
                    : "no environment variable of this name is set; it must be its name, not a key itself")
            return .none
        }
        return authorization(key, from: variable, of: kind, field, node)
    }

    private mutating func authorization(
        _ key: String, from variable: String, of kind: ProviderKind, _ field: String, _ node: Node
    ) -> Authorization {
        let secret = Secret(key)
        guard secret.isSendable else {
            report(node, field + ".api_key_env", EnvironmentProviders.unsendable(variable))
            return .none
        }
        return kind.authorization(secret)
    }

    private mutating func checkAliases(_ configuration: GatewayConfiguration, _ node: Node?) {
        guard let node, problems.isEmpty else { return }
        for (alias, target) in configuration.aliases.sorted(by: { $0.key < $1.key }) {
            let prefix = target.prefix { $0 != "/" }
            let model = target.dropFirst(prefix.count + 1)
            if model.isEmpty || !configuration.providers.contains(where: { $0.name == prefix }) {
                let place = node.mapping?.first { $0.key.string == alias }?.value ?? node
                report(place, "aliases.\(alias)", "'\(target)' is not provider/model of a provider configured here")
            }
        }
    }

    // MARK: Values

    /// The members of a mapping; unknown ones are reported, with the nearest known name.
    private mutating func members(_ node: Node, _ field: String, allowed: [String]?) -> [(String, Node)]? {
        guard case .mapping(let mapping) = node else {
            report(node, field, "must be a mapping of names to values")
            return nil
        }
        var result: [(String, Node)] = []
        for (key, value) in mapping {
            guard let name = key.string else {
                report(key, field, "has a name that is no text")
                continue
            }
            if let allowed, !allowed.contains(name) {
                let path = field.isEmpty ? name : field + "." + name
                report(
                    key, path,
                    name == "api_key"
                        ? "keys are given by 'api_key_env', not in the file"
                        : "is not known here" + Self.hint(name, among: allowed))
                continue
            }
            result.append((name, value))
        }
        return result
    }

    private mutating func string(_ node: Node, _ field: String) -> String? {
        guard case .scalar(let scalar) = node, !scalar.string.isEmpty, !Self.isNull(scalar) else {
            report(node, field, "must be a text")
            return nil
        }
        return scalar.string
    }

    private static func isNull(_ scalar: Node.Scalar) -> Bool {
        scalar.style == .plain && ["~", "null", "Null", "NULL"].contains(scalar.string)
    }

    private mutating func strings(_ node: Node, _ field: String) -> [String]? {
        guard case .sequence(let list) = node else {
            report(node, field, "must be a list of texts")
            return nil
        }
        var result: [String] = []
        for (index, element) in list.enumerated() {
            if let text = string(element, "\(field)[\(index)]") { result.append(text) }
        }
        return result
    }

    private mutating func integer(_ node: Node, _ field: String, in range: ClosedRange<Int>) -> Int? {
        guard case .scalar(let scalar) = node, let value = Int(scalar.string), range.contains(value) else {
            report(node, field, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return value
    }

    private static func hint(_ name: String, among known: [String]) -> String {
        Spelling.nearest(to: name, among: known).map { "; did you mean '\($0)'?" } ?? ""
    }

    private mutating func report(_ node: Node, _ field: String, _ message: String) {
        problems.append(
            ConfigurationProblem(line: node.mark?.line, column: node.mark?.column, field: field, message: message))
    }

    private static func problem(_ error: YamlError) -> ConfigurationProblem {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            ConfigurationProblem(line: mark.line, column: mark.column, field: "", message: "is not YAML: \(problem)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            ConfigurationProblem(
                line: context.mark.line, column: context.mark.column, field: "",
                message: "the same name stands twice: \(duplicates.sorted().joined(separator: ", "))")
        default: ConfigurationProblem(line: nil, column: nil, field: "", message: "is not YAML")
        }
    }
}
