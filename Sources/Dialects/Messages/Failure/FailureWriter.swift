import WhitworthDialect
import WhitworthEventStreams
import WhitworthJSON
import WhitworthModel

/// A failure in Anthropic's envelope, with the registry's code and details beside the native members.
enum FailureWriter {
    static func answer(_ failure: Failure, requestID: String) -> FailureAnswer {
        let failure = failure.withDelaySettled
        var json = JSONWriter(reservingCapacity: 512)
        write(failure, requestID: requestID, to: &json)
        var headers: [(name: String, value: String)] = [("x-should-retry", failure.shouldRetry ? "true" : "false")]
        if let delay = failure.retryAfterMilliseconds { headers.append(("retry-after", String((delay + 999) / 1000))) }
        return FailureAnswer(status: status(of: failure.code), headers: headers, body: json.bytes)
    }

    /// The last frame of a stream that failed.
    static func appendFrame(_ failure: Failure, requestID: String, to bytes: inout [UInt8]) {
        let failure = failure.withDelaySettled
        var json = JSONWriter()
        write(failure, requestID: requestID, to: &json)
        ServerSentEventWriter.append(event: "error", data: json.bytes, to: &bytes)
    }

    /// Overload has a status of its own here. A stream that broke before anything was sent is an answer of its own.
    private static func status(of code: FailureCode) -> Int {
        if code == .overloaded { return 529 }
        return code.status < 400 ? 502 : code.status
    }

    private static func type(of code: FailureCode) -> StaticString {
        switch status(of: code) {
        case 401: "authentication_error"
        case 402: "billing_error"
        case 403: "permission_error"
        case 404, 410: "not_found_error"
        case 409: "conflict_error"
        case 413: "request_too_large"
        case 429: "rate_limit_error"
        case 504: "timeout_error"
        case 529: "overloaded_error"
        case 400..<500: "invalid_request_error"
        default: "api_error"
        }
    }

    private static func write(_ failure: Failure, requestID: String, to json: inout JSONWriter) {
        json.object { body in
            body.member("type", "error")
            body.key("error")
            body.object { error in
                error.member("type", type(of: failure.code).description)
                error.member("message", failure.message)
                error.member("code", failure.code.name)
                error.member(ifPresent: "param", failure.param?.bracketed)
                error.member("retryable", failure.code.retryable.rawValue)
                error.member(ifPresent: "retry_after_ms", failure.retryAfterMilliseconds)
                writeDetails(of: failure, to: &error)
                if let upstream = failure.upstream { write(upstream, to: &error) }
            }
            body.member("request_id", requestID)
        }
    }

    private static func writeDetails(of failure: Failure, to json: inout JSONWriter) {
        if failure.details.isEmpty, failure.usage == nil { return }
        json.key("details")
        json.object { details in
            for detail in failure.details {
                details.key(JSONText(detail.name))
                details.write(detail.value)
            }
            if let usage = failure.usage {
                details.key("usage")
                UsageWriter.write(usage, to: &details)
            }
        }
    }

    private static func write(_ upstream: UpstreamFailure, to json: inout JSONWriter) {
        json.key("upstream")
        json.object { object in
            object.member("provider", upstream.provider)
            object.member(ifPresent: "status", upstream.status)
            object.member(ifPresent: "code", upstream.code)
            object.member(ifPresent: "type", upstream.type)
            object.member(ifPresent: "message", upstream.message)
            object.member(ifPresent: "request_id", upstream.requestID)
        }
    }
}
