import WhitworthDialect
import WhitworthEventStreams
import WhitworthJSON
import WhitworthModel

/// A provider's `chat.completion.chunk` events to canonical events, in any split of the bytes.
struct StreamReader {
    private var frames = ServerSentEventParser()
    private var pending: [ServerSentEvent] = []
    private var started = false
    private var done = false
    private var choices: [OpenChoice] = []
    private var usage: Usage?
    /// Top-level members told so far: they are repeated in every chunk.
    private var told: [(key: JSONText, value: JSONValue)] = []

    mutating func push(_ bytes: Span<UInt8>, into events: inout [Event]) throws(Failure) {
        do throws(FramingError) {
            try frames.push(bytes, into: &pending)
        } catch {
            throw interrupted(Failure.unreadable("The provider's stream is no event stream: \(error)."))
        }
        if pending.isEmpty { return }
        let frames = pending
        pending.removeAll(keepingCapacity: true)
        for frame in frames {
            do throws(Failure) {
                try read(frame, into: &events)
            } catch {
                throw interrupted(error)
            }
        }
    }

    mutating func finish(into events: inout [Event]) throws(Failure) {
        if done { return }
        throw interrupted(Failure(.streamInterrupted, "The provider's stream ended without '[DONE]'."))
    }

    /// Whatever ends a stream early tells what was spent so far.
    private func interrupted(_ failure: Failure) -> Failure {
        var failure = failure
        failure.usage = failure.usage ?? usage
        return failure
    }

    private mutating func read(_ frame: ServerSentEvent, into events: inout [Event]) throws(Failure) {
        if frame.data.elementsEqual("[DONE]".utf8) { return try end(into: &events) }
        guard !done else { throw Failure.unreadable("The provider's stream goes on after '[DONE]'.") }
        let chunk: JSONValue
        do throws(JSONError) {
            chunk = try JSONValue(parsing: frame.data)
        } catch {
            throw Failure.unreadable("An event of the provider's stream is not JSON: \(error).")
        }
        guard let object = chunk.object else {
            throw Failure.unreadable("An event of the provider's stream is no object.")
        }
        if let error = chunk["error"], !error.isNull { throw FailureReader.read(error, status: nil) }
        var extras = Extras()
        var list: JSONArray?
        var start = ResponseStart(id: "", model: "", created: nil)
        for (key, value) in object where !value.isNull {
            switch key {
            case "id": start.id = value.text ?? ""
            case "model": start.model = value.text ?? ""
            case "created": start.created = value.int
            // Random padding, which says nothing.
            case "object", "obfuscation": break
            case "service_tier" where !started:
                start.serviceTier = value.text
                told.append((key, value))
            case "choices": list = value.array
            case "usage": usage = WholeReader.usage(value)
            default: note(key, value, in: &extras)
            }
        }
        if !started {
            started = true
            start.extras = extras
            events.append(.start(start))
        } else if !extras.isEmpty {
            events.append(.extras(.response, extras))
        }
        guard let list else { return }
        for element in list { try readChoice(element, into: &events) }
    }

    /// Keeps a top-level member unless the same was told before.
    private mutating func note(_ key: JSONText, _ value: JSONValue, in extras: inout Extras) {
        if let place = told.firstIndex(where: { $0.key == key }) {
            if told[place].value == value { return }
            told[place].value = value
        } else {
            told.append((key, value))
        }
        extras.append(key, value, .advisory, to: .openai)
    }

    private mutating func readChoice(_ value: JSONValue, into events: inout [Event]) throws(Failure) {
        guard let object = value.object else {
            throw Failure.unreadable("A choice of the provider's stream is no object.")
        }
        let index = value["index"]?.int ?? 0
        let place: Int
        if let known = choices.firstIndex(where: { $0.index == index }) {
            place = known
        } else {
            place = choices.count
            choices.append(OpenChoice(index: index))
        }
        var extras = Extras()
        var delta: JSONValue?
        var finish: JSONText?
        for (key, member) in object where !member.isNull {
            switch key {
            case "index": break
            case "delta": delta = member
            // They belong to the delta beside them, and come before it as events.
            case "logprobs": events.append(.logprobs(choice: index, member))
            case "finish_reason": finish = member.text
            default: extras.append(key, member, .advisory, to: .openai)
            }
        }
        if let delta { try choices[place].read(delta: delta, into: &events) }
        if !extras.isEmpty { events.append(.extras(.choice(index), extras)) }
        if let finish { choices[place].finish(finish, into: &events) }
    }

    private mutating func end(into events: inout [Event]) throws(Failure) {
        guard started else { throw Failure.unreadable("The provider's stream holds no answer.") }
        guard choices.allSatisfy(\.isFinished) else {
            throw Failure(.streamInterrupted, "The provider's stream ended without a finish reason.")
        }
        done = true
        if let usage { events.append(.usage(usage)) }
        events.append(.end)
    }
}
