import Foundation
import Testing
import WhitworthGateway
import WhitworthProviders

@Suite("The configuration file")
struct ConfigurationFileTests {
    private static let keys = ["OPENAI_API_KEY": "sk-o", "ANTHROPIC_API_KEY": "sk-a", "OTHER_KEY": "sk-x"]

    private func problems(_ text: String, _ environment: [String: String] = keys) -> [String] {
        do throws(ConfigurationError) {
            _ = try ConfigurationFile.read(text, environment: environment)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    @Test("The example in the tree is valid, and means what it says")
    func example() throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "../../../Examples/gateway.yaml")
        let text = try String(contentsOf: path, encoding: .utf8)
        let configuration = try ConfigurationFile.read(text, environment: Self.keys.merging(["LOCAL_KEY": "k"]) { $1 })
        #expect(configuration.host == "0.0.0.0" && configuration.port == 8080 && configuration.threads == 2)
        #expect(configuration.maximumBodyBytes == 33_554_432 && configuration.timeouts.idle == 120_000)
        #expect(configuration.providers.map(\.name) == ["openai", "anthropic", "local"])
        #expect(configuration.providers[2].baseURL.description == "http://127.0.0.1:8000/v1")
        #expect(
            configuration.providers[2].models == ["qwen3-8b"]
                && configuration.providers[1].defaultMaxOutputTokens == 8192)
        #expect(configuration.aliases == ["fast": "local/qwen3-8b", "smart": "anthropic/claude-sonnet-4-5"])
    }

    @Test(
        "What is wrong is told with its line, its field and what would be right",
        arguments: [
            ("", "the file is empty"),
            ("providers: [", "line 2, column 1: is not YAML"),
            ("a: 1\na: 2\n", "the same name stands twice: a"),
            ("servers: {}\n", "line 1, column 1: servers: is not known here; did you mean 'server'?"),
            ("server: 7\n", "line 1, column 9: server: must be a mapping"),
            ("server:\n  port: 99999\n", "line 2, column 9: server.port: must be a whole number from 0 to 65535"),
            ("server:\n  prot: 1\n", "line 2, column 3: server.prot: is not known here; did you mean 'port'?"),
            (
                "server:\n  timeouts:\n    idle_ms: soon\n",
                "line 3, column 14: server.timeouts.idle_ms: must be a whole number"
            ),
            ("providers: {}\n", "line 1, column 12: providers: must be a list"),
            ("server: {port: 1}\n", "providers: at least one provider is needed"),
            (
                "providers:\n  - name: x\n",
                "line 2, column 5: providers[0].kind: is missing; one of openai, anthropic, openai-compatible"
            ),
            ("providers:\n  - kind: opnai\n", "line 2, column 11: providers[0].kind: 'opnai' is not one of"),
            ("providers:\n  - kind: openai-compatible\n", "providers[0].base_url: is missing"),
            (
                "providers:\n  - kind: openai\n    base_url: ftp://x\n",
                "line 3, column 15: providers[0].base_url: must begin with http:// or https://"
            ),
            ("providers:\n  - kind: openai\n    base_url: http://u:p@x\n", "must not hold a user or password"),
            (
                "providers:\n  - kind: openai\n    api_key: sk-123\n",
                "line 3, column 5: providers[0].api_key: keys are given by 'api_key_env', not in the file"
            ),
            (
                "providers:\n  - kind: openai\n    api_key_env: sk-ABC-1\n",
                "must be the name of an environment variable, not a key itself"
            ),
            (
                "providers:\n  - kind: openai\n    api_key_env: MISSING\n",
                "line 3, column 18: providers[0].api_key_env: the environment variable MISSING is not set"
            ),
            (
                "providers:\n  - kind: openai\n  - kind: openai\n",
                "line 3, column 5: providers[1].name: 'openai' is the name of another provider"
            ),
            (
                "providers:\n  - kind: openai\n    name: a/b\n",
                "line 3, column 11: providers[0].name: must be a word without a slash"
            ),
            (
                "providers:\n  - kind: openai\naliases:\n  fast: nobody/x\n",
                "line 4, column 9: aliases.fast: 'nobody/x' is not provider/model"
            ),
            (
                "providers:\n  - kind: openai\n    models: gpt\n",
                "line 3, column 13: providers[0].models: must be a list of texts"
            ),
        ])
    func wrong(_ text: String, _ expected: String) {
        let found = problems(text)
        #expect(found.contains { $0.contains(expected) }, "\(found)")
        #expect(!found.joined().contains("sk-123"), "no value that could be a key is repeated")
    }

    @Test("All that is wrong is told at once, in the order of the file")
    func allAtOnce() {
        let found = problems("server:\n  port: x\n  hots: y\nproviders:\n  - kind: nope\n")
        #expect(
            found.count == 3 && found[0].hasPrefix("line 2") && found[1].hasPrefix("line 3")
                && found[2].hasPrefix("line 5"))
    }

    @Test("A key that is not there is told by the variable's name")
    func missingKey() {
        #expect(problems("providers:\n  - kind: openai\n", [:]).first?.contains("OPENAI_API_KEY is not set") == true)
    }
}
