import WhitworthJSON

/// What the whole and the streamed form of an answer share.
struct AnthropicAnswer: Sendable {
    enum Block: Sendable {
        case thinking([String], signature: String)
        case redacted(data: String)
        case text([String], MessagesRequest.Source?)
        case call(AnswerPlan.Call, id: String)
    }

    /// Input tokens, told apart as they are billed: none is in two of them.
    struct Input: Sendable, Equatable {
        var fresh = 0
        var read = 0
        var writtenFiveMinutes = 0
        var writtenOneHour = 0

        var written: Int { writtenFiveMinutes + writtenOneHour }
    }

    var request: MessagesRequest
    var plan: AnswerPlan
    var identifiers: Identifiers
    var input: Input

    var blocks: [Block] {
        var blocks: [Block] = []
        if let thinking = plan.thinking {
            let text = thinking.joined()
            if plan.isRedacted {
                blocks.append(.redacted(data: Signatures.redacted(text)))
            } else {
                let signature = Signatures.sign(text, isOmitted: request.omitsThinking)
                blocks.append(.thinking(request.omitsThinking ? [] : thinking, signature: signature))
            }
        }
        if let text = plan.text, !text.isEmpty { blocks.append(.text(text, request.sources.first)) }
        if let refusal = plan.refusal, !refusal.isEmpty { blocks.append(.text(refusal, nil)) }
        for (position, call) in plan.calls.enumerated() {
            blocks.append(.call(call, id: identifiers.toolUse(position)))
        }
        return blocks
    }

    var stopReason: String {
        switch plan.finish {
        case .done: "end_turn"
        case .calls: "tool_use"
        case .length: "max_tokens"
        case .stopSequence: "stop_sequence"
        case .refusal: "refusal"
        case .other(let reason): reason
        }
    }

    /// `stop_reason`, `stop_sequence`, `stop_details`.
    func writeStop(to writer: inout JSONWriter) {
        writer.member("stop_reason", stopReason)
        if case .stopSequence(let stop) = plan.finish {
            writer.member("stop_sequence", stop)
        } else {
            writer.memberNull("stop_sequence")
        }
        if plan.finish == .refusal {
            writer.key("stop_details")
            writer.object { writer in
                writer.member("type", "refusal")
                writer.memberNull("category")
                writer.memberNull("explanation")
            }
        } else {
            writer.memberNull("stop_details")
        }
    }

    func writeInput(to writer: inout JSONWriter) {
        writer.member("input_tokens", input.fresh)
        writer.member("cache_creation_input_tokens", input.written)
        writer.member("cache_read_input_tokens", input.read)
    }

    func writeCacheCreation(to writer: inout JSONWriter) {
        writer.key("cache_creation")
        writer.object { writer in
            writer.member("ephemeral_5m_input_tokens", input.writtenFiveMinutes)
            writer.member("ephemeral_1h_input_tokens", input.writtenOneHour)
        }
    }

    func writeOutputDetails(to writer: inout JSONWriter) {
        writer.key("output_tokens_details")
        writer.object { $0.member("thinking_tokens", plan.thinkingTokens) }
    }

    /// The beginning of the document, quoted.
    func writeCitation(of source: MessagesRequest.Source, to writer: inout JSONWriter) {
        let sentence = source.text.prefix { $0 != "." && $0 != "\n" }.prefix(120)
        let quoted = source.text.isEmpty ? "Simulated quotation." : String(sentence)
        writer.object { writer in
            switch source.location {
            case .characters: writer.member("type", "char_location")
            case .pages: writer.member("type", "page_location")
            case .blocks: writer.member("type", "content_block_location")
            }
            writer.member("cited_text", quoted)
            writer.member("document_index", source.index)
            if let title = source.title {
                writer.member("document_title", title)
            } else {
                writer.memberNull("document_title")
            }
            switch source.location {
            case .characters:
                writer.member("start_char_index", 0)
                writer.member("end_char_index", quoted.unicodeScalars.count)
            case .pages:
                writer.member("start_page_number", 1)
                writer.member("end_page_number", 2)
            case .blocks:
                writer.member("start_block_index", 0)
                writer.member("end_block_index", 1)
            }
        }
    }

    // MARK: Headers

    func headers(contentType: String, now: WallTime) -> [(name: String, value: String)] {
        var headers: [(name: String, value: String)] = [("content-type", contentType)]
        if request.isStream { headers.append(("cache-control", "no-cache")) }
        // Recorded: remaining tokens are told in thousands.
        let limits = [
            ("requests", 4_000, 3_999), ("input-tokens", 2_000_000, 2_000_000 - (request.tokens + 999) / 1_000 * 1_000),
            ("output-tokens", 400_000, 400_000),
            ("tokens", 2_400_000, 2_400_000 - (request.tokens + 999) / 1_000 * 1_000),
        ]
        for (name, limit, remaining) in limits {
            headers.append(("anthropic-ratelimit-\(name)-limit", "\(limit)"))
            headers.append(("anthropic-ratelimit-\(name)-remaining", "\(max(0, remaining))"))
            headers.append(("anthropic-ratelimit-\(name)-reset", now.rfc3339))
        }
        headers.append(("request-id", identifiers.anthropicRequest))
        return headers
    }
}
