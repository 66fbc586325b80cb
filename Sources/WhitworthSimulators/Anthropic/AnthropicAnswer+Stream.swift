import WhitworthJSON

extension AnthropicAnswer {
    /// How many tokens make one delta.
    private static let perDelta = 3

    /// The events of the stream, in the recorded order; a ping after the first block has started.
    var events: [[UInt8]] {
        var events: [[UInt8]] = [start]
        for (index, block) in blocks.enumerated() {
            events.append(named("content_block_start", events.count) { writeStart(of: block, index, to: &$0) })
            if index == 0 { events.append(EventFrame.named("ping", Array("{\"type\": \"ping\"}".utf8))) }
            appendDeltas(of: block, index, to: &events)
            events.append(
                named("content_block_stop", events.count) { writer in
                    writer.member("type", "content_block_stop")
                    writer.member("index", index)
                })
        }
        events.append(end(events.count))
        events.append(named("message_stop", events.count) { $0.member("type", "message_stop") })
        return events
    }

    // MARK: Message

    private var start: [UInt8] {
        named("message_start", 0) { writer in
            writer.member("type", "message_start")
            writer.key("message")
            writer.object { writer in
                writer.member("model", request.model.id)
                writer.member("id", identifiers.message)
                writer.member("type", "message")
                writer.member("role", "assistant")
                writer.key("content")
                writer.array { _ in }
                writer.memberNull("stop_reason")
                writer.memberNull("stop_sequence")
                writer.memberNull("stop_details")
                writer.key("usage")
                writer.object { writer in
                    writeInput(to: &writer)
                    writeCacheCreation(to: &writer)
                    // Recorded: a few tokens of the answer are counted already.
                    writer.member("output_tokens", min(plan.outputTokens, 1 + identifiers.chance(1, below: 6)))
                    writer.member("service_tier", "standard")
                    writer.member("inference_geo", "not_available")
                }
            }
        }
    }

    private func end(_ position: Int) -> [UInt8] {
        named("message_delta", position) { writer in
            writer.member("type", "message_delta")
            writer.key("delta")
            writer.object { writeStop(to: &$0) }
            writer.key("usage")
            writer.object { writer in
                writeInput(to: &writer)
                writer.member("output_tokens", plan.outputTokens)
                writeOutputDetails(to: &writer)
            }
        }
    }

    // MARK: Blocks

    private func writeStart(of block: Block, _ index: Int, to writer: inout JSONWriter) {
        writer.member("type", "content_block_start")
        writer.member("index", index)
        writer.key("content_block")
        writer.object { writer in
            switch block {
            case .thinking:
                writer.member("type", "thinking")
                writer.member("thinking", "")
                writer.member("signature", "")
            case .redacted(let data):
                // Whole, without a delta (recorded).
                writer.member("type", "redacted_thinking")
                writer.member("data", data)
            case .text(_, let source):
                writer.member("type", "text")
                writer.member("text", "")
                if source != nil { writer.memberNull("citations") }
            case .call(let call, let id):
                writer.member("type", "tool_use")
                writer.member("id", id)
                writer.member("name", call.name)
                writer.key("input")
                writer.object { _ in }
                writer.key("caller")
                writer.object { $0.member("type", "direct") }
            }
        }
    }

    private func appendDeltas(of block: Block, _ index: Int, to events: inout [[UInt8]]) {
        switch block {
        case .thinking(let tokens, let signature):
            for piece in Self.pieces(tokens) {
                events.append(
                    delta(index, events.count) { writer in
                        writer.member("type", "thinking_delta")
                        writer.member("thinking", piece)
                    })
            }
            // Once, last in its block.
            events.append(
                delta(index, events.count) { writer in
                    writer.member("type", "signature_delta")
                    writer.member("signature", signature)
                })
        case .redacted: break
        case .text(let tokens, let source):
            if let source {
                events.append(
                    delta(index, events.count) { writer in
                        writer.member("type", "citations_delta")
                        writer.key("citation")
                        writeCitation(of: source, to: &writer)
                    })
            }
            for piece in Self.pieces(tokens) {
                events.append(
                    delta(index, events.count) { writer in
                        writer.member("type", "text_delta")
                        writer.member("text", piece)
                    })
            }
        case .call(let call, _):
            // The first is empty, and the only one when there are no arguments (recorded).
            let pieces = call.arguments == "{}" ? [] : Self.pieces(TokenCount.tokens(of: call.arguments))
            for piece in [""] + pieces {
                events.append(
                    delta(index, events.count) { writer in
                        writer.member("type", "input_json_delta")
                        writer.member("partial_json", piece)
                    })
            }
        }
    }

    private static func pieces(_ tokens: [String]) -> [String] {
        stride(from: 0, to: tokens.count, by: perDelta).map {
            tokens[$0..<min($0 + perDelta, tokens.count)].joined()
        }
    }

    private func delta(_ index: Int, _ position: Int, _ write: (inout JSONWriter) -> Void) -> [UInt8] {
        named("content_block_delta", position) { writer in
            writer.member("type", "content_block_delta")
            writer.member("index", index)
            writer.key("delta")
            writer.object(write)
        }
    }

    /// Recorded: some events carry spaces before their closing brace.
    private func named(_ name: String, _ position: Int, _ write: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter(reservingCapacity: 200)
        writer.object(write)
        var json = writer.bytes
        let spaces = identifiers.chance(position + 2, below: 16)
        json.removeLast()
        json.append(contentsOf: repeatElement(0x20, count: spaces))
        json.append(0x7D)
        return EventFrame.named(name, json)
    }
}
