import WhitworthJSON

extension OpenAIRequestRules {
    private static let roles = ["system", "assistant", "user", "function", "tool", "developer"]

    mutating func checkMessages() throws(OpenAIRefusal) {
        guard let value = fields.value("messages") else { throw .missing("messages") }
        guard let list = value.array else { throw .type("messages", expected: "an array of objects", got: value) }
        guard !list.isEmpty else { throw .emptyArray("messages") }
        var hash = StableHash()
        if let tools = fields.value("tools") { hash.combine(tools.raw) }
        // Calls still without a result, and where the assistant made them.
        var open: [String] = []
        var answerable: Set<String> = []
        for (position, message) in list.enumerated() {
            let path = "messages[\(position)]"
            guard message.kind == .object else { throw .type(path, expected: "an object", got: message) }
            guard let role = message["role"], !role.isNull else { throw .missing(path + ".role") }
            guard let role = role.string else { throw .type(path + ".role", expected: "a string", got: role) }
            guard Self.roles.contains(role) else { throw .value(path + ".role", role, among: Self.roles) }
            if role != "tool", !open.isEmpty { throw Self.unanswered(open, before: position) }
            request.turn.messages += 1
            request.promptTokens += TokenCount.perMessage
            switch role {
            case "assistant":
                open = try checkAssistant(message, at: path)
                answerable = Set(open)
                request.turn.texts = []
                request.turn.toolResults = []
            case "tool":
                let fields = try OpenAIFields(message, at: path, known: ["role", "content", "tool_call_id", "name"])
                let id = try fields.requiredString("tool_call_id")
                guard answerable.contains(id) else {
                    // Reported; the spelling is theirs.
                    throw OpenAIRefusal(
                        message:
                            "Invalid parameter: messages with role 'tool' must be a response to a preceeding message "
                            + "with 'tool_calls'.",
                        param: "messages.[\(position)].role")
                }
                open.removeAll { $0 == id }
                request.turn.toolResults.append(try checkToolContent(fields))
            case "function":
                let fields = try OpenAIFields(message, at: path, known: ["role", "content", "name"])
                _ = try fields.requiredString("name")
                request.turn.toolResults.append(try fields.string("content") ?? "")
            default:
                answerable = []
                let fields = try OpenAIFields(message, at: path, known: ["role", "content", "name"])
                _ = try fields.string("name")
                let text = try checkContent(fields, isUser: role == "user")
                if role == "user" { request.turn.texts.append(text) }
            }
            hash.combine(message.raw)
            request.prefixes.append((hash.value, request.promptTokens))
        }
        if !open.isEmpty { throw Self.unanswered(open, before: request.turn.messages) }
    }

    /// Reported words; `param` as reported, with the point that it has.
    private static func unanswered(_ ids: [String], before position: Int) -> OpenAIRefusal {
        OpenAIRefusal(
            message: "An assistant message with 'tool_calls' must be followed by tool messages responding to each "
                + "'tool_call_id'. The following tool_call_ids did not have response messages: "
                + ids.joined(separator: ", "),
            param: "messages.[\(position)].role")
    }

    // MARK: Content

    /// - Returns: the text of the parts.
    private mutating func checkContent(_ fields: OpenAIFields, isUser: Bool) throws(OpenAIRefusal) -> String {
        let content = try fields.required("content")
        let path = fields.place("content")
        if let text = content.text {
            request.promptTokens += TokenCount.prompt(bytes: text.escaped.count)
            return isUser ? text.string : ""
        }
        guard let parts = content.array else {
            throw .type(path, expected: "one of a string or array of objects", got: content)
        }
        guard !parts.isEmpty else { throw .emptyArray(path) }
        var texts: [String] = []
        for (position, part) in parts.enumerated() {
            let path = "\(path)[\(position)]"
            guard let type = part["type"]?.string else { throw .missing(path + ".type") }
            switch type {
            case "text": texts.append(try checkText(part, at: path))
            case "image_url" where isUser: try checkImage(part, at: path)
            case "file" where isUser: try checkFile(part, at: path)
            case "input_audio" where isUser:
                // Recorded: what a model that does not hear says, and none of the simulated ones does.
                throw Self.notTextOrImage(fields.path)
            default:
                let allowed = isUser ? ["text", "image_url", "input_audio", "refusal", "audio", "file"] : ["text"]
                throw .value(path + ".type", type, among: allowed)
            }
        }
        return texts.joined(separator: "\n")
    }

