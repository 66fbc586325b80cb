import Testing
import WhitworthProviders

@testable import WhitworthGateway

@Suite("The configuration file")
struct ConfigurationFileTests {
    static let environment = ["OPENAI_API_KEY": "sk-one", "ANTHROPIC_API_KEY": "sk-two", "OTHER_KEY": "sk-three"]
    private static let minimal = "providers:\n  - kind: openai\n"

    private func read(
        _ text: String, _ environment: [String: String] = environment
    ) throws(ConfigurationError) -> GatewayConfiguration {
        try ConfigurationFile.read(text, environment: environment)
    }

    /// All that is wrong, as it is printed.
    private func problems(_ text: String, _ environment: [String: String] = environment) -> [String] {
        do throws(ConfigurationError) {
            _ = try read(text, environment)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    @Test("A file that names one provider has the documented defaults for all else")
    func defaults() throws {
        let configuration = try read(Self.minimal)
        #expect(configuration.host == "127.0.0.1" && configuration.port == 8080)
        #expect(configuration.maximumBodyBytes == 33_554_432 && configuration.threads == nil)
        #expect(configuration.aliases.isEmpty)
        let timeouts = configuration.timeouts
        #expect(timeouts.connect == 5_000 && timeouts.firstByte == 600_000 && timeouts.idle == 120_000)
        #expect(timeouts.request == 30_000 && timeouts.keepAlive == 60_000 && timeouts.drain == 30_000)
        let provider = try #require(configuration.providers.first)
        #expect(provider.name == "openai" && provider.defaultMaxOutputTokens == 4096)
        #expect(provider.baseURL.description == "https://api.openai.com/v1")
        #expect(provider.authorization.header?.value == "Bearer sk-one")
        #expect(provider.models == ProviderKind.openai.models && provider.standing == .live)
    }

    @Test("Every member is read")
    func everyMember() throws {
        let configuration = try read(
            """
            server:
              host: "::1"
              port: 0
              max_body_bytes: 1000
              threads: 3
              timeouts: {connect_ms: 1, first_byte_ms: 2, idle_ms: 3, request_ms: 4, keep_alive_ms: 5, drain_ms: 6}
            providers:
              - kind: anthropic
                name: claude
                base_url: http://127.0.0.1:9/sub/
                api_key_env: OTHER_KEY
                models: [a, b/c]
                default_max_output_tokens: 77
              - kind: openai-compatible
                name: local
                base_url: https://[::1]:8443
            aliases:
              fast: local/x/y
              "claude/a": claude/b/c
            """)
        #expect(configuration.host == "::1" && configuration.port == 0 && configuration.threads == 3)
        #expect(configuration.maximumBodyBytes == 1000)
        let timeouts = configuration.timeouts
        #expect(timeouts.connect == 1 && timeouts.firstByte == 2 && timeouts.idle == 3)
        #expect(timeouts.request == 4 && timeouts.keepAlive == 5 && timeouts.drain == 6)
        let first = configuration.providers[0]
        #expect(first.name == "claude" && first.baseURL.description == "http://127.0.0.1:9/sub")
        #expect(first.models == ["a", "b/c"] && first.defaultMaxOutputTokens == 77)
        let header = try #require(first.authorization.header)
        #expect(header.name == "x-api-key" && header.value == "sk-three")
        #expect(configuration.providers[1].authorization.header == nil, "a local server needs no key")
        #expect(configuration.aliases == ["fast": "local/x/y", "claude/a": "claude/b/c"])
    }

    @Test("What is wrong is told with line, column and field")
    func places() {
        let cases: [(String, String)] = [
            ("", "the file is empty"), ("# nothing\n", "the file is empty"),
            ("just a text", "line 1, column 1: must be a mapping of names to values"),
            ("providers: []", "line 1, column 1: providers: at least one provider is needed"),
            ("server: {}", "line 1, column 1: providers: at least one provider is needed"),
            ("providers:\n  kind: openai\n", "line 2, column 3: providers: must be a list"),
            ("providers:\n  - openai\n", "line 2, column 5: providers[0]: must be a mapping of names to values"),
            (
                "providers:\n  - name: x\n",
                "line 2, column 5: providers[0].kind: is missing; one of openai, anthropic, openai-compatible"
            ),
            (
                "providers:\n  - kind: opnai\n",
                "line 2, column 11: providers[0].kind: 'opnai' is not one of openai, anthropic, openai-compatible"
                    + "; did you mean 'openai'?"
            ),
            (
                "providers:\n  - kind: openai\n    base_ulr: x\n",
                "line 3, column 5: providers[0].base_ulr: is not known here; did you mean 'base_url'?"
            ),
            (
                "sever:\n  port: 1\n" + Self.minimal,
                "line 1, column 1: sever: is not known here; did you mean 'server'?"
            ),
            ("zzzzzz: 1\n" + Self.minimal, "line 1, column 1: zzzzzz: is not known here"),
            (
                "server: {timeouts: {idle: 5}}\n" + Self.minimal,
                "line 1, column 21: server.timeouts.idle: is not known here; did you mean 'idle_ms'?"
            ),
            (
                "providers:\n  - kind: openai-compatible\n",
                "line 2, column 5: providers[0].base_url: is missing; providers of kind 'openai-compatible' have no "
                    + "address of their own"
            ),
            (
                "providers:\n  - kind: openai\n    base_url: ftp://x\n",
                "line 3, column 15: providers[0].base_url: must begin with http:// or https://"
            ),
            (
                "providers:\n  - kind: openai\n    name: a/b\n",
                "line 3, column 11: providers[0].name: must be a word without a slash"
            ),
            (
                "providers:\n  - kind: openai\n    name: a b\n",
                "line 3, column 11: providers[0].name: must be a word without a slash"
            ),
            (
                "providers:\n  - kind: openai\n  - kind: anthropic\n    name: openai\n",
                "line 4, column 11: providers[1].name: 'openai' is the name of another provider"
            ),
            (
                "providers:\n  - kind: openai\n    models: gpt\n",
                "line 3, column 13: providers[0].models: must be a list of texts"
            ),
            (
                "providers:\n  - kind: openai\n    models: [a, [b]]\n",
                "line 3, column 17: providers[0].models[1]: must be a text"
            ),
            (
                "providers:\n  - kind: openai\n    default_max_output_tokens: 0\n",
                "line 3, column 32: providers[0].default_max_output_tokens: must be a whole number from 1 to 10000000"
            ),
            (Self.minimal + "aliases: [a]\n", "line 3, column 10: aliases: must be a mapping of names to values"),
            (Self.minimal + "aliases:\n  a: [b]\n", "line 4, column 6: aliases.a: must be a text"),
        ]
        for (text, expected) in cases { #expect(problems(text) == [expected], "\(text)") }
    }

    @Test(
        "Numbers and texts that are none are told", arguments: ["x", "-1", "65536", "8080.5", "", "~", "[1]", "1_000"])
    func numbers(value: String) {
        #expect(
            problems("server:\n  port: \(value)\n" + Self.minimal)
                == ["line 2, column \(value.isEmpty ? 8 : 9): server.port: must be a whole number from 0 to 65535"])
    }

    @Test("Nothing is no text", arguments: ["", "~", "null", "\"\"", "{}"])
    func nothing(value: String) {
        let found = problems("server:\n  host: \(value)\n" + Self.minimal)
        #expect(found.count == 1 && found.first?.hasSuffix("server.host: must be a text") == true, "\(found)")
    }

    @Test("What is no YAML is told with its place, and a name that stands twice is no YAML for us")
    func noYAML() {
        for text in ["a: [1", "a: b: c", "\tx: 1", "a: 1\n---\nb: 2\n", "\"open"] {
            let found = problems(text)
            #expect(found.count == 1, "\(text): \(found)")
            #expect(
                found.first?.hasPrefix("line ") == true && found.first?.contains("is not YAML: ") == true, "\(found)")
        }
        let twice = problems(Self.minimal + "server: {port: 1, port: 2}\n")
        #expect(twice.count == 1 && twice.first?.contains("the same name stands twice: port") == true, "\(twice)")
        #expect(twice.first?.hasPrefix("line 3") == true)
    }

    @Test("All that is wrong is told at once, in the order of the file")
    func allAtOnce() {
        let found = problems(
            "server:\n  prt: 1\n  threads: 0\nproviders:\n  - kind: nonsense\n  - kind: openai\n    bse_url: 1\nx: 1\n")
        #expect(found.map { $0.prefix(6) } == ["line 2", "line 3", "line 5", "line 7", "line 8"])
    }

    @Test("A key in the file is refused, and no message repeats what may be one")
    func keysInTheFile() {
        let inline = problems("providers:\n  - kind: openai\n    api_key: sk-secret-1\n")
        #expect(
            inline == ["line 3, column 5: providers[0].api_key: keys are given by 'api_key_env', not in the file"])
        for value in ["sk-secret-1", "gsk_secret1", "${OPENAI_API_KEY}", "sk secret"] {
            let found = problems("providers:\n  - kind: openai\n    api_key_env: \(value)\n")
            #expect(found.count == 1)
            #expect(found.first?.hasPrefix("line 3, column 18: providers[0].api_key_env: ") == true, "\(found)")
            #expect(!found.joined().contains("secret"), "\(found)")
        }
        let address = problems("providers:\n  - kind: openai\n    base_url: https://user:secret@host/\n")
        #expect(address.count == 1 && !address.joined().contains("secret"))
    }

