import WhitworthJSON

/// `GET /v1/models`, in pages of 20 unless `limit` says otherwise.
enum AnthropicModelList {
    static func page(_ query: String) -> [UInt8] {
        var limit = 20
        var after: String?
        for pair in query.split(separator: "&") {
            if pair.hasPrefix("limit=") { limit = Int(pair.dropFirst(6)) ?? limit }
            if pair.hasPrefix("after_id=") { after = String(pair.dropFirst(9)) }
        }
        var models = AnthropicModel.all[...]
        if let after, let position = models.firstIndex(where: { $0.id == after }) { models = models[(position + 1)...] }
        let page = models.prefix(max(1, min(1_000, limit)))
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("data")
            writer.array { writer in
                for model in page { write(model, to: &writer) }
            }
            writer.member("has_more", page.count < models.count)
            if let first = page.first, let last = page.last {
                writer.member("first_id", first.id)
                writer.member("last_id", last.id)
            } else {
                writer.memberNull("first_id")
                writer.memberNull("last_id")
            }
        }
        return writer.bytes
    }

    static func one(_ model: AnthropicModel) -> [UInt8] {
        var writer = JSONWriter()
        write(model, to: &writer)
        return writer.bytes
    }

    private static func write(_ model: AnthropicModel, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("type", "model")
            writer.member("id", model.id)
            writer.member("display_name", model.name)
            writer.member("created_at", model.created)
            writer.member("max_input_tokens", model.longestInput)
            writer.member("max_tokens", model.longestOutput)
        }
    }
}
