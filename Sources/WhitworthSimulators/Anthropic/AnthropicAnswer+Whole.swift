import WhitworthJSON

extension AnthropicAnswer {
    /// A `message`, its members in the recorded order.
    var whole: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("model", request.model.id)
            writer.member("id", identifiers.message)
            writer.member("type", "message")
            writer.member("role", "assistant")
            writer.key("content")
            writer.array { writer in
                for block in blocks { write(block, to: &writer) }
            }
            writeStop(to: &writer)
            writer.key("usage")
            writer.object { writer in
                writeInput(to: &writer)
                writeCacheCreation(to: &writer)
                writer.member("output_tokens", plan.outputTokens)
                writeOutputDetails(to: &writer)
                writer.member("service_tier", "standard")
                writer.member("inference_geo", "not_available")
            }
        }
        return writer.bytes
    }

    private func write(_ block: Block, to writer: inout JSONWriter) {
        writer.object { writer in
            switch block {
            case .thinking(let tokens, let signature):
                writer.member("type", "thinking")
                writer.member("thinking", tokens.joined())
                writer.member("signature", signature)
            case .redacted(let data):
                writer.member("type", "redacted_thinking")
                writer.member("data", data)
            case .text(let tokens, let source):
                writer.member("type", "text")
                writer.member("text", tokens.joined())
                if let source {
                    writer.key("citations")
                    writer.array { writeCitation(of: source, to: &$0) }
                }
            case .call(let call, let id):
                writer.member("type", "tool_use")
                writer.member("id", id)
                writer.member("name", call.name)
                writer.key("input")
                writeInput(of: call, to: &writer)
                writer.key("caller")
                writer.object { $0.member("type", "direct") }
            }
        }
    }

    /// Arguments that are no object, which a directive may give or a limit leave, have no form here but an empty one.
    private func writeInput(of call: AnswerPlan.Call, to writer: inout JSONWriter) {
        if let value = try? JSONValue(parsing: call.arguments), value.kind == .object {
            writer.write(value)
        } else {
            writer.object { _ in }
        }
    }
}
