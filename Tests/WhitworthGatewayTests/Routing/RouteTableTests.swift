import Testing
import WhitworthJSON
import WhitworthModel
import WhitworthProviders

@testable import WhitworthGateway

@Suite("Routes")
struct RouteTableTests {
    private let table = RouteTable(
        providers: Bench.providers(1, isSimulated: false),
        aliases: ["fast": "openai/a/b", "openai/gpt-4.1": "anthropic/claude-haiku-4-5", "lost": "nobody/x"])

    @Test("A name leads to its provider with the provider's own name of the model")
    func routes() throws {
        for (name, provider, model) in [
            ("openai/gpt-4.1-mini", "openai", "gpt-4.1-mini"), ("openai/a/b/c", "openai", "a/b/c"),
            ("anthropic/unlisted", "anthropic", "unlisted"), ("fast", "openai", "a/b"),
            ("openai/gpt-4.1", "anthropic", "claude-haiku-4-5"), ("openai/ü", "openai", "ü"),
        ] {
            let route = try table.route(name)
            #expect(route.provider.name == provider && route.model == model, "\(name)")
        }
    }

    @Test(
        "Other names are not found",
        arguments: ["", "/", "openai", "openai/", "/gpt-4.1", "OPENAI/x", "lost", "opena/x"])
    func unknown(name: String) {
        let failure = #expect(throws: Failure.self) { try table.route(name) }
        #expect(failure?.code == .modelNotFound && failure?.param?.bracketed == "model")
        #expect(failure?.details.first?.name == "suggestions")
    }

    @Test("The list of models is that of the providers, then the aliases that lead somewhere")
    func directory() {
        let ids = ModelDirectory(table).entries.map(\.id)
        #expect(ids.first == "openai/gpt-5.5" && ids.suffix(2) == ["fast", "openai/gpt-4.1"])
        #expect(Set(ids).count == ids.count, "no name stands twice")
        #expect(ModelDirectory(table).entries.last?.owner == "anthropic")
    }
}
