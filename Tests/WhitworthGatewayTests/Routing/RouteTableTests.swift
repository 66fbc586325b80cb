import Testing
import WhitworthGateway
import WhitworthJSON
import WhitworthModel
import WhitworthProviders

@Suite("Routes")
struct RouteTableTests {
    private let table = RouteTable(
        providers: EnvironmentProviders.simulated(port: 1, reason: ""),
        aliases: ["fast": "openai/gpt-4.1-mini", "deep/one": "anthropic/claude-opus-5-5"])

    @Test(
        "A name leads to a provider and its own name of the model",
        arguments: [
            ("openai/gpt-4.1", "openai", "gpt-4.1"), ("openai/ft:gpt/x:y", "openai", "ft:gpt/x:y"),
            ("fast", "openai", "gpt-4.1-mini"),
            ("deep/one", "anthropic", "claude-opus-5-5"), ("anthropic/not-listed", "anthropic", "not-listed"),
        ])
    func routes(_ name: String, _ provider: String, _ model: String) throws {
        let route = try table.route(name)
        #expect(route.provider.name == provider && route.model == model)
    }

    @Test(
        "Any other is not found, with what was probably meant",
        arguments: [
            ("gpt-4.1", "openai/gpt-4.1"), ("openia/gpt-4.1", "openai/gpt-4.1"), ("fats", "fast"), ("openai/", nil),
            ("", nil),
        ] as [(String, String?)])
    func unknown(_ name: String, _ suggestion: String?) {
        do throws(Failure) {
            _ = try table.route(name)
            Issue.record("'\(name)' was found")
        } catch {
            #expect(error.code == .modelNotFound)
            if let suggestion { #expect(error.details.first?.value[0]?.string == suggestion) }
        }
    }
}
