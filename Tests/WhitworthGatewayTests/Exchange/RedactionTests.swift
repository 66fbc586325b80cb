import Testing
import WhitworthJSON
import WhitworthModel
import WhitworthProviders

@testable import WhitworthGateway

@Suite("Redaction")
struct RedactionTests {
    private static let key = "sk-proj-0123456789abcdef"
    private let redaction = Redaction(.header(name: "x-api-key", Secret(key)))

    @Test("Whole, cut or anywhere in a text, the key goes")
    func keys() {
        let cases = [
            ("bad key \(Self.key).", "bad key [redacted]"), (Self.key, "[redacted]"),
            ("(\(Self.key)), '\(Self.key)'", "([redacted]), '[redacted]'"), ("x\(Self.key.prefix(12))", "x[redacted]"),
            ("key=\(Self.key)\nnext", "key=[redacted]\nnext"), ("ü \(Self.key) ü", "ü [redacted] ü"),
            ("sk-proj- is how keys begin", "[redacted] is how keys begin"),
        ]
        for (text, expected) in cases { #expect(redaction.text(text) == expected) }
        for length in 8...Self.key.utf8.count {
            #expect(!redaction.text("…\(Self.key.prefix(length))").contains("sk-proj"))
        }
    }

    @Test("Other texts stay as they are", arguments: ["", "sk-pro", "a ** b", "Grüße 🌍", "***"])
    func others(text: String) {
        #expect(redaction.text(text) == text)
        #expect(Redaction(.none).text(text + Self.key) == text + Self.key)
    }

    @Test("Masked keys go where a key was refused")
    func masks() {
        #expect(redaction.text("key: ab***yz. See", hidesMasks: true) == "key: [redacted] See")
        var failure = Failure(.authenticationFailed, "ab****yz")
        redaction.apply(to: &failure)
        #expect(failure.message == "[redacted]")
        failure = Failure(.invalidRequest, "**** is no word")
        redaction.apply(to: &failure)
        #expect(failure.message == "**** is no word")
    }

    @Test("No part of a failure keeps the key")
    func failures() {
        var failure = Failure(
            .upstreamError, Self.key, param: JSONPath([.key(Self.key)]),
            upstream: UpstreamFailure(
                provider: "p", status: 500, code: Self.key, type: Self.key, message: Self.key, requestID: Self.key))
        redaction.apply(to: &failure)
        #expect(!"\(failure)".contains("0123456789") && failure.param == nil)
        #expect(failure.upstream?.status == 500 && failure.upstream?.provider == "p")
    }

    @Test("A very short key is no key, and a short one is found whole")
    func short() {
        #expect(Redaction(.bearer(Secret("abc"))).text("abcabc") == "abcabc")
        #expect(Redaction(.bearer(Secret("abcd"))).text("x abcd y") == "x [redacted] y")
    }
}
