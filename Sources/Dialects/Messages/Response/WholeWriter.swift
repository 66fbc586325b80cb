import WhitworthDialect
import WhitworthJSON
import WhitworthModel

/// A canonical answer as a `Message`.
enum WholeWriter {
    static func write(_ response: Response, model: JSONText, losses: [Loss]) throws(Failure) -> [UInt8] {
        guard response.choices.count == 1 else {
            throw Failure.unreadable("The provider gave \(response.choices.count) answers where one was asked for.")
        }
        let choice = response.choices[0]
        var json = JSONWriter(reservingCapacity: 1024)
        json.beginObject()
        json.member("id", response.start.id)
        json.member("type", "message")
        json.member("role", "assistant")
        json.member("model", model)
        json.key("content")
        json.beginArray()
        for content in choice.content { BlockWriter.write(content, to: &json) }
        json.endArray()
        let refused = choice.content.contains { if case .refusal = $0 { true } else { false } }
        write(choice.finish, refused: refused, to: &json)
        json.key("usage")
        UsageWriter.write(response.usage ?? Usage(inputTokens: 0, outputTokens: 0), to: &json)
        MemberWriter.write(choice.extras, to: &json)
        MemberWriter.write(choice.messageExtras, to: &json)
        if let logprobs = choice.logprobs {
            json.key(MemberWriter.name("logprobs", of: .openai))
            json.write(logprobs)
        }
        let extras = response.start.extras.replaced(by: response.extras)
        if let created = response.start.created {
            json.key(MemberWriter.name("created", of: .openai))
            json.write(created)
        }
        if let tier = response.start.serviceTier, extras.value(of: "service_tier", in: .openai) == nil {
            json.key(MemberWriter.name("service_tier", of: .openai))
            json.write(tier)
        }
        MemberWriter.write(extras, to: &json)
        write(losses, to: &json)
        json.endObject()
        return json.bytes
    }

    static func write(_ finish: Finish?, refused: Bool, to json: inout JSONWriter) {
        guard let finish else {
            json.memberNull("stop_reason")
            json.memberNull("stop_sequence")
            return
        }
        json.member("stop_reason", Names.finish(finish, refused: refused))
        // A word of another vocabulary that nobody here knows.
        if finish.slug != .anthropic, finish.detail == .unknown {
            json.key(MemberWriter.name("finish_reason", of: finish.slug))
            json.write(finish.native)
        }
        if let sequence = finish.stopSequence {
            json.member("stop_sequence", sequence)
        } else {
            json.memberNull("stop_sequence")
        }
    }

    /// What became of the request on its way, where anything did.
    private static func write(_ losses: [Loss], to json: inout JSONWriter) {
        if losses.isEmpty { return }
        json.key("warnings")
        json.array { list in
            for loss in losses {
                list.object { warning in
                    warning.member("type", loss.kind.rawValue)
                    warning.member("param", loss.path.bracketed)
                    warning.member("message", loss.message)
                }
            }
        }
    }
}
