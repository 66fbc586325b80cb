import WhitworthJSON
import WhitworthTestSupport

/// Puts a stream's frames together as a client would, by the wire documents alone: shares no code with the dialects.
enum WireAccumulator {
    struct Malformed: Error {
        var line: String
    }

    static func accumulate(_ bytes: [UInt8], _ api: String) throws -> JSONTree {
        let frames = try frames(bytes)
        let tree = api == "openai.chat" ? chat(frames) : messages(frames)
        return Normalisations.streamed(tree, api)
    }

    /// The `data` of each frame, in the plain form all recordings have.
    private static func frames(_ bytes: [UInt8]) throws -> [JSONTree] {
        try bytes.split(separator: 0x0A).compactMap { line in
            let line = line.last == 0x0D ? line.dropLast() : line
            guard line.starts(with: Array("data:".utf8)) else { return nil }
            let data = Array(line.dropFirst(5))
            if String(decoding: data, as: UTF8.self).contains("[DONE]"), data.count < 10 { return .string("[DONE]") }
            guard let value = try? JSONValue(parsing: data) else {
                throw Malformed(line: String(decoding: line.prefix(80), as: UTF8.self))
            }
            return JSONTree(value)
        }
    }

    /// Chunks merged: strings under `delta` joined, lists merged by `index`, all else the last non-null value.
    private static func chat(_ frames: [JSONTree]) -> JSONTree {
        var whole = JSONTree.object([:])
        var choices: [String: JSONTree] = [:]
        for case .object(var chunk) in frames {
            for choice in chunk.removeValue(forKey: "choices")?.elements ?? [] {
                let key = choice["index"].map { "\($0)" } ?? ""
                choices[key] = merge(choices[key] ?? .object([:]), choice, joins: false)
            }
            whole = merge(whole, .object(chunk), joins: false)
        }
        if frames.last == .string("[DONE]") { whole["done"] = .boolean(true) }
        whole["choices"] = .object(choices)
        return whole
    }

    private static func merge(_ left: JSONTree, _ right: JSONTree, joins: Bool) -> JSONTree {
        switch (left, right) {
        case (.object(var members), .object(let others)):
            for (key, value) in others {
                // Inside `delta` texts grow; a call's id, name and kind are said once, and so is the role.
                let joins = joins && !["id", "type", "role", "name", "format"].contains(key) || key == "delta"
                members[key] = members[key].map { merge($0, value, joins: joins) } ?? value
            }
            return .object(members)
        case (.array(var elements), .array(let others)):
            for other in others {
                if let index = other["index"], let place = elements.firstIndex(where: { $0["index"] == index }) {
                    elements[place] = merge(elements[place], other, joins: joins)
                } else {
                    elements.append(other)
                }
            }
            return .array(elements)
        case (.string(let text), .string(let other)) where joins: return .string(text + other)
        case (_, .null): return left
        default: return right
        }
    }

    /// Blocks grown by their deltas, the message with what its last delta said.
    private static func messages(_ frames: [JSONTree]) -> JSONTree {
        var message = JSONTree.object([:])
        var blocks: [String: JSONTree] = [:]
        for frame in frames {
            let key = frame["index"].map { "\($0)" } ?? ""
            switch frame["type"]?.text {
            case "message_start": message = frame["message"] ?? message
            case "content_block_start": blocks[key] = frame["content_block"]
            case "content_block_delta": blocks[key] = grow(blocks[key] ?? .object([:]), by: frame["delta"] ?? .null)
            case "content_block_stop": blocks[key]?["stopped"] = .boolean(true)
            case "message_delta":
                if case .object(let delta)? = frame["delta"] {
                    for (name, value) in delta { message[name] = value }
                }
                if case .object(let usage)? = frame["usage"] {
                    var all = message["usage"] ?? .object([:])
                    for (name, value) in usage { all[name] = value }
                    message["usage"] = all
                }
                if case .object(let members) = frame {
                    for (name, value) in members where !["type", "delta", "usage"].contains(name) {
                        message[name] = value
                    }
                }
            case "message_stop": message["stopped"] = .boolean(true)
            default: break
            }
        }
        message["content"] = .object(blocks)
        return message
    }

    private static func grow(_ block: JSONTree, by delta: JSONTree) -> JSONTree {
        var block = block
        func append(_ name: String, _ text: JSONTree?) {
            block[name] = .string((block[name]?.text ?? "") + (text?.text ?? ""))
        }
        switch delta["type"]?.text {
        case "text_delta": append("text", delta["text"])
        case "thinking_delta": append("thinking", delta["thinking"])
        case "signature_delta": append("signature", delta["signature"])
        case "input_json_delta": append("partial_json", delta["partial_json"])
        case "citations_delta":
            block["citations"] = .array((block["citations"]?.elements ?? []) + [delta["citation"] ?? .null])
        default:
            block["deltas"] = .array((block["deltas"]?.elements ?? []) + [delta])
        }
        return block
    }
}
