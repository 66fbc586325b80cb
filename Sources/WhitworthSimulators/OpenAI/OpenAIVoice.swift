/// How OpenAI says that something failed.
struct OpenAIVoice: FailureVoice {
    var identifiers: Identifiers
    var model = "gpt-4o"

    /// Types and codes as documented and reported; the sentences are theirs where known.
    func failure(status: Int, code: String?, retryAfter: Int?) -> Reply {
        var refusal: OpenAIRefusal
        switch (status, code) {
        case (429, "insufficient_quota"):
            refusal = OpenAIRefusal(
                message: "You exceeded your current quota, please check your plan and billing details. For more "
                    + "information on this error, read the docs: "
                    + "https://platform.openai.com/docs/guides/error-codes/api-errors.",
                type: "insufficient_quota", code: "insufficient_quota")
        case (429, "slow_down"):
            refusal = OpenAIRefusal(
                message: "Slow down: too many requests in too short a time.", type: "rate_limit_error",
                code: "slow_down")
        case (429, _):
            refusal = OpenAIRefusal(
                message:
                    "Rate limit reached for \(model) in organization org-simulated on requests per min (RPM): Limit "
                    + "10000, Used 10000, Requested 1. Please try again in \(retryAfter ?? 1)s. Visit "
                    + "https://platform.openai.com/account/rate-limits to learn more.",
                type: "requests", code: "rate_limit_exceeded")
        case (400, "context_length_exceeded"):
            refusal = OpenAIRefusal(
                message:
                    "This model's maximum context length is 128000 tokens. However, your messages resulted in 128001 "
                    + "tokens. Please reduce the length of the messages.",
                param: "messages", code: "context_length_exceeded")
        case (401, _): refusal = .wrongKey("simulated")
        case (403, _):
            // UNCONFIRMED wording.
            refusal = OpenAIRefusal(
                message: "You are not allowed to do this.", code: "unsupported_country_region_territory")
        case (404, _): refusal = .unknownModel(model)
        case (503, _):
            refusal = OpenAIRefusal(
                message: "The engine is currently overloaded, please try again later.",
                type: "service_unavailable_error", code: "server_is_overloaded")
        case (500..., _): refusal = Self.serverError
        default: refusal = OpenAIRefusal(message: "The simulator was asked to refuse this.")
        }
        refusal.status = status
        if let code { refusal.code = code }
        var reply = refusal.reply(identifiers)
        if let retryAfter {
            reply.headers.append(("retry-after", "\(retryAfter)"))
            reply.headers.append(("retry-after-ms", "\(retryAfter * 1_000)"))
        }
        if status == 429 {
            reply.headers += [
                ("x-ratelimit-limit-requests", "10000"), ("x-ratelimit-remaining-requests", "0"),
                ("x-ratelimit-reset-requests", "\(retryAfter ?? 1)s"),
            ]
        }
        return reply
    }

    /// A data event whose JSON has a top-level `error`; no `[DONE]` follows here, which the wire allows.
    var midStreamFailure: [UInt8] { EventFrame.data(Self.serverError.body) }

    private static let serverError = OpenAIRefusal(
        status: 500,
        message: "The server had an error while processing your request. Sorry about that!", type: "server_error")
}

extension OpenAIRefusal {
    func reply(_ identifiers: Identifiers) -> Reply {
        Reply(
            status: status,
            headers: [
                // Recorded: 401 and 404 of unknown models name the charset, the others do not.
                (
                    "content-type",
                    code == "model_not_found" || code == "invalid_api_key"
                        ? "application/json; charset=utf-8" : "application/json"
                ),
                ("openai-version", "2020-10-01"),
                ("x-request-id", identifiers.openAIRequest),
            ], body: body)
    }
}
