import WhitworthJSON
import WhitworthModel

/// Members the canonical model does not hold: our own as they were, others under their slug, so that nothing is lost.
enum MemberWriter {
    static func write(_ extras: Extras, to json: inout JSONWriter) {
        for group in extras.groups {
            for extra in group.members where !extra.value.isNull {
                json.key(group.slug == .openai ? extra.key : name(extra.key, of: group.slug))
                json.write(extra.value)
            }
        }
    }

    static func name(_ key: JSONText, of slug: ExtensionSlug) -> JSONText {
        .joined([JSONText(slug.name), ":", key])
    }

    /// What a finish reason of another vocabulary says beyond the word of this one.
    static func writeDetail(of finish: Finish, to json: inout JSONWriter) {
        guard finish.slug != .openai else { return }
        if let detail = finish.detail { json.member("finish_detail", detail.name) }
        if finish.detail == .unknown {
            json.key(name("stop_reason", of: finish.slug))
            json.write(finish.native)
        }
        if let sequence = finish.stopSequence { json.member("stop_sequence", sequence) }
    }
}
