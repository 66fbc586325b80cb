import Testing
import WhitworthJSON

@testable import WhitworthGateway

@Suite("Paths, methods and errors, on the wire")
struct EndpointsOnTheWireTests {
    @Test("Health and the models answer to GET, and to HEAD without a body")
    func reading() async throws {
        try await Bench.serving { bench in
            #expect(try await bench.ask(Ask.get("/health")).text == #"{"status":"ok"}"#)
            for path in ["/health", "/v1/models", "/v1/models/fast", "/v1/models?limit=3"] {
                let client = try await bench.client()
                try await client.send(
                    "HEAD \(path) HTTP/1.1\r\nHost: a\r\n\r\n" + "GET \(path) HTTP/1.1\r\nHost: a\r\n"
                        + "Connection: close\r\n\r\n")
                try await client.waitForEnd()
                let bytes = client.bytes
                let head = try #require(WireAnswer(bytes[...], isClosed: true, isHead: true))
                #expect(head.status == 200, "\(path)")
                let whole = try #require(WireAnswer(bytes.dropFirst(head.length), isClosed: true))
                #expect(whole.status == 200)
                #expect(head.header("content-length") == String(whole.body.count))
                #expect(head.length + whole.length == bytes.count, "nothing but both answers")
            }
        }
    }

