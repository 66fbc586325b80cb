import WhitworthJSON

extension AnthropicRequestRules {
    private static let inputTags = [
        "container_upload", "document", "image", "search_result", "text", "tool_result",
    ]

    /// A block of what the user says.
    mutating func checkInput(_ block: JSONValue, at path: String, role: String) throws(AnthropicRefusal) {
        guard block.kind == .object else { throw .type(path, "dictionary") }
        guard let type = block["type"]?.string else { throw .missing(path + ".type") }
        switch type {
        case "text":
            if version == Self.withoutSampling, block["citations"]?.array?.isEmpty == false {
                // Refused since 2026-10-21; UNCONFIRMED wording.
                throw .extra(path + ".text.citations")
            }
            let text = try checkText(block, at: path)
            if text.allSatisfy(\.isWhitespace) {
                // Reported; recorded that the assistant's own may be blank.
                throw AnthropicRefusal("messages: text content blocks must contain non-whitespace text")
            }
            if role == "user" { request.turn.texts.append(text) }
        case "image": try checkImage(block, at: path + ".image")
        case "document": try checkDocument(block, at: path + ".document")
        case "tool_result": try checkToolResult(block, at: path + ".tool_result")
        case "search_result", "container_upload", "browser_state":
            add(block, tokens: TokenCount.document, cached: try lifetime(of: block, at: path))
        case "tool_addition", "tool_removal":
            // Recorded within `system` messages.
            guard role == "system" else { throw .tag(path, type, Self.inputTags) }
            add(block, tokens: TokenCount.prompt(bytes: block.raw.count), cached: nil)
        case "tool_use", "thinking", "redacted_thinking", "server_tool_use":
            // UNCONFIRMED wording.
            throw AnthropicRefusal("\(path): `\(type)` blocks can only be in `assistant` messages")
        default: throw .tag(path, type, Self.inputTags)
        }
    }

