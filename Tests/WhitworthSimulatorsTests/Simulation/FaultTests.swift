import Testing
import WhitworthJSON

@testable import WhitworthSimulators

@Suite struct FaultTests {
    private func stream(_ fault: String) throws -> Reply {
        try Asking().chat("[[echo: a b c d]] [[fault: \(fault)]]", #""stream":true,"#)
    }

    private func messages(_ fault: String) throws -> Reply {
        try Asking().message("[[echo: a b c d e f g h i]] [[fault: \(fault)]]", #""stream":true,"#)
    }

    @Test("429 has the provider's form, its headers and the time to wait") func rateLimit() throws {
        let openAI = try Asking().chat("[[fault: status=429 retry-after=2]]")
        #expect(openAI.status == 429)
        #expect(openAI.header("retry-after") == "2")
        #expect(openAI.header("retry-after-ms") == "2000")
        #expect(openAI.json.at("error.code")?.string == "rate_limit_exceeded")
        let anthropic = try Asking().message("[[fault: status=429 retry-after=2]]")
        #expect(anthropic.status == 429)
        #expect(anthropic.header("retry-after") == "2")
        #expect(anthropic.json.at("error.type")?.string == "rate_limit_error")
    }

    @Test(
        "Each status has its type",
        arguments: [
            (401, "authentication_error"), (402, "billing_error"), (403, "permission_error"), (404, "not_found_error"),
            (413, "request_too_large"), (500, "api_error"), (504, "timeout_error"), (529, "overloaded_error"),
        ])
    func types(_ status: Int, _ type: String) throws {
        let reply = try Asking().message("[[fault: status=\(status)]]")
        #expect(reply.status == status)
        #expect(reply.json.at("error.type")?.string == type)
        #expect(reply.json["request_id"]?.string == reply.header("request-id"))
    }

    @Test("P26b An empty wallet is told by its code") func wallet() throws {
        let reply = try Asking().chat("[[fault: status=429 code=insufficient_quota]]")
        #expect(reply.json.at("error.type")?.string == "insufficient_quota")
        #expect(reply.json.at("error.code")?.string == "insufficient_quota")
    }

    @Test("A fault may happen only so many times") func times() throws {
        let asking = try Asking()
        let text = "[[echo: ok]] [[fault: status=503 times=2]]"
        #expect([1, 2, 3].map { _ in asking.chat(text).status } == [503, 503, 200])
        #expect(asking.chat(text + " other").status == 503)
        asking.simulator.memory.reset()
        #expect(asking.chat(text).status == 503)
    }

    @Test("P30 A stream that only ends carries no sign of its end") func end() throws {
        let openAI = try stream("end-after=3")
        #expect(openAI.steps.count == 3)
        #expect(!openAI.data.isDone)
        #expect(openAI.steps.last != .cut)
        #expect(try !messages("end-after=4").eventNames.contains("message_stop"))
    }

    @Test("P25 An error in the stream is the provider's event, and nothing follows") func errorEvent() throws {
        let openAI = try stream("error-after=2")
        #expect(openAI.steps.count == 3)
        #expect(openAI.data.values.last?.at("error.type")?.string == "server_error")
        let anthropic = try messages("error-after=3")
        #expect(anthropic.eventNames == ["message_start", "content_block_start", "ping", "error"])
        #expect(anthropic.data.values.last?.at("error.type")?.string == "overloaded_error")
        #expect(try Asking().chat("[[fault: error-after=2]]").status == 500)
    }

    @Test("P25 An error in a 200") func errorIn200() throws {
        let whole = try Asking().chat("[[fault: error-in-200]]")
        #expect(whole.status == 200)
        #expect(whole.json.at("error.message") != nil && whole.json["choices"] == nil)
        let streamed = try stream("error-in-200")
        #expect(streamed.status == 200 && streamed.data.values.count == 1)
        #expect(streamed.data.values.first?["error"] != nil)
    }

    @Test("Garbage is neither JSON nor UTF-8") func garbage() throws {
        let whole = try Asking().chat("[[fault: garbage]]")
        #expect(throws: JSONError.self) { try JSONValue(parsing: whole.body) }
        let streamed = try stream("garbage")
        #expect(String(validating: streamed.body, as: UTF8.self) == nil)
        #expect(streamed.data.isDone)
    }

    @Test("P31 Split writes keep every byte") func split() throws {
        let asking = try Asking()
        let pieces = asking.chat("[[echo: äöü 👍]] [[fault: split=1]]", #""stream":true,"#)
        #expect(pieces.steps.count == pieces.body.count)
        #expect(pieces.data.values.compactMap { $0.at("choices.0.delta.content")?.string }.joined() == "äöü 👍")
    }

    @Test("The page of a proxy, an empty body, another content type, a cut in the middle") func others() throws {
        let html = try Asking().chat("[[fault: html]]")
        #expect(html.status == 502 && html.header("content-type") == "text/html")
        #expect(try Asking().chat("[[fault: empty]]").body.isEmpty)
        #expect(try Asking().chat("[[fault: content-type=text/plain]]").header("content-type") == "text/plain")
        let cut = try Asking().chat("[[fault: cut-after=1]]")
        #expect(cut.steps.last == .cut)
        #expect(cut.declaredLength ?? 0 > cut.body.count)
        #expect(try Asking().chat("[[fault: drop]]").steps == [.cut])
        #expect(try stream("slow=7").steps.filter { $0 == .wait(milliseconds: 7) }.count > 3)
        #expect(try stream("stall=8").steps[1] == .wait(milliseconds: 8))
        #expect(try stream("delay=9").steps.first == .wait(milliseconds: 9))
    }
}
