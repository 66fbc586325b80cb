import Testing
import WhitworthJSON
import WhitworthTestSockets

@Suite("Paths and methods")
struct EndpointTests {
    @Test("Health, models in both shapes, and one model by its name")
    func reading() async throws {
        try await Stage.play { stage in
            #expect(try await stage.ask(Asking.get("/health")).bodyText == #"{"status":"ok"}"#)
            let list = try await stage.ask(Asking.get("/v1/models"))
            #expect(list.json?["object"]?.string == "list")
            let names = list.json?["data"]?.elements.compactMap { $0["id"]?.string } ?? []
            #expect(names.contains("openai/gpt-4.1") && names.contains("anthropic/claude-haiku-4-5"))
            for path in ["/v1/models/openai/gpt-4.1", "/v1/models/openai%2Fgpt-4.1", "/v1/models/openai/gpt-4.1?x=1"] {
                #expect(try await stage.ask(Asking.get(path)).json?["id"]?.string == "openai/gpt-4.1")
            }
            let native = try await stage.ask(Asking.get("/v1/models", headers: "anthropic-version: 2023-06-01\r\n"))
            #expect(native.json?["has_more"]?.bool == false && native.json?["data"]?[0]?["type"]?.string == "model")
        }
    }

    @Test("HEAD is GET without its body")
    func head() async throws {
        try await Stage.play { stage in
            let connection = try await RawConnection.open(port: stage.port)
            try await connection.send(Asking.get("/health", method: "HEAD") + Asking.get("/health"))
            let both = try await connection.receive { $0.text.hasSuffix(#"{"status":"ok"}"#) }
            #expect(
                both.header("content-length") == "15" && both.text.components(separatedBy: "HTTP/1.1 200").count == 3)
            await connection.close()
        }
    }

    @Test(
        "What is not served is 404, and what is served otherwise 405 with what is allowed",
        arguments: [
            ("/", 404), ("/v1", 404), ("/v1/embeddings", 404), ("/v1/models/", 200), ("/v1/models/%zz", 404),
            ("//health", 404),
        ])
    func unknown(_ path: String, _ status: Int) async throws {
        try await Stage.play { stage in
            let answer = try await stage.ask(Asking.get(path))
            #expect(answer.status == status)
            if status == 404 {
                #expect(answer.code == "endpoint_not_found" && answer.header("content-type") == "application/json")
            }
        }
    }

    @Test(
        "A wrong method",
        arguments: [
            ("/v1/chat/completions", "POST"), ("/v1/messages", "POST"), ("/v1/models", "GET"), ("/health", "GET"),
        ])
    func wrongMethod(_ path: String, _ allowed: String) async throws {
        try await Stage.play { stage in
            let answer = try await stage.ask(Asking.get(path, method: "DELETE"))
            #expect(answer.status == 405 && answer.header("allow") == allowed)
            #expect(answer.header("llm-version") == "2026-12-01" && answer.header("x-request-id") != nil)
        }
    }

    @Test("An unknown model is 404 and told what it was probably meant to be, in the envelope of its surface")
    func unknownModel() async throws {
        try await Stage.play { stage in
            let answer = try await stage.ask(Asking.chat("Hello", model: "gpt-4.1"))
            #expect(answer.status == 404 && answer.code == "model_not_found")
            #expect(answer.json?["error"]?["param"]?.string == "model")
            #expect(answer.json?["error"]?["details"]?["suggestions"]?[0]?.string == "openai/gpt-4.1")
            let native = try await stage.ask(Asking.messages("Hello", model: "claude"))
            #expect(native.status == 404 && native.json?["type"]?.string == "error")
            #expect(native.json?["error"]?["type"]?.string == "not_found_error")
            #expect(try await stage.ask(Asking.get("/v1/models/openai/none")).status == 404)
        }
    }
}

extension String {
    func components(separatedBy separator: String) -> [Substring] {
        var parts: [Substring] = []
        var rest = self[...]
        while let range = rest.firstRange(of: separator) {
            parts.append(rest[..<range.lowerBound])
            rest = rest[range.upperBound...]
        }
        return parts + [rest]
    }
}
