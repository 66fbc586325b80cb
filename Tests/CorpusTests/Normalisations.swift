import WhitworthTestSupport

/// What reading and writing may change, each with its reason in `Normalisations.md` beside this file.
enum Normalisations {
    /// Recordings that end before their stream does.
    static let cutStreams: [String: String] = [:]

    /// Applied to both sides of a request.
    static func request(_ tree: JSONTree, _ api: String) -> JSONTree {
        var tree = tree.withoutNulls
        if api == "openai.chat", tree["stream"] == .boolean(true) {
            // N1: usage is always asked for.
            tree["stream_options"] = .object(["include_usage": .boolean(true)])
        }
        return tree
    }

    /// Applied to both sides of a whole answer.
    static func answer(_ tree: JSONTree, _ api: String) -> JSONTree {
        tree.withoutNulls
    }

    /// Applied to both sides of what a stream adds up to.
    static func streamed(_ tree: JSONTree, _ api: String) -> JSONTree {
        var tree = tree.withoutNulls
        // N2: random padding.
        if api == "openai.chat" { tree["obfuscation"] = nil }
        return tree
    }
}