    private mutating func checkText(_ part: JSONValue, at path: String) throws(OpenAIRefusal) -> String {
        let fields = try OpenAIFields(part, at: path, known: ["type", "text", "prompt_cache_breakpoint"])
        let text = try fields.requiredString("text")
        request.promptTokens += TokenCount.prompt(bytes: text.utf8.count)
        return text
    }

    private mutating func checkImage(_ part: JSONValue, at path: String) throws(OpenAIRefusal) {
        let fields = try OpenAIFields(part, at: path, known: ["type", "image_url", "prompt_cache_breakpoint"])
        let inner = try OpenAIFields(
            try fields.required("image_url"), at: path + ".image_url", known: ["url", "detail"])
        _ = try inner.choice("detail", among: ["auto", "low", "high", "original"])
        let url = try inner.required("url")
        guard let text = url.text else { throw .type(inner.place("url"), expected: "a string", got: url) }
        request.turn.images += 1
        request.promptTokens += TokenCount.image
        let bytes = text.escaped
        if bytes.starts(with: "data:".utf8) {
            let formats = ["image/png", "image/jpeg", "image/gif", "image/webp"]
            guard
                let prefix = formats.map({ "data:\($0);base64,".utf8 }).first(where: { bytes.starts(with: $0) }),
                Base64.isValid(bytes.dropFirst(prefix.count))
            else { throw .imageFormat }
            return
        }
        let string = text.string
        guard string.hasPrefix("https://") || string.hasPrefix("http://") else {
            // UNCONFIRMED wording.
            throw OpenAIRefusal(
                message:
                    "Invalid '\(inner.place("url"))'. Expected a valid URL, but got a value with an invalid format.",
                param: inner.place("url"), code: "invalid_value")
        }
        // Nothing is fetched. Hosts under .invalid (RFC 6761) stand for those that cannot be.
        let host = string.drop { $0 != "/" }.dropFirst(2).prefix { $0 != "/" && $0 != ":" }
        if host.hasSuffix(".invalid") { throw .imageDownload(string) }
    }

    private mutating func checkFile(_ part: JSONValue, at path: String) throws(OpenAIRefusal) {
        let fields = try OpenAIFields(part, at: path, known: ["type", "file", "prompt_cache_breakpoint"])
        let inner = try OpenAIFields(
            try fields.required("file"), at: path + ".file", known: ["file_data", "file_id", "filename"])
        let data = try inner.string("file_data")
        if data == nil, try inner.string("file_id") == nil { throw .missing(path + ".file.file_id") }
        if let data {
            guard try inner.string("filename") != nil else { throw .missing(path + ".file.filename") }
            let prefix = "data:application/pdf;base64,"
            guard data.hasPrefix(prefix), Base64.isValid(data.utf8.dropFirst(prefix.utf8.count)) else {
                // The words recorded on /v1/responses; UNCONFIRMED here.
                let type = data.hasPrefix("data:") ? String(data.dropFirst(5).prefix { $0 != ";" && $0 != "," }) : ""
                throw OpenAIRefusal(
                    message:
                        "Invalid file data: '\(path).file.file_data'. Expected a base64-encoded data URL with a valid "
                        + "file MIME type (e.g. 'data:application/pdf;base64,SGVsbG8sIFdvcmxkIQ=='), but got "
                        + "unsupported "
                        + "MIME type '\(type)'.",
                    param: path + ".file.file_data", code: "invalid_value")
            }
        }
        request.turn.documents += 1
        request.promptTokens += TokenCount.document
    }

