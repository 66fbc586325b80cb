import Foundation
import Testing
import WhitworthProviders

@testable import WhitworthGateway

@Suite("The example of a configuration")
struct ExampleTests {
    private static let root = #filePath.split(separator: "/").dropLast(4).map { "/" + $0 }.joined()

    private func text(_ path: String) throws -> String {
        try String(contentsOfFile: Self.root + "/" + path, encoding: .utf8)
    }

    @Test("It is valid, and says what its comments say")
    func isValid() throws {
        let environment = ["OPENAI_API_KEY": "a", "ANTHROPIC_API_KEY": "b", "OPENAI_BATCH_KEY": "c"]
        let configuration = try ConfigurationFile.read(try text("Examples/gateway.yaml"), environment: environment)
        #expect(configuration.providers.map(\.name) == ["openai", "anthropic", "openai-batch", "local"])
        #expect(configuration.providers.map { $0.authorization.header?.value } == ["Bearer a", "b", "Bearer c", nil])
        #expect(configuration.providers[1].defaultMaxOutputTokens == 8192)
        #expect(configuration.aliases.keys.sorted() == ["careful", "fast"])
        // All of `server` is what holds without it.
        let defaults = GatewayConfiguration(providers: [])
        #expect(configuration.timeouts == defaults.timeouts)
        #expect(configuration.maximumBodyBytes == defaults.maximumBodyBytes)
        #expect(configuration.host == defaults.host && configuration.port == defaults.port)
        let table = RouteTable(providers: configuration.providers, aliases: configuration.aliases)
        #expect(try table.route("careful").provider.name == "anthropic")
    }

    @Test("The document names every member, and its example of a mistake is what is printed")
    func document() throws {
        let document = try text("Documentation/Configuration.md")
        for name in [
            "host", "port", "max_body_bytes", "threads", "connect_ms", "first_byte_ms", "idle_ms", "request_ms",
            "keep_alive_ms", "drain_ms", "kind", "name", "base_url", "api_key_env", "models",
            "default_max_output_tokens", "aliases", "OPENAI_API_KEY", "OPENAI_BASE_URL", "ANTHROPIC_API_KEY",
            "ANTHROPIC_BASE_URL", "--check-config",
        ] {
            #expect(document.contains("`\(name)`"), "\(name)")
        }
        let mistakes = "server:\n  prot: 8081\nproviders:\n  - kind: openai\n    api_key: sk-live-1\n"
        let error = #expect(throws: ConfigurationError.self) {
            try ConfigurationFile.read(mistakes, environment: ["OPENAI_API_KEY": "k"])
        }
        let printed = try #require(error).problems.map { "gateway.yaml: \($0)" }
        #expect(printed.count == 2)
        for line in printed { #expect(document.contains(line), "\(line)") }
    }
}
