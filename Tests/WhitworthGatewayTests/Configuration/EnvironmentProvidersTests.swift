import Testing
import WhitworthGateway
import WhitworthProviders

@Suite("Providers from the environment")
struct EnvironmentProvidersTests {
    @Test("Keys make providers live; empty ones do not")
    func keys() throws {
        let none = try EnvironmentProviders.find([:])
        #expect(none.providers.isEmpty && none.notes.count == 2)
        let one = try EnvironmentProviders.find(["OPENAI_API_KEY": "sk-1", "ANTHROPIC_API_KEY": ""])
        #expect(
            one.providers.map(\.name) == ["openai"]
                && one.notes == ["anthropic is not configured: ANTHROPIC_API_KEY is not set"])
        #expect(
            one.providers[0].baseURL.description == "https://api.openai.com/v1" && one.providers[0].standing == .live)
    }

    @Test("Base URLs are honoured, and wrong ones are an error that names the variable")
    func addresses() throws {
        let found = try EnvironmentProviders.find([
            "OPENAI_API_KEY": "k", "OPENAI_BASE_URL": "http://[::1]:9/v1/", "ANTHROPIC_API_KEY": "k",
            "ANTHROPIC_BASE_URL": "https://proxy.example",
        ])
        #expect(found.providers.map(\.baseURL.description) == ["http://[::1]:9/v1", "https://proxy.example"])
        do throws(ConfigurationError) {
            _ = try EnvironmentProviders.find(["OPENAI_API_KEY": "k", "OPENAI_BASE_URL": "nowhere"])
            Issue.record("'nowhere' was taken")
        } catch {
            #expect(error.description.contains("OPENAI_BASE_URL"))
        }
    }

    @Test("Without any key the simulators answer for all of them")
    func simulated() {
        let providers = EnvironmentProviders.simulated(port: 7, reason: "no key")
        #expect(providers.map(\.name) == ["openai", "anthropic"] && providers.allSatisfy { $0.standing == .simulated })
        #expect(providers[0].baseURL.description == "http://127.0.0.1:7/openai/v1")
    }
}
