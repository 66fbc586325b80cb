import WhitworthDialect
import WhitworthJSON
import WhitworthModel

extension RequestWriter {
    /// A string where the client wrote one, else a list of parts.
    mutating func write(_ content: [Content], form: Message.Form) throws(Failure) {
        if form != .parts, content.isEmpty { return json.write("") }
        if form == .string, content.count == 1, case .text(let part) = content[0] {
            noteCaching(part.cache)
            return json.write(part.text)
        }
        json.beginArray()
        for part in content { try write(part) }
        json.endArray()
    }

    private mutating func write(_ content: Content) throws(Failure) {
        switch content {
        case .text(let part):
            noteCaching(part.cache)
            json.beginObject()
            json.member("type", "text")
            json.member("text", part.text)
            try writeMembers(of: part.extras)
            json.endObject()
            if part.citations?.array?.isEmpty == false {
                crossing.report(
                    .dropped, part.source?.path.appending("citations") ?? JSONPath([.key("messages")]),
                    "Chat Completions takes no citations back.")
            }
        case .refusal(let part):
            json.beginObject()
            json.member("type", "refusal")
            json.member("refusal", part.text)
            try writeMembers(of: part.extras)
            json.endObject()
        case .image(let part): try write(part)
        case .audio(let part):
            json.beginObject()
            json.member("type", "input_audio")
            json.key("input_audio")
            json.object { audio in
                audio.member("data", part.data)
                audio.member("format", part.format)
            }
            try writeMembers(of: part.extras)
            json.endObject()
        case .document(let part): try write(part)
        case .opaque(let block) where block.slug == .openai:
            json.write(block.value)
        case .opaque(let block):
            try crossing.refuse(
                block.value.path, "Chat Completions has no block of type '\(block.value["type"]?.string ?? "?")'.")
        case .toolCall, .toolResult, .reasoning:
            // Only an assistant's and a tool's message hold these, and neither comes here.
            try crossing.refuse(
                content.source?.path ?? JSONPath([.key("messages")]), "This block has no place in such a message.",
                code: .historyInvalid)
        }
    }

    private mutating func write(_ part: ImageContent) throws(Failure) {
        let url: [JSONText]
        switch part.media {
        case .url(let text): url = [text]
        case .base64(let mediaType, let data): url = DataURL(mediaType: mediaType, data: data).pieces
        case .file, .text, .content, .opaque:
            return try refuse(part.source, "Chat Completions takes images as URLs or data only.")
        }
        noteCaching(part.cache)
        json.beginObject()
        json.member("type", "image_url")
        json.key("image_url")
        json.object { image in
            image.key("url")
            image.write(joining: url)
            image.member(ifPresent: "detail", part.detail)
        }
        try writeMembers(of: part.extras)
        json.endObject()
    }

    private mutating func write(_ part: DocumentContent) throws(Failure) {
        if part.context != nil || part.citationsEnabled == true {
            return try refuse(part.source, "Chat Completions has no context or citations for a document.")
        }
        noteCaching(part.cache)
        let name: StaticString
        let value: JSONValue
        switch part.media {
        case .base64(let mediaType, let data):
            name = "file_data"
            value = .written { $0.write(DataURL(mediaType: mediaType, data: data).text) }
        case .opaque(.openai, let data):
            name = "file_data"
            value = data
        case .file(let id) where part.source?["file"] != nil:
            name = "file_id"
            value = .written { $0.write(id) }
        case .file:
            return try refuse(part.source, "A file uploaded to one provider is not known to another.")
        case .url, .text, .content, .opaque:
            return try refuse(part.source, "Chat Completions takes documents as base64 data only.")
        }
        json.beginObject()
        json.member("type", "file")
        json.key("file")
        json.object { file in
            file.member(ifPresent: "filename", part.title)
            file.member(name, value)
        }
        try writeMembers(of: part.extras)
        json.endObject()
    }

    private mutating func refuse(_ source: JSONValue?, _ message: String) throws(Failure) {
        try crossing.refuse(
            source?.path ?? JSONPath([.key("messages")]), message, code: .unsupportedModality)
    }
}
