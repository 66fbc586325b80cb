import WhitworthJSON

extension OpenAIAnswer {
    /// The events of the stream, `[DONE]` last.
    ///
    /// Order as recorded: role, deltas, finish, usage if asked for; with several choices theirs interleave.
    var events: [[UInt8]] {
        let chunks = plans.enumerated().map { deltas(of: $1, choice: $0) }
        // All chunks begin alike: written once, copied for each.
        var head = JSONWriter(reservingCapacity: 400)
        head.beginObject()
        writeHead(to: &head)
        var events: [[UInt8]] = []
        for round in 0..<(chunks.map(\.count).max() ?? 0) {
            for (index, deltas) in chunks.enumerated() where round < deltas.count {
                events.append(chunk(head, choice: index, deltas[round], position: events.count))
            }
        }
        for (index, plan) in plans.enumerated() {
            let last = Delta(finish: finish(of: plan), length: 0) { _ in }
            events.append(chunk(head, choice: index, last, position: events.count))
        }
        if request.includesUsage { events.append(usageChunk(head, position: events.count)) }
        events.append(EventFrame.data(Array("[DONE]".utf8)))
        return events
    }

    private struct Delta {
        var finish: String?
        /// Of the text it carries, in characters: what `obfuscation` evens out.
        var length: Int
        var logprobs: [String]?
        var isRefusal = false
        var write: (inout JSONWriter) -> Void

        init(
            finish: String? = nil, length: Int, logprobs: [String]? = nil, isRefusal: Bool = false,
            write: @escaping (inout JSONWriter) -> Void
        ) {
            self.finish = finish
            self.length = length
            self.logprobs = logprobs
            self.isRefusal = isRefusal
            self.write = write
        }
    }

    private func deltas(of plan: AnswerPlan, choice: Int) -> [Delta] {
        var deltas: [Delta] = []
        // Recorded of the newer models: a single call starts in the very chunk that gives the role.
        let startsWithCall =
            plan.text == nil && plan.calls.count == 1 && request.model.isReasoning && !request.usesFunctions
        deltas.append(
            Delta(length: 0, logprobs: plan.text == nil ? nil : []) { writer in
                writer.member("role", "assistant")
                if plan.text == nil { writer.memberNull("content") } else { writer.member("content", "") }
                if startsWithCall { self.writeCallStart(plan.calls[0], choice: choice, index: 0, to: &writer) }
                if plan.refusal != nil { writer.member("refusal", "") } else { writer.memberNull("refusal") }
            })
        for token in plan.text ?? [] {
            deltas.append(Delta(length: token.count, logprobs: [token]) { $0.member("content", token) })
        }
        for token in plan.refusal ?? [] {
            deltas.append(
                Delta(length: token.count, logprobs: [token], isRefusal: true) { $0.member("refusal", token) })
        }
        for (index, call) in plan.calls.enumerated() {
            if !startsWithCall {
                deltas.append(
                    Delta(length: 0) { self.writeCallStart(call, choice: choice, index: index, to: &$0) })
            }
            for piece in TokenCount.tokens(of: call.arguments) {
                deltas.append(
                    Delta(length: piece.count) { self.writeCallPiece(piece, call, index: index, to: &$0) })
            }
        }
        return deltas
    }

    // MARK: Calls

    private func writeCallStart(_ call: AnswerPlan.Call, choice: Int, index: Int, to writer: inout JSONWriter) {
        if request.usesFunctions {
            writer.key("function_call")
            writer.object { writer in
                writer.member("name", call.name)
                writer.member("arguments", "")
            }
            return
        }
        writer.key("tool_calls")
        writer.array { writer in
            writer.object { writer in
                writer.member("index", index)
                writer.member("id", callID(choice: choice, call: index))
                writer.member("type", call.isFreeText ? "custom" : "function")
                if call.isFreeText { writer.key("custom") } else { writer.key("function") }
                writer.object { writer in
                    writer.member("name", call.name)
                    if call.isFreeText { writer.member("input", "") } else { writer.member("arguments", "") }
                }
            }
        }
    }

    private func writeCallPiece(_ piece: String, _ call: AnswerPlan.Call, index: Int, to writer: inout JSONWriter) {
        if request.usesFunctions {
            writer.key("function_call")
            writer.object { $0.member("arguments", piece) }
            return
        }
        writer.key("tool_calls")
        writer.array { writer in
            writer.object { writer in
                writer.member("index", index)
                if call.isFreeText { writer.key("custom") } else { writer.key("function") }
                writer.object { writer in
                    if call.isFreeText { writer.member("input", piece) } else { writer.member("arguments", piece) }
                }
            }
        }
    }

    // MARK: Chunks

    private func writeHead(to writer: inout JSONWriter) {
        writer.member("id", identifiers.completion)
        writer.member("object", "chat.completion.chunk")
        writer.member("created", created)
        writer.member("model", request.model.snapshot)
        writer.member("service_tier", request.tier)
        if let fingerprint {
            writer.member("system_fingerprint", fingerprint)
        } else {
            writer.memberNull("system_fingerprint")
        }
    }

    private func chunk(_ head: JSONWriter, choice: Int, _ delta: Delta, position: Int) -> [UInt8] {
        var writer = head
        writer.key("choices")
        writer.array { writer in
            writer.object { writer in
                writer.member("index", choice)
                writer.key("delta")
                writer.object(delta.write)
                if !request.model.isReasoning { writeLogprobs(delta, to: &writer) }
                writer.key("finish_reason")
                if let finish = delta.finish { writer.write(finish) } else { writer.writeNull() }
            }
        }
        if request.includesUsage { writer.memberNull("usage") }
        writeObfuscation(position, length: delta.length, to: &writer)
        writer.endObject()
        return EventFrame.data(writer.bytes)
    }

    private func writeLogprobs(_ delta: Delta, to writer: inout JSONWriter) {
        writer.key("logprobs")
        guard request.topLogprobs != nil, let tokens = delta.logprobs else { return writer.writeNull() }
        writer.object { writer in
            if delta.isRefusal {
                writer.memberNull("content")
                writer.key("refusal")
                writeLogprobs(of: tokens, to: &writer)
            } else {
                writer.key("content")
                writeLogprobs(of: tokens, to: &writer)
                writer.memberNull("refusal")
            }
        }
    }

    private func usageChunk(_ head: JSONWriter, position: Int) -> [UInt8] {
        var writer = head
        writer.key("choices")
        writer.array { _ in }
        writer.key("usage")
        writeUsage(to: &writer)
        writeObfuscation(position, length: 0, to: &writer)
        writer.endObject()
        return EventFrame.data(writer.bytes)
    }

    /// Recorded on all newer streams: a text without meaning, the longer the shorter the delta.
    private func writeObfuscation(_ position: Int, length: Int, to writer: inout JSONWriter) {
        guard request.includesObfuscation else { return }
        writer.member("obfuscation", identifiers.filler(position, length: max(4, 15 - length)))
    }
}
