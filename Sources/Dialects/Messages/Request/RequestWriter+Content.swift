import WhitworthDialect
import WhitworthJSON
import WhitworthModel

extension RequestWriter {
    mutating func write(_ content: Content) throws(Failure) {
        switch content {
        case .text(let block):
            json.beginObject()
            json.member("type", "text")
            json.member("text", block.text)
            json.member(ifPresent: "citations", block.citations)
            write(cache: block.cache)
            try writeMembers(of: block.extras)
            json.endObject()
        case .image(let block): try write(block)
        case .document(let block): try write(block)
        case .reasoning(let block): try write(block)
        case .toolCall(let call): try write(call)
        case .toolResult(let result): try write(result)
        case .refusal(let block):
            json.beginObject()
            json.member("type", "text")
            json.member("text", block.text)
            try writeMembers(of: block.extras)
            json.endObject()
            crossing.report(
                .approximated, place(block.source), "A refusal of an earlier turn became plain text.")
        case .audio(let block):
            try crossing.refuse(place(block.source), "Messages takes no audio.", code: .unsupportedModality)
        case .opaque(let block) where block.slug == .anthropic:
            json.write(block.value)
        case .opaque(let block):
            try crossing.refuse(
                block.value.path, "Messages has no block of type '\(block.value["type"]?.string ?? "?")'.")
        }
    }

    private func place(_ source: JSONValue?) -> JSONPath { source?.path ?? JSONPath([.key("messages")]) }

    private mutating func write(_ block: ImageContent) throws(Failure) {
        switch block.media {
        case .url(let url) where url.hasPrefix("data:") && block.source?["image_url"] != nil:
            return try crossing.refuse(
                place(block.source).appending("image_url").appending("url"),
                "Messages takes an image in a data URL only as 'data:<media type>;base64,<data>'.", code: .invalidMedia)
        case .url, .base64, .file, .opaque(.anthropic, _): break
        case .text, .content, .opaque:
            return try crossing.refuse(place(block.source), "This is no image.", code: .invalidMedia)
        }
        json.beginObject()
        json.member("type", "image")
        try writeSource(block.media)
        write(cache: block.cache)
        try writeMembers(of: block.extras)
        json.endObject()
        if block.detail != nil {
            crossing.report(
                .dropped, place(block.source).appending("image_url").appending("detail"),
                "Messages has no detail of an image.")
        }
    }

    private mutating func write(_ block: DocumentContent) throws(Failure) {
        switch block.media {
        case .file where block.source?["file"] != nil:
            return try crossing.refuse(
                place(block.source), "A file uploaded to one provider is not known to another.",
                code: .unsupportedModality)
        case .base64(let mediaType, _) where !(mediaType == ("application/pdf" as StaticString)):
            return try crossing.refuse(
                place(block.source), "Messages takes documents in base64 only as PDF, not as '\(mediaType)'.",
                code: .unsupportedModality)
        case .opaque(let slug, _) where slug != .anthropic:
            return try crossing.refuse(
                place(block.source), "Messages takes file data as a data URL only.", code: .unsupportedModality)
        case .url, .base64, .file, .text, .content, .opaque: break
        }
        json.beginObject()
        json.member("type", "document")
        try writeSource(block.media)
        json.member(ifPresent: "title", block.title)
        json.member(ifPresent: "context", block.context)
        if let enabled = block.citationsEnabled {
            json.key("citations")
            json.object { $0.member("enabled", enabled) }
        }
        write(cache: block.cache)
        try writeMembers(of: block.extras)
        json.endObject()
    }

    private mutating func writeSource(_ media: MediaSource) throws(Failure) {
        json.key("source")
        if case .opaque(_, let value) = media { return json.write(value) }
        json.beginObject()
        switch media {
        case .url(let url):
            json.member("type", "url")
            json.member("url", url)
        case .base64(let mediaType, let data):
            json.member("type", "base64")
            json.member("media_type", mediaType)
            json.member("data", data)
        case .file(let id):
            json.member("type", "file")
            json.member("file_id", id)
        case .text(let text, let mediaType):
            json.member("type", "text")
            json.member("media_type", mediaType)
            json.member("data", text)
        case .content(let content, let form):
            json.member("type", "content")
            json.key("content")
            try write(content, form: form)
        case .opaque: break
        }
        json.endObject()
    }

    /// Only what Anthropic signed or sealed goes back to it; anything else it would refuse.
    private mutating func write(_ block: ReasoningContent) throws(Failure) {
        let isNative = block.source?["thinking"] != nil
        guard block.origin == .anthropic, isNative || block.signature != nil || block.sealed != nil else {
            crossing.report(
                .dropped, place(block.source), "Messages takes no thinking back that it has not signed.")
            return
        }
        json.beginObject()
        if let sealed = block.sealed {
            json.member("type", "redacted_thinking")
            json.member("data", sealed)
        } else {
            json.member("type", "thinking")
            json.member("thinking", block.text ?? "")
            json.member(ifPresent: "signature", block.signature)
        }
        try writeMembers(of: block.extras)
        json.endObject()
    }

    private mutating func write(_ call: ToolCall) throws(Failure) {
        let input: JSONValue
        do throws(JSONError) {
            input = try call.arguments.parsed()
        } catch {
            throw Failure(
                .invalidParameter,
                "The arguments of the call '\(call.id)' are not JSON, as Messages requires: \(error).",
                param: call.source?.path)
        }
        guard input.object != nil else {
            throw Failure(
                .invalidParameter, "The arguments of the call '\(call.id)' are not an object, as Messages requires.",
                param: call.source?.path)
        }
        json.beginObject()
        json.member("type", "tool_use")
        json.member("id", callIDs.legal(call.id))
        json.member("name", call.name)
        json.member("input", input)
        write(cache: call.cache)
        try writeMembers(of: call.extras)
        json.endObject()
    }

    private mutating func write(_ result: ToolResult) throws(Failure) {
        json.beginObject()
        json.member("type", "tool_result")
        json.member("tool_use_id", callIDs.legal(result.callID))
        if result.form != .absent {
            json.key("content")
            try write(result.content, form: result.form)
        }
        json.member(ifPresent: "is_error", result.isError)
        write(cache: result.cache)
        try writeMembers(of: result.extras)
        json.endObject()
    }

    private mutating func write(_ content: [Content], form: Message.Form) throws(Failure) {
        if form == .string, content.count == 1, case .text(let text) = content[0] { return json.write(text.text) }
        json.beginArray()
        for block in content { try write(block) }
        json.endArray()
    }
}
