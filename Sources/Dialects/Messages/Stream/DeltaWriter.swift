import WhitworthEventStreams
import WhitworthJSON
import WhitworthModel

/// The growth of a block.
enum DeltaWriter {
    /// - Parameter isThinking: whether the block grows by thinking rather than by text.
    static func write(_ delta: BlockDelta, block index: Int, isThinking: Bool, into bytes: inout [UInt8]) {
        StreamWriter.frame("content_block_delta", into: &bytes) { json in
            json.member("index", index)
            json.key("delta")
            switch delta {
            case .text(let text) where isThinking: write("thinking_delta", "thinking", text, to: &json)
            case .text(let text): write("text_delta", "text", text, to: &json)
            case .arguments(let text): write("input_json_delta", "partial_json", text, to: &json)
            case .signature(let text): write("signature_delta", "signature", text, to: &json)
            case .citation(let value):
                json.object { object in
                    object.member("type", "citations_delta")
                    object.member("citation", value)
                }
            case .opaque(_, let value): json.write(value)
            }
        }
    }

    private static func write(
        _ type: StaticString, _ name: StaticString, _ text: JSONText, to json: inout JSONWriter
    ) {
        json.object { object in
            object.key("type")
            object.write(plain: type)
            object.member(name, text)
        }
    }
}
