import Testing
import WhitworthProviders

@testable import WhitworthGateway

@Suite("Providers from the environment")
struct EnvironmentProvidersTests {
    @Test("Each key makes its provider live; what is missing is noted by name")
    func keys() throws {
        let none = try EnvironmentProviders.find([:])
        #expect(none.providers.isEmpty)
        #expect(
            none.notes == [
                "openai is not configured: OPENAI_API_KEY is not set",
                "anthropic is not configured: ANTHROPIC_API_KEY is not set",
            ])
        let one = try EnvironmentProviders.find(["ANTHROPIC_API_KEY": "sk-a", "OPENAI_API_KEY": ""])
        #expect(one.providers.map(\.name) == ["anthropic"] && one.notes.count == 1)
        #expect(one.providers[0].authorization.header?.value == "sk-a" && one.providers[0].standing == .live)
        #expect(!one.providers[0].reason.contains("sk-a"))
        #expect(try EnvironmentProviders.find(["ANTHROPIC_API_KEY": "a", "OPENAI_API_KEY": "b"]).notes.isEmpty)
    }

    @Test("An address in the environment is used, and told where it is none")
    func addresses() throws {
        let found = try EnvironmentProviders.find(["OPENAI_API_KEY": "k", "OPENAI_BASE_URL": "http://h:81/v1/"])
        #expect(found.providers[0].baseURL == BaseURL(isSecure: false, host: "h", port: 81, path: "/v1"))
        let byDefault = try EnvironmentProviders.find(["OPENAI_API_KEY": "k", "OPENAI_BASE_URL": ""])
        #expect(byDefault.providers[0].baseURL.host == "api.openai.com")
        let error = #expect(throws: ConfigurationError.self) {
            try EnvironmentProviders.find(["OPENAI_API_KEY": "k", "OPENAI_BASE_URL": "h"])
        }
        #expect(error?.description == "OPENAI_BASE_URL: must begin with http:// or https://")
        // An address without a key configures nothing.
        #expect(try EnvironmentProviders.find(["OPENAI_BASE_URL": "h"]).providers.isEmpty)
    }

    @Test("A key that could not be sent is refused without repeating it")
    func unsendableKey() {
        let error = #expect(throws: ConfigurationError.self) {
            try EnvironmentProviders.find(["OPENAI_API_KEY": "secret\r\nx: y"])
        }
        #expect(error?.description.hasPrefix("OPENAI_API_KEY: ") == true)
        #expect(error?.description.contains("secret") == false)
    }

    @Test("Simulated providers stand for all of them")
    func simulated() {
        let providers = EnvironmentProviders.simulated(port: 81, reason: "why")
        #expect(providers.map(\.name) == ["openai", "anthropic"])
        #expect(providers.map(\.baseURL.path) == ["/openai/v1", "/anthropic"])
        #expect(providers.allSatisfy { $0.standing == .simulated && $0.baseURL.port == 81 && $0.reason == "why" })
        #expect(providers.allSatisfy { $0.authorization.header != nil && !$0.models.isEmpty })
    }
}
