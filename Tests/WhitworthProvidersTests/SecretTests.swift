import Testing
import WhitworthProviders

@Suite("Secrets")
struct SecretTests {
    @Test("P40: a secret has no description, however it is asked for")
    func hidden() {
        let secret = Secret("sk-hidden")
        let holders: [Any] = [
            secret, Authorization.bearer(secret), Authorization.header(name: "x-api-key", secret), [secret],
            Optional(secret) as Any,
        ]
        for holder in holders {
            var dumped = ""
            dump(holder, to: &dumped)
            for text in ["\(holder)", String(reflecting: holder), String(describing: holder), dumped] {
                #expect(!text.contains("sk-hidden"), "\(text)")
            }
        }
        #expect(Authorization.bearer(secret).header?.value == "Bearer sk-hidden")
        #expect(
            Authorization.header(name: "x-api-key", secret).header?.value == "sk-hidden"
                && Authorization.none.header == nil)
    }

    @Test("White space around a key is left out: a line end could not be sent")
    func trimmed() {
        #expect(Secret(" sk-1\n").value == "sk-1" && Secret("\r\n").value.isEmpty)
    }

    @Test("P40: a provider's words lose our key")
    func redacted() {
        #expect(
            Authorization.bearer(Secret("sk-1")).redacted("bad key sk-1, no sk-1") == "bad key (secret), no (secret)")
        #expect(Authorization.none.redacted("sk-1") == "sk-1" && Authorization.bearer(Secret("")).redacted("x") == "x")
    }
}
