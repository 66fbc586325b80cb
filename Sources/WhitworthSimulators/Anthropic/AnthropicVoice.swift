import WhitworthJSON

/// How Anthropic says that something failed. Types as documented; the sentences are theirs where known.
struct AnthropicVoice: FailureVoice {
    var identifiers: Identifiers
    var model = "claude-sonnet-4-5"

    func failure(status: Int, code: String?, retryAfter: Int?) -> Reply {
        let refusal: AnthropicRefusal
        switch status {
        case 400 where code == "prompt_too_long":
            refusal = AnthropicRefusal("prompt is too long: 200001 tokens > 200000 maximum")
        case 400 where code == "credit_balance":
            refusal = AnthropicRefusal(
                "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade "
                    + "or "
                    + "purchase credits.")
        case 401: refusal = .wrongKey
        case 402: refusal = AnthropicRefusal(status: 402, type: "billing_error", "Your credit balance is too low.")
        case 403:
            refusal = AnthropicRefusal(
                status: 403, type: "permission_error", "Your API key does not have permission to use this resource.")
        case 404: refusal = .unknownModel(model)
        case 413:
            refusal = AnthropicRefusal(
                status: 413, type: "request_too_large", "Request exceeds the maximum size")
        case 429:
            refusal = AnthropicRefusal(
                status: 429, type: "rate_limit_error",
                "This request would exceed your organization's rate limit of 4,000 requests per minute. For details, "
                    + "refer to: https://docs.claude.com/en/api/rate-limits.")
        case 504: refusal = AnthropicRefusal(status: 504, type: "timeout_error", "Request timed out")
        case 529: refusal = Self.overloaded
        case 500...: refusal = AnthropicRefusal(status: status, type: "api_error", "Internal server error")
        default: refusal = AnthropicRefusal(status: status, "The simulator was asked to refuse this.")
        }
        var reply = refusal.reply(identifiers)
        if let retryAfter { reply.headers.append(("retry-after", "\(retryAfter)")) }
        if status == 429 {
            reply.headers += [
                ("anthropic-ratelimit-requests-limit", "4000"), ("anthropic-ratelimit-requests-remaining", "0"),
            ]
        }
        return reply
    }

    /// `event: error`, after which neither message_delta nor message_stop comes.
    var midStreamFailure: [UInt8] {
        EventFrame.named("error", Self.overloaded.body(requestID: identifiers.anthropicRequest))
    }

    private static let overloaded = AnthropicRefusal(status: 529, type: "overloaded_error", "Overloaded")
}
