public import WhitworthProviders

/// Providers without any file: those whose keys the environment holds.
public enum EnvironmentProviders {
    /// What the environment alone configures, and what was found out on the way.
    public struct Found: Sendable {
        public var providers: [Provider]
        /// For the start-up banner: why a provider is not here.
        public var notes: [String]
    }

    /// - Throws: where an address in the environment is none.
    public static func find(_ environment: [String: String]) throws(ConfigurationError) -> Found {
        var found = Found(providers: [], notes: [])
        for kind in ProviderKind.fromEnvironment {
            guard let keyVariable = kind.keyVariable else { continue }
            guard let key = environment[keyVariable], !key.isEmpty else {
                found.notes.append("\(kind.name) is not configured: \(keyVariable) is not set")
                continue
            }
            let secret = Secret(key)
            guard secret.isSendable else {
                throw ConfigurationError([
                    ConfigurationProblem(line: nil, column: nil, field: keyVariable, message: unsendable(keyVariable))
                ])
            }
            guard let base = try baseURL(of: kind, environment) else { continue }
            found.providers.append(
                Provider(
                    name: kind.name, baseURL: base, authorization: kind.authorization(secret),
                    dialect: kind.dialect,
                    standing: .live, reason: "\(keyVariable) is set", models: kind.models))
        }
        return found
    }

    /// All providers, answered for by the simulators at a local port.
    public static func simulated(port: Int, reason: String) -> [Provider] {
        ProviderKind.fromEnvironment.compactMap { kind in
            guard let path = kind.simulatorPath else { return nil }
            return Provider(
                name: kind.name, baseURL: BaseURL(isSecure: false, host: "127.0.0.1", port: port, path: path),
                authorization: kind.authorization(Secret("sk-simulated")), dialect: kind.dialect, standing: .simulated,
                reason: reason, models: kind.models)
        }
    }

    /// What is said of a key that no header can hold; says nothing of the key.
    static func unsendable(_ variable: String) -> String {
        "the value of \(variable) holds a space, a line break or something else that no key has"
    }

    private static func baseURL(
        of kind: ProviderKind, _ environment: [String: String]
    ) throws(ConfigurationError) -> BaseURL? {
        guard let variable = kind.baseURLVariable, let text = environment[variable], !text.isEmpty else {
            return kind.defaultBaseURL
        }
        do throws(BaseURL.ParsingError) {
            return try BaseURL(parsing: text)
        } catch {
            throw ConfigurationError([
                ConfigurationProblem(line: nil, column: nil, field: variable, message: error.description)
            ])
        }
    }
}
