import WhitworthJSON

extension OpenAIAnswer {
    /// A `chat.completion`, its members in the recorded order.
    var whole: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("id", identifiers.completion)
            writer.member("object", "chat.completion")
            writer.member("created", created)
            writer.member("model", request.model.snapshot)
            writer.key("choices")
            writer.array { writer in
                for (index, plan) in plans.enumerated() { writeChoice(plan, index, to: &writer) }
            }
            writer.key("usage")
            writeUsage(to: &writer)
            writer.member("service_tier", request.tier)
            if let fingerprint {
                writer.member("system_fingerprint", fingerprint)
            } else {
                writer.memberNull("system_fingerprint")
            }
        }
        return writer.bytes
    }

    private func writeChoice(_ plan: AnswerPlan, _ index: Int, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("index", index)
            writer.key("message")
            writeMessage(plan, index, to: &writer)
            // Recorded: the reasoning models leave it out, the others give null when it was not asked for.
            if !request.model.isReasoning {
                writer.key("logprobs")
                if request.topLogprobs == nil { writer.writeNull() } else { writeLogprobs(plan, to: &writer) }
            }
            writer.member("finish_reason", finish(of: plan))
        }
    }

    private func writeMessage(_ plan: AnswerPlan, _ index: Int, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("role", "assistant")
            if let text = plan.text { writer.member("content", text.joined()) } else { writer.memberNull("content") }
            if !plan.calls.isEmpty, request.usesFunctions {
                writer.key("function_call")
                writer.object { writer in
                    writer.member("name", plan.calls[0].name)
                    writer.member("arguments", plan.calls[0].arguments)
                }
            } else if !plan.calls.isEmpty {
                writer.key("tool_calls")
                writer.array { writer in
                    for (position, call) in plan.calls.enumerated() {
                        writeCall(call, id: callID(choice: index, call: position), to: &writer)
                    }
                }
            }
            if let refusal = plan.refusal {
                writer.member("refusal", refusal.joined())
            } else {
                writer.memberNull("refusal")
            }
            writer.key("annotations")
            writer.array { _ in }
        }
    }

    private func writeCall(_ call: AnswerPlan.Call, id: String, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", id)
            writer.member("type", call.isFreeText ? "custom" : "function")
            if call.isFreeText { writer.key("custom") } else { writer.key("function") }
            writer.object { writer in
                writer.member("name", call.name)
                if call.isFreeText {
                    writer.member("input", call.arguments)
                } else {
                    writer.member("arguments", call.arguments)
                }
            }
        }
    }

    private func writeLogprobs(_ plan: AnswerPlan, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.key("content")
            if let text = plan.text { writeLogprobs(of: text, to: &writer) } else { writer.writeNull() }
            writer.key("refusal")
            if let refusal = plan.refusal { writeLogprobs(of: refusal, to: &writer) } else { writer.writeNull() }
        }
    }
}
