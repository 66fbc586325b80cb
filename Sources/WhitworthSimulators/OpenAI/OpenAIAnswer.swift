import WhitworthJSON

/// What the whole and the streamed form of an answer share.
struct OpenAIAnswer: Sendable {
    var request: ChatRequest
    /// One a choice.
    var plans: [AnswerPlan]
    var identifiers: Identifiers
    var created: Int
    /// Prompt tokens that an earlier request has left in the cache.
    var cachedTokens = 0

    /// Recorded: `fp_` and ten digits for the models that have one, null for the reasoning models.
    var fingerprint: String? {
        if request.model.isReasoning { return nil }
        let digits = String(StableHash.of(request.model.snapshot), radix: 16)
        return "fp_" + String(repeating: "0", count: max(0, 10 - digits.count)) + digits.prefix(10)
    }

    func finish(of plan: AnswerPlan) -> String {
        switch plan.finish {
        case .done, .stopSequence, .refusal: "stop"
        case .calls: request.usesFunctions ? "function_call" : "tool_calls"
        case .length: "length"
        case .other(let reason): reason
        }
    }

    func callID(choice: Int, call: Int) -> String { identifiers.call(choice * 1_000 + call) }

    // MARK: Usage

    func writeUsage(to writer: inout JSONWriter) {
        let completion = plans.reduce(0) { $0 + $1.outputTokens }
        let reasoning = plans.reduce(0) { $0 + $1.thinkingTokens }
        writer.object { writer in
            writer.member("prompt_tokens", request.promptTokens)
            writer.member("completion_tokens", completion)
            writer.member("total_tokens", request.promptTokens + completion)
            writer.key("prompt_tokens_details")
            writer.object { writer in
                writer.member("cached_tokens", cachedTokens)
                writer.member("audio_tokens", 0)
            }
            writer.key("completion_tokens_details")
            writer.object { writer in
                writer.member("reasoning_tokens", reasoning)
                writer.member("audio_tokens", 0)
                writer.member("accepted_prediction_tokens", 0)
                writer.member("rejected_prediction_tokens", 0)
            }
        }
    }

    // MARK: Logprobs

    /// Invented, but in order: the token itself is the likeliest, the others follow, and all sum to less than 1.
    func writeLogprobs(of tokens: [String], to writer: inout JSONWriter) {
        writer.beginArray()
        for (position, token) in tokens.enumerated() {
            writer.beginObject()
            let steps = Int(StableHash.mix(StableHash.of(token) &+ UInt64(position)) % 500)
            writeToken(token, thousandths: steps, to: &writer)
            writer.key("top_logprobs")
            writer.beginArray()
            for rank in 0..<(request.topLogprobs ?? 0) {
                writer.beginObject()
                let alternative = rank == 0 ? token : token + "\(rank)"
                writeToken(alternative, thousandths: rank == 0 ? steps : 2_000 + rank * 1_000, to: &writer)
                writer.endObject()
            }
            writer.endArray()
            writer.endObject()
        }
        writer.endArray()
    }

    private func writeToken(_ token: String, thousandths: Int, to writer: inout JSONWriter) {
        writer.member("token", token)
        writer.key("logprob")
        if let number = JSONNumber(-Double(thousandths) / 1_000) { writer.write(number) } else { writer.writeNull() }
        writer.key("bytes")
        writer.array { writer in
            for byte in token.utf8 { writer.write(Int(byte)) }
        }
    }

    // MARK: Headers

    func headers(number: Int, contentType: String) -> [(name: String, value: String)] {
        let tokens = 30_000_000
        return [
            ("content-type", contentType),
            ("openai-version", "2020-10-01"),
            ("openai-organization", "org-simulated"),
            ("openai-processing-ms", "\(10 + identifiers.chance(0, below: 400))"),
            ("x-ratelimit-limit-requests", "10000"),
            ("x-ratelimit-limit-tokens", "\(tokens)"),
            ("x-ratelimit-remaining-requests", "9999"),
            ("x-ratelimit-remaining-tokens", "\(max(0, tokens - request.promptTokens))"),
            ("x-ratelimit-reset-requests", "6ms"),
            ("x-ratelimit-reset-tokens", "0s"),
            ("x-request-id", identifiers.openAIRequest),
        ]
    }
}
