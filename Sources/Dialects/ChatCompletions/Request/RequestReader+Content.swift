import WhitworthDialect
import WhitworthJSON
import WhitworthModel

extension RequestReader {
    /// A string, or a list of parts.
    mutating func content(_ value: JSONValue) throws(Failure) -> [Content] {
        if let text = value.text {
            var content = TextContent(text)
            content.source = value
            return [.text(content)]
        }
        guard let array = value.array else { throw value.mistyped("a string or an array of parts") }
        var parts: [Content] = []
        for element in array { parts.append(try part(element)) }
        return parts
    }

    private mutating func part(_ value: JSONValue) throws(Failure) -> Content {
        let type = try value.requiredMember("type")
        switch try type.requiredText() {
        case "text":
            var part = TextContent(try value.requiredMember("text").requiredText())
            part.source = value
            part.cache = try rest(of: value, but: "text", into: &part.extras)
            return .text(part)
        case "refusal":
            var part = RefusalContent(try value.requiredMember("refusal").requiredText())
            part.source = value
            _ = try rest(of: value, but: "refusal", into: &part.extras)
            return .refusal(part)
        case "image_url":
            let image = try value.requiredMember("image_url")
            let url = try image.requiredMember("url").requiredText()
            var part = ImageContent(DataURL(url).map { .base64(mediaType: $0.mediaType, data: $0.data) } ?? .url(url))
            part.source = value
            for (key, member) in try image.requiredObject() where !member.isNull {
                switch key {
                case "url": break
                case "detail": part.detail = try member.requiredText()
                default: try unfamiliar.take(key, member, into: &part.extras)
                }
            }
            part.cache = try rest(of: value, but: "image_url", into: &part.extras)
            return .image(part)
        case "input_audio":
            let audio = try value.requiredMember("input_audio")
            try unfamiliar.check(audio, knowing: "data", "format")
            var part = AudioContent(
                data: try audio.requiredMember("data").requiredText(),
                format: try audio.requiredMember("format").requiredText())
            part.source = value
            _ = try rest(of: value, but: "input_audio", into: &part.extras)
            return .audio(part)
        case "file":
            return .document(try file(value))
        default:
            if unfamiliar.keepsUnknown { return .opaque(OpaqueContent(slug: .openai, value: value)) }
            throw type.notAllowed(["text", "image_url", "input_audio", "file", "refusal"])
        }
    }

    private mutating func file(_ value: JSONValue) throws(Failure) -> DocumentContent {
        let file = try value.requiredMember("file")
        try unfamiliar.check(file, knowing: "file_id", "file_data", "filename")
        let media: MediaSource
        if let id = file["file_id"], !id.isNull {
            media = .file(id: try id.requiredText())
        } else {
            let data = try file.requiredMember("file_data")
            let text = try data.requiredText()
            media = DataURL(text).map { .base64(mediaType: $0.mediaType, data: $0.data) } ?? .opaque(.openai, data)
        }
        var part = DocumentContent(media)
        part.source = value
        if let name = file["filename"], !name.isNull { part.title = try name.requiredText() }
        part.cache = try rest(of: value, but: "file", into: &part.extras)
        return part
    }

    /// The members of a part beside its type and its own.
    private mutating func rest(
        of value: JSONValue, but name: StaticString, into extras: inout Extras
    ) throws(Failure) -> CacheMark? {
        var cache: CacheMark?
        for (key, member) in try value.requiredObject() where !member.isNull {
            if key == name || key == ("type" as StaticString) { continue }
            switch key {
            case "cache_control": cache = try cacheMark(member)
            // Marks where a prefix of the prompt may be cached; costs change, answers do not.
            case "prompt_cache_breakpoint": extras.append(key, member, .advisory, to: .openai)
            default: try unfamiliar.take(key, member, into: &extras)
            }
        }
        return cache
    }
}