    @Test("A key that the environment lacks is told by the variable's name")
    func missingKeys() {
        let absent = "line 2, column 5: providers[0].api_key_env: is missing, and OPENAI_API_KEY is not set"
        #expect(problems(Self.minimal, [:]) == [absent])
        #expect(problems(Self.minimal, ["OPENAI_API_KEY": ""]) == [absent])
        #expect(
            problems("providers:\n  - kind: openai\n    api_key_env: MY_KEY\n")
                == ["line 3, column 18: providers[0].api_key_env: the environment variable MY_KEY is not set"])
    }

    @Test("A key that could not be sent is refused when it is read", arguments: ["a\nb", "sk x", "k\u{7F}", "ключ"])
    func unsendableKeys(key: String) {
        let found = problems(Self.minimal, ["OPENAI_API_KEY": key])
        #expect(found.count == 1 && found.first?.contains("OPENAI_API_KEY") == true, "\(found)")
        #expect(!found.joined().contains(key))
    }

    @Test("An alias leads to a model of a provider of the file")
    func aliases() {
        for target in ["gpt", "openai/", "nobody/gpt", "/gpt", "other"] {
            let found = problems(Self.minimal + "aliases:\n  a: \(target)\n  other: openai/gpt\n")
            #expect(
                found == [
                    "line 4, column 6: aliases.a: '\(target)' is not provider/model of a provider configured here"
                ])
        }
        #expect(problems(Self.minimal + "aliases:\n  a: openai/x/y\n").isEmpty)
    }
}