    /// A block of what the assistant said.
    ///
    /// - Returns: the id, when it is a tool call.
    mutating func checkOutput(_ block: JSONValue, at path: String) throws(AnthropicRefusal) -> String? {
        guard block.kind == .object else { throw .type(path, "dictionary") }
        guard let type = block["type"]?.string else { throw .missing(path + ".type") }
        switch type {
        case "text": _ = try checkText(block, at: path)
        case "thinking": try checkThinkingBlock(block, at: path)
        case "redacted_thinking":
            let fields = try AnthropicFields(block, at: path + ".redacted_thinking", known: ["type", "data"])
            guard Signatures.isValidRedacted(try fields.requiredString("data")) else {
                // UNCONFIRMED wording, after that for `thinking`.
                throw AnthropicRefusal("\(path): Invalid `data` in `redacted_thinking` block")
            }
            add(block, tokens: 0, cached: nil)
        case "tool_use":
            let fields = try AnthropicFields(
                block, at: path + ".tool_use",
                known: ["type", "id", "name", "input", "cache_control", "caller", "toolset_name"])
            let id = try fields.requiredString("id")
            // Reported.
            let isGood = id.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x5F
                    || $0 == 0x2D
            }
            guard isGood, !id.isEmpty else {
                throw AnthropicRefusal("\(path).tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'")
            }
            _ = try fields.requiredString("name")
            guard try fields.required("input").kind == .object else {
                throw .type(path + ".tool_use.input", "dictionary")
            }
            add(block, tokens: TokenCount.prompt(bytes: block.raw.count), cached: try lifetime(of: block, at: path))
            return id
        case "document" where version != Self.withoutSampling: try checkDocument(block, at: path + ".document")
        case "image", "tool_result":
            // UNCONFIRMED wording.
            throw AnthropicRefusal("\(path): `\(type)` blocks can only be in `user` messages")
        default:
            // Server tools and what they returned are carried and counted, not looked into.
            let isCarried =
                type.hasSuffix("_tool_result") || type == "mcp_tool_use" || type == "compaction" || type == "fallback"
                || type == "server_tool_use"
            guard isCarried else {
                throw .tag(path, type, ["redacted_thinking", "server_tool_use", "text", "thinking", "tool_use"])
            }
            add(block, tokens: TokenCount.prompt(bytes: block.raw.count), cached: try lifetime(of: block, at: path))
        }
        return nil
    }

    private mutating func checkThinkingBlock(_ block: JSONValue, at path: String) throws(AnthropicRefusal) {
        let fields = try AnthropicFields(block, at: path + ".thinking", known: ["type", "thinking", "signature"])
        let signature = try fields.requiredString("signature")
        let text = try fields.requiredString("thinking")
        guard Signatures.isValid(signature, for: text) else {
            throw AnthropicRefusal("\(path): Invalid `signature` in `thinking` block")
        }
        add(block, tokens: TokenCount.prompt(bytes: text.utf8.count), cached: nil)
    }

    /// - Returns: the text.
    mutating func checkText(_ block: JSONValue, at path: String) throws(AnthropicRefusal) -> String {
        let fields = try AnthropicFields(
            block, at: path + ".text", known: ["type", "text", "cache_control", "citations"])
        let text = try fields.requiredString("text")
        // Reported.
        if text.isEmpty { throw AnthropicRefusal("messages: text content blocks must be non-empty") }
        add(block, tokens: TokenCount.prompt(bytes: text.utf8.count), cached: try lifetime(of: block, at: path))
        return text
    }

    // MARK: Sources

    private mutating func checkImage(_ block: JSONValue, at path: String) throws(AnthropicRefusal) {
        let fields = try AnthropicFields(
            block, at: path, known: ["type", "source", "cache_control", "transformations"])
        let source = try fields.required("source")
        guard let type = source["type"]?.string else { throw .missing(path + ".source.type") }
        let place = path + ".source." + type
        switch type {
        case "base64":
            let inner = try AnthropicFields(source, at: place, known: ["type", "media_type", "data"])
            _ = try inner.required("media_type")
            _ = try inner.choice("media_type", among: ["image/jpeg", "image/png", "image/gif", "image/webp"])
            try checkBase64(inner, at: place)
        case "url":
            _ = try AnthropicFields(source, at: place, known: ["type", "url"]).requiredString("url")
        case "file":
            _ = try AnthropicFields(source, at: place, known: ["type", "file_id"]).requiredString("file_id")
        default: throw .tag(path + ".source", type, ["base64", "url", "file"])
        }
        request.turn.images += 1
        add(block, tokens: TokenCount.image, cached: try lifetime(of: block, at: path))
    }

    private func checkBase64(_ fields: AnthropicFields, at path: String) throws(AnthropicRefusal) {
        guard let data = try fields.required("data").text else { throw .type(path + ".data", "string") }
        // UNCONFIRMED wording.
        guard Base64.isValid(data.escaped) else { throw AnthropicRefusal("\(path): invalid base64 data") }
    }

    private mutating func checkDocument(_ block: JSONValue, at path: String) throws(AnthropicRefusal) {
        let fields = try AnthropicFields(
            block, at: path, known: ["type", "source", "title", "context", "citations", "cache_control"])
        let source = try fields.required("source")
        guard let type = source["type"]?.string else { throw .missing(path + ".source.type") }
        let place = path + ".source." + type
        var text = ""
        var location = MessagesRequest.Source.Location.pages
        switch type {
        case "base64":
            let inner = try AnthropicFields(source, at: place, known: ["type", "media_type", "data"])
            _ = try inner.required("media_type")
            _ = try inner.choice("media_type", among: ["application/pdf"])
            try checkBase64(inner, at: place)
        case "text":
            let inner = try AnthropicFields(source, at: place, known: ["type", "media_type", "data"])
            _ = try inner.required("media_type")
            _ = try inner.choice("media_type", among: ["text/plain"])
            text = try inner.requiredString("data")
            location = .characters
        case "content":
            let content = try AnthropicFields(source, at: place, known: ["type", "content"]).required("content")
            text = content.string ?? content.array?.compactMap { $0["text"]?.string }.joined() ?? ""
            location = .blocks
        case "url":
            _ = try AnthropicFields(source, at: place, known: ["type", "url"]).requiredString("url")
        case "file":
            _ = try AnthropicFields(source, at: place, known: ["type", "file_id"]).requiredString("file_id")
        default: throw .tag(path + ".source", type, ["base64", "text", "content", "url", "file"])
        }
        if let citations = fields.value("citations") {
            let inner = try AnthropicFields(citations, at: path + ".citations", known: ["enabled"])
            if try inner.bool("enabled") == true {
                request.sources.append(
                    .init(
                        index: request.turn.documents, title: try fields.string("title"), text: text, location: location
                    ))
            }
        }
        request.turn.documents += 1
        add(
            block, tokens: text.isEmpty ? TokenCount.document : TokenCount.prompt(bytes: text.utf8.count),
            cached: try lifetime(of: block, at: path))
    }

    private mutating func checkToolResult(_ block: JSONValue, at path: String) throws(AnthropicRefusal) {
        let fields = try AnthropicFields(
            block, at: path, known: ["type", "tool_use_id", "content", "is_error", "cache_control", "toolset_name"])
        _ = try fields.requiredString("tool_use_id")
        _ = try fields.bool("is_error")
        let before = request.turn.texts
        var result = ""
        if let content = fields.value("content") {
            if let text = content.string {
                result = text
                request.tokens += TokenCount.prompt(bytes: text.utf8.count)
            } else if let parts = content.array {
                for (index, part) in parts.enumerated() {
                    let place = "\(path).content.\(index)"
                    let type = part["type"]?.string ?? ""
                    switch type {
                    case "text": result += (result.isEmpty ? "" : "\n") + (try checkText(part, at: place))
                    case "image": try checkImage(part, at: place + ".image")
                    case "document": try checkDocument(part, at: place + ".document")
                    case "search_result", "tool_reference": request.tokens += TokenCount.document
                    default: throw .tag(place, type, ["document", "image", "search_result", "text", "tool_reference"])
                    }
                }
            } else {
                throw .type(path + ".content", "list")
            }
        }
        request.turn.texts = before
        request.turn.toolResults.append(result)
        add(block, tokens: 0, cached: try lifetime(of: block, at: path))
    }
}