    private static func notTextOrImage(_ path: String) -> OpenAIRefusal {
        OpenAIRefusal(
            message: "Invalid '\(path)'. Content blocks are expected to be either text or image_url type.", param: path,
            code: "invalid_value")
    }

    /// Text only (recorded: anything else is a 400 that names the whole message).
    private mutating func checkToolContent(_ fields: OpenAIFields) throws(OpenAIRefusal) -> String {
        let content = try fields.required("content")
        if let text = content.string {
            request.promptTokens += TokenCount.prompt(bytes: text.utf8.count)
            return text
        }
        guard let parts = content.array else {
            throw .type(fields.place("content"), expected: "one of a string or array of objects", got: content)
        }
        var texts: [String] = []
        for (index, part) in parts.enumerated() {
            guard part["type"]?.string == "text" else {
                throw Self.notTextOrImage(fields.path)
            }
            texts.append(try checkText(part, at: fields.place("content[\(index)]")))
        }
        return texts.joined(separator: "\n")
    }

    // MARK: Assistant

    /// - Returns: the ids of its tool calls.
    private mutating func checkAssistant(_ message: JSONValue, at path: String) throws(OpenAIRefusal) -> [String] {
        let fields = try OpenAIFields(
            message, at: path,
            // `annotations` is in every answer and clients send it back; the real one takes it (recorded).
            known: ["role", "content", "name", "refusal", "audio", "tool_calls", "function_call", "annotations"])
        _ = try fields.string("refusal")
        let calls = try fields.array("tool_calls")
        if calls?.isEmpty == true { throw .emptyArray(path + ".tool_calls") }
        if fields.value("content") == nil, calls == nil, fields.value("function_call") == nil,
            fields.value("refusal") == nil, fields.value("audio") == nil
        {
            // UNCONFIRMED wording.
            throw OpenAIRefusal(
                message: "Invalid value for 'content': expected a string, got null.", param: path + ".content")
        }
        if let content = fields.value("content") {
            if let text = content.text {
                request.promptTokens += TokenCount.prompt(bytes: text.escaped.count)
            } else if let parts = content.array {
                for (position, part) in parts.enumerated() {
                    let path = "\(path).content[\(position)]"
                    switch part["type"]?.string {
                    case "text": _ = try checkText(part, at: path)
                    case "refusal":
                        _ = try OpenAIFields(part, at: path, known: ["type", "refusal"]).requiredString("refusal")
                    case let type:
                        throw .value(path + ".type", type ?? "null", among: ["text", "refusal"])
                    }
                }
            } else {
                throw .type(path + ".content", expected: "one of a string or array of objects", got: content)
            }
        }
        var ids: [String] = []
        for (position, call) in (calls ?? []).enumerated() {
            ids.append(try checkCall(call, at: "\(path).tool_calls[\(position)]"))
        }
        return ids
    }

    private mutating func checkCall(_ call: JSONValue, at path: String) throws(OpenAIRefusal) -> String {
        let fields = try OpenAIFields(call, at: path, known: ["id", "type", "function", "custom"])
        let id = try fields.requiredString("id")
        guard let type = try fields.choice("type", among: ["function", "custom"]) else {
            throw .missing(path + ".type")
        }
        let isFunction = type == "function"
        let inner = try OpenAIFields(
            try fields.required(isFunction ? "function" : "custom"), at: path + "." + type,
            known: isFunction ? ["name", "arguments"] : ["name", "input"])
        let name = try inner.requiredString("name")
        let arguments = try inner.requiredString(isFunction ? "arguments" : "input")
        request.promptTokens += TokenCount.prompt(bytes: name.utf8.count + arguments.utf8.count)
        return id
    }
}
