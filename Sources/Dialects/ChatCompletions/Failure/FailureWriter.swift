import WhitworthDialect
import WhitworthEventStreams
import WhitworthJSON
import WhitworthModel

/// A failure in the standard's envelope, which official clients read as OpenAI's.
enum FailureWriter {
    static func answer(_ failure: Failure, requestID: String) -> FailureAnswer {
        let failure = failure.withDelaySettled
        var json = JSONWriter(reservingCapacity: 512)
        json.object { write(failure, requestID: requestID, to: &$0) }
        var headers: [(name: String, value: String)] = [("x-should-retry", failure.shouldRetry ? "true" : "false")]
        if let delay = failure.retryAfterMilliseconds { headers.append(("Retry-After", String((delay + 999) / 1000))) }
        // A stream that broke before anything was sent is an answer of its own.
        let status = failure.code.status < 400 ? 502 : failure.code.status
        return FailureAnswer(status: status, headers: headers, body: json.bytes)
    }

    /// The last frame of a stream that failed.
    static func appendFrame(_ failure: Failure, requestID: String, to bytes: inout [UInt8]) {
        let failure = failure.withDelaySettled
        var json = JSONWriter()
        json.object { write(failure, requestID: requestID, to: &$0) }
        ServerSentEventWriter.append(data: json.bytes, to: &bytes)
    }

    private static func write(_ failure: Failure, requestID: String, to json: inout JSONWriter) {
        json.key("error")
        json.object { error in
            error.member("code", failure.code.name)
            error.member("type", failure.code.category.rawValue)
            error.member("message", failure.message)
            if let param = failure.param { error.member("param", param.bracketed) } else { error.memberNull("param") }
            error.member("retryable", failure.code.retryable.rawValue)
            if let delay = failure.retryAfterMilliseconds {
                error.member("retry_after_ms", delay)
            } else {
                error.memberNull("retry_after_ms")
            }
            error.member("request_id", requestID)
            if !failure.details.isEmpty || failure.usage != nil {
                error.key("details")
                error.object { details in
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
            if let upstream = failure.upstream { write(upstream, to: &error) }
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
