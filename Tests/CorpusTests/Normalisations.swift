import WhitworthTestSupport

/// What reading and writing may change, each with its reason in `Normalisations.md` beside this file.
enum Normalisations {
    /// Recordings that end before their stream does.
    static let cutStreams: [String: String] = [
        "openai.chat.braintrust-py.braintrust-wrappers-test-litellm-async-streaming-with-break.1.69da54":
            "the client left",
        "openai.chat.vercel-ai.openai-chat-openai-text.0.831ce9": "recorded without its '[DONE]'",
    ]

    /// Applied to both sides of a request.
    static func request(_ tree: JSONTree, _ api: String) -> JSONTree {
        var tree = tree.withoutNulls
        if api == "openai.chat", tree["stream"] == .boolean(true) {
            // N1: usage is always asked for.
            tree["stream_options"] = .object(["include_usage": .boolean(true)])
        }
        if api == "anthropic.messages", let format = tree["output_format"] {
            // N3: the name the member had in beta.
            var config = tree["output_config"] ?? .object([:])
            config["format"] = format
            tree["output_config"] = config
            tree["output_format"] = nil
        }
        return tree
    }

    /// Applied to both sides of a whole answer.
    static func answer(_ tree: JSONTree, _ api: String) -> JSONTree {
        var tree = tree.withoutNulls
        if api == "openai.chat", let choices = tree["choices"] {
            tree["choices"] = .array(choices.elements.map(withCallsAsReason))
        }
        return tree
    }

    /// N4: an answer that makes calls ends for them.
    private static func withCallsAsReason(_ choice: JSONTree) -> JSONTree {
        var choice = choice
        let message = choice["message"] ?? choice["delta"]
        if message?["tool_calls"] != nil, choice["finish_reason"] == .string("stop") {
            choice["finish_reason"] = .string("tool_calls")
        }
        return choice
    }

    /// Applied to both sides of what a stream adds up to.
    static func streamed(_ tree: JSONTree, _ api: String) -> JSONTree {
        var tree = tree.withoutNulls
        // N2: random padding.
        if api == "openai.chat" {
            tree["obfuscation"] = nil
            if case .object(let choices)? = tree["choices"] {
                tree["choices"] = .object(choices.mapValues(withCallsAsReason))
            }
        }
        return tree
    }
}
