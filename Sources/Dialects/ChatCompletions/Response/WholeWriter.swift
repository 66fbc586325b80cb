import WhitworthDialect
import WhitworthJSON
import WhitworthModel

/// A canonical answer as a `chat.completion`.
enum WholeWriter {
    static func write(_ response: Response, model: JSONText, now: Int, losses: [Loss]) -> [UInt8] {
        var json = JSONWriter(reservingCapacity: 1024)
        json.beginObject()
        json.member("id", response.start.id)
        json.member("object", "chat.completion")
        json.member("created", response.start.created ?? now)
        json.member("model", model)
        json.key("choices")
        json.beginArray()
        for choice in response.choices { write(choice, to: &json) }
        json.endArray()
        if let usage = response.usage {
            json.key("usage")
            UsageWriter.write(usage, to: &json)
        }
        let extras = response.start.extras.replaced(by: response.extras)
        if extras.value(of: "service_tier", in: .openai) == nil {
            json.member(ifPresent: "service_tier", response.start.serviceTier)
        }
        MemberWriter.write(extras, to: &json)
        write(losses, to: &json)
        json.endObject()
        return json.bytes
    }

    private static func write(_ choice: Choice, to json: inout JSONWriter) {
        json.beginObject()
        json.member("index", choice.index)
        json.key("message")
        MessageWriter.write(choice, to: &json)
        if let logprobs = choice.logprobs { json.member("logprobs", logprobs) } else { json.memberNull("logprobs") }
        if let finish = choice.finish {
            json.member("finish_reason", Names.finish(finish))
            MemberWriter.writeDetail(of: finish, to: &json)
        } else {
            json.memberNull("finish_reason")
        }
        MemberWriter.write(choice.extras, to: &json)
        json.endObject()
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
