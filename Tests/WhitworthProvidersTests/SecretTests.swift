import Testing
import WhitworthProviders

@Suite("Secrets")
struct SecretTests {
    @Test("A secret shows itself in no description, dump or mirror")
    func silence() {
        let secret = Secret("sk-visible")
        let provider = Provider(
            name: "p", baseURL: BaseURL(isSecure: true, host: "h", port: 443, path: ""), authorization: .bearer(secret),
            dialect: ProviderKind.openai.dialect, standing: .live, reason: "r")
        var dumped = ""
        dump(provider, to: &dumped)
        dump(Authorization.header(name: "x-api-key", secret), to: &dumped)
        for text in [
            "\(secret)", String(reflecting: secret), "\(Optional(secret) as Any)", "\([secret])", "\(provider)",
            String(reflecting: provider), "\(Authorization.header(name: "x-api-key", secret))", dumped,
        ] {
            #expect(!text.contains("visible"))
        }
    }

    @Test("Each way of authorisation has its header")
    func headers() {
        #expect(Authorization.none.header == nil)
        #expect(Authorization.bearer(Secret("k")).header?.name == "Authorization")
        #expect(Authorization.bearer(Secret("k")).header?.value == "Bearer k")
        #expect(Authorization.header(name: "x-api-key", Secret("k")).header?.name == "x-api-key")
        #expect(Authorization.header(name: "x-api-key", Secret("k")).header?.value == "k")
    }
}