    @Test("Every other path is a 404, every other method a 405 that tells the right ones")
    func refusals() async throws {
        try await Bench.serving { bench in
            for path in ["/", "/v1", "/v1/chat", "/v1/chat/completions/", "/v1/models/%zz", "/v1/messagesx"] {
                let answer = try await bench.ask(Ask.get(path))
                #expect(answer.status == 404, "\(path)")
                #expect(try answer.string("error.code") == "endpoint_not_found")
            }
            let paths = [
                ("/health", "GET, HEAD"), ("/v1/models", "GET, HEAD"), ("/v1/models/fast", "GET, HEAD"),
                ("/v1/chat/completions", "POST"), ("/v1/messages", "POST"),
            ]
            for (path, allowed) in paths {
                for method in ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW"]
                where !allowed.contains(method) {
                    let client = try await bench.client()
                    try await client.send(Ask.request(method, path, headers: "Connection: close\r\n"))
                    try await client.waitForEnd()
                    let answer = try #require(
                        WireAnswer(client.bytes[...], isClosed: true, isHead: method == "HEAD"))
                    #expect(answer.status == 405, "\(method) \(path)")
                    #expect(answer.header("allow") == allowed, "\(method) \(path)")
                    #expect(method != "HEAD" || answer.length == client.bytes.count)
                }
            }
        }
    }

    @Test("Both surfaces list the models, each in its own shape")
    func models() async throws {
        try await Bench.serving { bench in
            let list = try await bench.ask(Ask.get("/v1/models"))
            #expect(try list.string("object") == "list")
            let ids = try #require(try list.at("data")).elements.map { $0["id"]?.string ?? "" }
            #expect(ids.contains("openai/gpt-4.1") && ids.contains("anthropic/claude-sonnet-4-5"))
            #expect(ids.last == "fast")
            let version = "anthropic-version: 2023-06-01\r\n"
            let native = try await bench.ask(Ask.get("/v1/models", headers: version))
            #expect(try native.at("data")?.elements.map { $0["id"]?.string ?? "" } == ids)
            #expect(try native.string("first_id") == ids.first && native.string("last_id") == ids.last)
            #expect(try native.at("has_more")?.bool == false)
            for id in ids {
                let escaped = id.replacing("/", with: "%2F")
                for path in [id, escaped] {
                    let one = try await bench.ask(Ask.get("/v1/models/" + path))
                    #expect(try one.string("id") == id && one.string("object") == "model")
                    let native = try await bench.ask(Ask.get("/v1/models/" + path, headers: version))
                    #expect(try native.string("id") == id && native.string("type") == "model")
                }
            }
            let missing = try await bench.ask(Ask.get("/v1/models/openai/nothing"))
            #expect(missing.status == 404)
            #expect(try missing.string("error.code") == "model_not_found")
            let nativeMissing = try await bench.ask(Ask.get("/v1/models/openai/nothing", headers: version))
            #expect(try nativeMissing.string("error.type") == "not_found_error")
        }
    }

    @Test("An unknown model is a 404 that names the nearest ones, in either envelope")
    func unknownModel() async throws {
        try await Bench.serving { bench in
            let cases = [
                ("gpt-4.1", "openai/gpt-4.1"), ("openai-gpt-4.1", "openai/gpt-4.1"),
                ("antropic/claude-haiku-4-5", "anthropic/claude-haiku-4-5"), ("fasd", "fast"),
            ]
            for (asked, suggested) in cases {
                for answer in [try await bench.chat("x", model: asked), try await bench.messages("x", model: asked)] {
                    #expect(answer.status == 404)
                    #expect(try answer.string("error.code") == "model_not_found")
                    #expect(try answer.string("error.details.suggestions.0") == suggested, "\(asked)")
                    #expect(try answer.string("error.param") == "model")
                }
            }
            #expect(try await bench.chat("x", model: "zzzzzzzz").at("error.details.suggestions")?.elements.count == 0)
            #expect(try await bench.chat("x", model: "openai/").status == 404)
            #expect(try await bench.stats().requests == 0, "nothing of this reaches a provider")
            #expect(try await bench.chat("[[echo: here]]", model: "fast").string("choices.0.message.content") == "here")
        }
    }

    @Test("Each surface has its own error envelope")
    func envelopes() async throws {
        try await Bench.serving { bench in
            let ours = try await bench.ask(Ask.post("/v1/chat/completions", "{}", headers: "x-request-id: abc-1\r\n"))
            #expect(ours.status == 400)
            let error = try #require(try ours.at("error"))
            #expect(error["type"]?.string == "request" && error["retryable"]?.string == "never")
            #expect(error["request_id"]?.string == "abc-1" && error["param"] != nil && error["retry_after_ms"] != nil)
            let native = try await bench.ask(Ask.post("/v1/messages", "{}", headers: "x-request-id: abc-2\r\n"))
            #expect(native.status == 400)
            #expect(try native.string("type") == "error")
            #expect(try native.string("error.type") == "invalid_request_error")
            #expect(try native.string("request_id") == "abc-2")
            #expect(native.header("request-id") == "abc-2" && native.header("x-request-id") == "abc-2")
        }
    }

    @Test("A body that is no JSON is refused with the place of the fault")
    func invalidJSON() async throws {
        try await Bench.serving { bench in
            for (body, offset) in [(#"{"model": x}"#, 10), (#"{"a":1}x"#, 7), ("", 0)] {
                for path in ["/v1/chat/completions", "/v1/messages"] {
                    let answer = try await bench.ask(Ask.post(path, body))
                    #expect(answer.status == 400)
                    #expect(try answer.string("error.code") == "invalid_json")
                    #expect(try answer.at("error.details.offset")?.int == offset, "\(body)")
                }
            }
            let twice = try await bench.ask(Ask.post("/v1/messages", #"{"model":"a","model":"b"}"#))
            #expect(try twice.string("error.code") == "invalid_json")
        }
    }

    @Test("An unknown member is refused by name, and dropped and reported where handling is lenient")
    func unknownMember() async throws {
        try await Bench.serving { bench in
            let strict = try await bench.chat("x", more: #""max_tokenz":5"#)
            #expect(strict.status == 400)
            #expect(try strict.string("error.code") == "unknown_parameter")
            #expect(try strict.string("error.param") == "max_tokenz")
            let lenient = try await bench.chat(
                "[[echo: fine]]", more: #""max_tokenz":5"#, headers: "Prefer: handling=lenient\r\n")
            #expect(lenient.status == 200)
            #expect(lenient.header("preference-applied") == "handling=lenient")
            #expect(lenient.header("llm-adaptations") == #"dropped;param="max_tokenz""#)
            let warnings = try #require(try lenient.at("warnings")).elements.map { $0.description }
            #expect(warnings.count == 1 && warnings[0].contains("max_tokenz"))
            let native = try await bench.messages(
                "[[echo: fine]]", more: #""max_tokenz":5"#, headers: "Prefer: respond-async, Handling=Lenient\r\n")
            #expect(native.status == 200)
            #expect(native.header("preference-applied") == "handling=lenient")
            #expect(try await bench.messages("x", more: #""max_tokenz":5"#).string("error.param") == "max_tokenz")
            for request in try await bench.requests() { #expect(request["body"]?["max_tokenz"] == nil) }
        }
    }

    @Test("What the provider cannot be told is refused before it is asked, by the client's own name")
    func unsupportedParameter() async throws {
        try await Bench.serving { bench in
            let seed = try await bench.chat("x", model: "anthropic/claude-sonnet-4-5", more: #""seed":7"#)
            #expect(seed.status == 400)
            #expect(try seed.string("error.code") == "unsupported_parameter" && seed.string("error.param") == "seed")
            let topK = try await bench.messages("x", model: "openai/gpt-4.1", more: #""top_k":7"#)
            #expect(try topK.string("error.code") == "unsupported_parameter" && topK.string("error.param") == "top_k")
            #expect(try await bench.stats().requests == 0)
            let dropped = try await bench.chat(
                "[[echo: ok]]", model: "anthropic/claude-sonnet-4-5", more: #""seed":7"#,
                headers: "Prefer: handling=lenient\r\n")
            #expect(dropped.status == 200)
            #expect(dropped.header("llm-adaptations")?.contains(#"dropped;param="seed""#) == true)
            #expect(dropped.header("llm-adaptations")?.contains("defaulted;param=") == true)
        }
    }

    @Test("A body of another type is a 415; parameters and other JSON types are taken")
    func contentType() async throws {
        try await Bench.serving { bench in
            let body = Ask.body("[[echo: ok]]", model: "openai/gpt-4.1")
            func status(_ type: String?) async throws -> Int {
                let header = type.map { "Content-Type: \($0)\r\n" } ?? ""
                return try await bench.ask(
                    Ask.request("POST", "/v1/chat/completions", headers: header, body: body)
                ).status
            }
            for type in ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", "json", ""] {
                #expect(try await status(type) == 415, "\(type)")
            }
            for type in [
                nil, "application/json", "Application/JSON ; charset=utf-8", "application/json;charset=utf-8",
                "application/vnd.acme+json",
            ] {
                #expect(try await status(type) == 200, "\(type ?? "none")")
            }
            let native = try await bench.ask(
                Ask.request("POST", "/v1/messages", headers: "Content-Type: text/plain\r\n", body: "{}"))
            #expect(native.status == 415)
            #expect(try native.string("error.code") == "unsupported_media_type")
        }
    }

    @Test("A request's id is taken over where it is legal, else made, and stands on every answer")
    func requestID() async throws {
        try await Bench.serving { bench in
            for (sent, isTaken) in [
                ("abc_DEF.1-2", true), (String(repeating: "a", count: 128), true),
                (String(repeating: "a", count: 129), false), ("a b", false), ("a\"b", false), ("", false),
            ] {
                let headers = "x-request-id: \(sent)\r\n"
                for answer in [
                    try await bench.chat("[[echo: x]]", headers: headers),
                    try await bench.messages("[[echo: x]]", stream: true, headers: headers),
                    try await bench.ask(Ask.get("/nothing", headers: headers)),
                    try await bench.chat("x", model: "none", headers: headers),
                ] {
                    let id = try #require(answer.header("x-request-id"))
                    #expect((id == sent) == isTaken)
                    #expect(isTaken || id.hasPrefix("req_") && id.count == 28)
                    #expect(answer.header("llm-version") == "2026-12-01")
                }
            }
            let records = try await bench.records.wait(24)
            #expect(Set(records.map(\.requestID)).count == 2 + 16)
            let broken = try await bench.ask("GET / HTTP/1.1\r\n\r\n")
            #expect(broken.status == 400)
            #expect(broken.header("x-request-id") != nil)
            #expect(try broken.string("error.request_id") == broken.header("x-request-id"))
        }
    }
}
