import Testing
import WhitworthDialect
import WhitworthJSON
import WhitworthModel

@Suite("Field cases: failures, read and written")
struct FailureTests {
    @Test(
        "each native error becomes its code, with the provider's own words, request id and delay",
        arguments: Surface.all)
    func native(_ surface: Surface) throws {
        for fixture in try surface.fixtures(.errors) {
            let document = try JSONValue(parsing: fixture.bytes)
            let headers = (document["headers"]?.members ?? []).map {
                (name: $0.key.string, value: $0.value.string ?? "")
            }
            let status = try #require(document["status"]?.int)
            let body = try #require(document["body"])
            let failure = try surface.reader().failure(status: status, headers: headers, body: Array(body.raw))
            #expect(failure.code.name == document["code"]?.string, "\(fixture.name)")
            #expect(failure.retryAfterMilliseconds == document["retry_after_ms"]?.int, "\(fixture.name)")
            #expect(failure.upstream?.status == status)
            let error = body["error"] ?? body
            #expect(failure.upstream?.message == error["message"]?.string ?? error.string, "\(fixture.name)")
            #expect(failure.upstream?.type == error["type"]?.string, "\(fixture.name)")
            if let param = error["param"]?.string { #expect(failure.param?.bracketed == param, "\(fixture.name)") }
            let id = body["request_id"]?.string ?? headers.first { $0.name.hasSuffix("request-id") }?.value
            #expect(failure.upstream?.requestID == id, "\(fixture.name)")
        }
    }

    @Test("P25: an error inside a 200 is that error, not an empty answer", arguments: Surface.all)
    func insideSuccess(_ surface: Surface) throws {
        for fixture in try surface.fixtures(.errors) {
            let document = try JSONValue(parsing: fixture.bytes)
            guard let body = document["body"], body["error"]?.object != nil else { continue }
            let failure = #expect(throws: Failure.self) { try surface.read(Array(body.raw)) }
            #expect(failure?.upstream?.message == body["error"]?["message"]?.string, "\(fixture.name)")
            #expect(failure?.code != .upstreamInvalidResponse, "\(fixture.name)")
        }
    }

    @Test("P25: an error as the only event of a stream is that error", arguments: Surface.all)
    func onlyEvent(_ surface: Surface) throws {
        let bytes =
            surface.isChat
            ? #"data: {"error":{"message":"No","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}"#
            : #"event: error"# + "\n" + #"data: {"type":"error","error":{"type":"billing_error","message":"No"}}"#
        let failure = #expect(throws: Failure.self) { try surface.events(Array((bytes + "\n\n").utf8)) }
        #expect(failure?.code == .insufficientCredits)
    }

    @Test("a body that is no error of the dialect keeps its status and its beginning", arguments: Surface.all)
    func foreignBody(_ surface: Surface) throws {
        for (status, code) in [
            (502, "upstream_error"), (503, "service_unavailable"), (429, "rate_limited"), (504, "processing_timeout"),
        ] {
            let failure = try surface.reader().failure(
                status: status, headers: [(name: "retry-after", value: "7")],
                body: Array("<html>Bad gateway</html>".utf8))
            #expect(failure.code.name == code)
            #expect(failure.upstream?.message == "<html>Bad gateway</html>")
            #expect(failure.retryAfterMilliseconds == 7000)
        }
        #expect(try surface.reader().failure(status: 500, headers: [], body: []).code == .internalError)
    }

    @Test(
        "delays are read in both forms; what is no delay is none",
        arguments: [
            ("retry-after", "2", 2000), ("retry-after", "0.5", 500), ("retry-after", "0", 0),
            ("retry-after-ms", "1500", 1500), ("retry-after-ms", "0.2", 1), ("retry-after", "-1", nil),
            ("retry-after", "Wed, 21 Oct 2026 07:28:00 GMT", nil), ("retry-after", "soon", nil),
            ("retry-after", "1e300", nil),
            ("retry-after", "nan", nil), ("retry-after", "", nil),
        ] as [(String, String, Int?)])
    func delays(_ name: String, _ value: String, _ expected: Int?) {
        #expect(RetryAfter.milliseconds([(name: name, value: value)]) == expected)
    }

    @Test("every code of the registry has a sensible native error, and is read back as itself", arguments: Surface.all)
    func registry(_ surface: Surface) throws {
        for code in FailureCode.registry {
            let failure = Failure(
                code, "Words.", param: JSONPath([.key("messages"), .index(1), .key("content")]),
                retryAfterMilliseconds: 1500,
                upstream: UpstreamFailure(
                    provider: "p", status: 418, code: "c", type: "t", message: "m", requestID: "r"))
            let answer = surface.dialect.answer(failure, requestID: "req_1")
            let body = try JSONValue(parsing: answer.body)
            let error = try #require(body["error"])
            #expect(answer.status >= 400, "\(code.name)")
            #expect(answer.status == code.status || (code == .overloaded && answer.status == 529) || code.status < 400)
            #expect(error["message"]?.string == "Words." && error["code"]?.string == code.name)
            #expect(error["retryable"]?.string == code.retryable.rawValue)
            #expect(error["param"]?.string == "messages[1].content")
            #expect((error["request_id"] ?? body["request_id"])?.string == "req_1")
            // A delay is told where there is something to wait for, and official clients are told whether to ask again.
            let isRetried = code.retryable == .after || code.retryable == .backoff
            #expect(answer.headers.first { $0.name.lowercased() == "retry-after" }?.value == (isRetried ? "2" : nil))
            #expect(
                answer.headers.first { $0.name == "x-should-retry" }?.value
                    == (isRetried && code != .quotaExhausted ? "true" : "false"))
            #expect(error["upstream"]?["message"]?.string == "m" && error["upstream"]?["status"]?.int == 418)
            if !surface.isChat {
                #expect(body["type"]?.string == "error")
                #expect(
                    Self.nativeTypes[answer.status] ?? Self.otherType(answer.status) == error["type"]?.string,
                    "\(code.name)")
            }
            let again = try surface.reader().failure(status: answer.status, headers: [], body: answer.body)
            #expect(again.code == code, "\(code.name) became \(again.code.name)")
            #expect(
                again.param == failure.param && again.retryAfterMilliseconds == (isRetried ? 1500 : nil), "\(code.name)"
            )
        }
    }

    /// Of the reference's table of errors.
    private static let nativeTypes = [
        400: "invalid_request_error", 401: "authentication_error", 402: "billing_error", 403: "permission_error",
        404: "not_found_error", 409: "conflict_error", 413: "request_too_large", 429: "rate_limit_error",
        500: "api_error",
        504: "timeout_error",
        529: "overloaded_error",
    ]

    private static func otherType(_ status: Int) -> String {
        status == 410 ? "not_found_error" : status < 500 ? "invalid_request_error" : "api_error"
    }

    @Test("an unknown code beside 'retryable' is not taken for ours", arguments: Surface.all)
    func foreignCode(_ surface: Surface) throws {
        let body = #"{"type":"error","error":{"type":"x","message":"m","code":"made_up","retryable":"never"}}"#
        #expect(try surface.reader().failure(status: 429, headers: [], body: Array(body.utf8)).code == .rateLimited)
    }

    @Test("a failure inside a stream is its last frame, with what was spent", arguments: Surface.all)
    func lastFrame(_ surface: Surface) throws {
        var failure = Failure(.streamInterrupted, "Cut.")
        failure.usage = Usage(inputTokens: 7, outputTokens: 3)
        var writer = try surface.client(streaming: true)
        var bytes: [UInt8] = []
        writer.fail(failure, into: &bytes)
        let error = try #require(JSONValue(parsing: Frames(bytes).data(0))["error"])
        #expect(error["code"]?.string == "stream_interrupted" && error["retryable"]?.string == "backoff")
        let usage = try #require(error["details"]?["usage"])
        #expect((usage["prompt_tokens"] ?? usage["input_tokens"])?.int == 7)
        let again = #expect(throws: Failure.self) { try surface.events(bytes) }
        #expect(again?.code == .streamInterrupted)
    }
}
