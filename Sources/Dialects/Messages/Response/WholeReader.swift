import WhitworthDialect
import WhitworthJSON
import WhitworthModel

/// A provider's `Message` to a canonical answer.
enum WholeReader {
    static func read(_ body: [UInt8]) throws(Failure) -> Response {
        let document: JSONValue
        do throws(JSONError) {
            document = try JSONValue(parsing: body, limits: JSONLimits(depth: 512))
        } catch {
            throw Failure.unreadable("The provider's answer is not JSON: \(error).")
        }
        guard let object = document.object else { throw Failure.unreadable("The provider's answer is no object.") }
        // P25: an error may come with status 200.
        if let error = document["error"], !error.isNull { throw FailureReader.read(error, status: 200) }
        guard let content = document["content"]?.array else {
            throw Failure.unreadable("The provider's answer has no 'content'.")
        }
        var choice = Choice(index: 0, content: [], finish: nil)
        for block in content { choice.content.append(try BlockReader.read(block)) }
        var response = Response(
            start: ResponseStart(id: document["id"]?.text ?? "", model: document["model"]?.text ?? "", created: nil),
            choices: [], usage: nil)
        for (key, value) in object where !value.isNull {
            switch key {
            case "id", "type", "role", "model", "content", "stop_sequence": break
            case "stop_reason":
                guard let text = value.text else { throw Failure.unreadable("'stop_reason' is no string.") }
                var finish = Names.finish(text)
                finish.stopSequence = document["stop_sequence"]?.text
                choice.finish = finish
            case "usage":
                var counts = UsageReader()
                counts.read(value)
                response.usage = counts.usage
            // What a stream tells with its end, beside the stop reason.
            case "stop_details", "container": choice.extras.append(key, value, .advisory, to: .anthropic)
            default: response.start.extras.append(key, value, .advisory, to: .anthropic)
            }
        }
        response.choices = [choice]
        return response
    }
}
