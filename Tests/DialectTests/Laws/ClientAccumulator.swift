import WhitworthJSON
import WhitworthTestSupport

/// Puts a stream together as the official SDKs' helpers do: shares no code with the dialects.
///
/// Chat Completions as `openai-python`'s `accumulate_delta`: strings are joined, numbers added but for `index`, lists
/// merged by `index`, and `type` replaced. Messages as `anthropic-sdk-python`'s `accumulate_event`.
enum ClientAccumulator {
    static func accumulate(_ bytes: [UInt8], of surface: Surface) throws -> JSONTree {
        let events = try Frames(bytes).documents.map { JSONTree(try JSONValue(parsing: $0.data)) }
        return (surface.isChat ? chat(events) : messages(events)).withoutNulls
    }

    // MARK: Chat Completions

    /// `{choices: [{message, finish_reason, logprobs, …}], …}`.
    private static func chat(_ chunks: [JSONTree]) -> JSONTree {
        var whole = JSONTree.object([:])
        var choices: [Int: JSONTree] = [:]
        for case .object(let chunk) in chunks {
            for choice in chunk["choices"]?.elements ?? [] {
                guard case .object(let members) = choice, case .number(let text)? = choice["index"],
                    let index = Int(text)
                else { continue }
                var known = choices[index] ?? .object([:])
                for (key, value) in members where value != .null {
                    if key == "delta" {
                        known["message"] = added(known["message"] ?? .object([:]), value)
                    } else if key == "logprobs" {
                        known[key] = added(known[key] ?? .object([:]), value)
                    } else {
                        known[key] = value
                    }
                }
                choices[index] = known
            }
            for (key, value) in chunk where key != "choices" && value != .null { whole[key] = value }
        }
        whole["choices"] = .array(choices.sorted { $0.key < $1.key }.map(\.value))
        return whole
    }

    private static func added(_ known: JSONTree, _ delta: JSONTree) -> JSONTree {
        guard case .object(var members) = known, case .object(let news) = delta else { return delta }
        for (key, value) in news {
            guard let old = members[key], old != .null, key != "index", key != "type" else {
                members[key] = value
                continue
            }
            switch (old, value) {
            case (_, .null): break
            case (.string(let left), .string(let right)): members[key] = .string(left + right)
            case (.number(let left), .number(let right)):
                members[key] = .number("\((Double(left) ?? 0) + (Double(right) ?? 0))")
            case (.object, .object): members[key] = added(old, value)
            case (.array(let left), .array(let right)): members[key] = .array(merged(left, right))
            default: members[key] = value
            }
        }
        return .object(members)
    }

    private static func merged(_ list: [JSONTree], _ news: [JSONTree]) -> [JSONTree] {
        var list = list
        for element in news {
            if let index = element["index"], let place = list.firstIndex(where: { $0["index"] == index }) {
                list[place] = added(list[place], element)
            } else {
                list.append(element)
            }
        }
        return list
    }

    // MARK: Messages

    private static func messages(_ events: [JSONTree]) -> JSONTree {
        var message = JSONTree.object([:])
        var blocks: [JSONTree] = []
        var inputs: [Int: String] = [:]
        for event in events {
            switch event["type"]?.text {
            case "message_start": message = event["message"] ?? message
            case "content_block_start": blocks.append(event["content_block"] ?? .null)
            case "content_block_delta": grow(&blocks, &inputs, by: event)
            case "message_delta":
                guard case .object(let members) = event else { break }
                for (key, value) in members where key != "type" && key != "delta" && key != "usage" {
                    message[key] = value
                }
                if case .object(let delta)? = event["delta"] { for (key, value) in delta { message[key] = value } }
                if case .object(let counts)? = event["usage"] {
                    var usage = message["usage"] ?? .object([:])
                    for (key, value) in counts { usage[key] = value }
                    message["usage"] = usage
                }
            default: break
            }
        }
        for (place, text) in inputs where !text.isEmpty {
            blocks[place]["input"] = (try? JSONValue(parsing: text)).map { JSONTree($0) }
        }
        message["content"] = .array(blocks)
        return message
    }

    private static func grow(_ blocks: inout [JSONTree], _ inputs: inout [Int: String], by event: JSONTree) {
        guard case .number(let text)? = event["index"], let place = Int(text), blocks.indices.contains(place),
            let delta = event["delta"]
        else { return }
        switch delta["type"]?.text {
        case "text_delta":
            blocks[place]["text"] = .string((blocks[place]["text"]?.text ?? "") + (delta["text"]?.text ?? ""))
        case "thinking_delta":
            blocks[place]["thinking"] = .string(
                (blocks[place]["thinking"]?.text ?? "") + (delta["thinking"]?.text ?? ""))
        case "signature_delta": blocks[place]["signature"] = delta["signature"]
        case "input_json_delta": inputs[place, default: ""] += delta["partial_json"]?.text ?? ""
        case "citations_delta":
            blocks[place]["citations"] = .array(
                (blocks[place]["citations"]?.elements ?? []) + [delta["citation"] ?? .null])
        default: break
        }
    }
}
