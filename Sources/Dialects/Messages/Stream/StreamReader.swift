import WhitworthDialect
import WhitworthEventStreams
import WhitworthJSON
import WhitworthModel

/// A provider's `MessageStreamEvent`s to canonical events, in any split of the bytes.
struct StreamReader {
    private var frames = ServerSentEventParser()
    private var pending: [ServerSentEvent] = []
    private var started = false
    private var done = false
    private var finished = false
    private var blocks = 0
    /// Blocks begun and not ended: the provider's index, and ours.
    private var open: [(index: Int, id: BlockID)] = []
    private var counts = UsageReader()

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
        throw interrupted(Failure(.streamInterrupted, "The provider's stream ended without 'message_stop'."))
    }

    /// Whatever ends a stream early tells what was spent so far.
    private func interrupted(_ failure: Failure) -> Failure {
        var failure = failure
        failure.usage = failure.usage ?? counts.usage
        return failure
    }

    private mutating func read(_ frame: ServerSentEvent, into events: inout [Event]) throws(Failure) {
        let event: JSONValue
        do throws(JSONError) {
            event = try JSONValue(parsing: frame.data)
        } catch {
            throw Failure.unreadable("An event of the provider's stream is not JSON: \(error).")
        }
        guard let type = event["type"]?.text else {
            throw Failure.unreadable("An event of the provider's stream has no type.")
        }
        switch type {
        case "content_block_delta": try readDelta(event, into: &events)
        case "content_block_start": try readStart(event, into: &events)
        case "content_block_stop":
            let id = try openBlock(of: event)
            open.removeAll { $0.id == id }
            events.append(.blockEnd(id))
        case "message_start": try readMessage(event, into: &events)
        case "message_delta": try readEnd(event, into: &events)
        case "message_stop":
            guard started, open.isEmpty else { throw Failure.unreadable("'message_stop' came inside the message.") }
            guard finished else {
                throw Failure(.streamInterrupted, "The provider's stream ended without a stop reason.")
            }
            done = true
            if let usage = counts.usage { events.append(.usage(usage)) }
            events.append(.end)
        case "ping": events.append(.ping)
        case "error": throw FailureReader.read(event["error"] ?? event, status: nil)
        default:
            // The document asks clients to bear with events it may add: what they say is carried.
            var extras = Extras()
            extras.append("event", event, .advisory, to: .anthropic)
            events.append(.extras(.response, extras))
        }
    }

    private mutating func readMessage(_ event: JSONValue, into events: inout [Event]) throws(Failure) {
        guard !started, let message = event["message"], let object = message.object else {
            throw Failure.unreadable("'message_start' has no message, or came twice.")
        }
        started = true
        var start = ResponseStart(id: message["id"]?.text ?? "", model: message["model"]?.text ?? "", created: nil)
        for (key, value) in object where !value.isNull {
            switch key {
            case "id", "type", "role", "model", "content", "stop_reason", "stop_sequence": break
            case "usage": counts.read(value)
            default: start.extras.append(key, value, .advisory, to: .anthropic)
            }
        }
        start.usage = counts.usage
        events.append(.start(start))
    }

    private mutating func readStart(_ event: JSONValue, into events: inout [Event]) throws(Failure) {
        guard started, let index = event["index"]?.int, let block = event["content_block"],
            !open.contains(where: { $0.index == index })
        else { throw Failure.unreadable("'content_block_start' is incomplete or out of place.") }
        var content = try BlockReader.read(block)
        // A call begins with an empty input, which its deltas then fill.
        if case .toolCall(var call) = content, case .value(let input) = call.arguments, input.object?.isEmpty == true {
            call.arguments = .text("")
            content = .toolCall(call)
        }
        let id = BlockID(choice: 0, index: blocks)
        blocks += 1
        open.append((index, id))
        events.append(.blockStart(id, content))
    }

    private func openBlock(of event: JSONValue) throws(Failure) -> BlockID {
        guard let index = event["index"]?.int, let block = open.last(where: { $0.index == index }) else {
            throw Failure.unreadable("An event of the provider's stream belongs to no open block.")
        }
        return block.id
    }

    private func readDelta(_ event: JSONValue, into events: inout [Event]) throws(Failure) {
        let id = try openBlock(of: event)
        guard let delta = event["delta"], let type = delta["type"]?.text else {
            throw Failure.unreadable("'content_block_delta' has no delta.")
        }
        switch type {
        case "text_delta": events.append(.blockDelta(id, .text(try text(delta["text"]))))
        case "thinking_delta": events.append(.blockDelta(id, .text(try text(delta["thinking"]))))
        case "signature_delta": events.append(.blockDelta(id, .signature(try text(delta["signature"]))))
        case "input_json_delta": events.append(.blockDelta(id, .arguments(try text(delta["partial_json"]))))
        case "citations_delta":
            guard let citation = delta["citation"] else {
                throw Failure.unreadable("A citations delta has no citation.")
            }
            events.append(.blockDelta(id, .citation(citation)))
        default: events.append(.blockDelta(id, .opaque(.anthropic, delta)))
        }
    }

    private func text(_ value: JSONValue?) throws(Failure) -> JSONText {
        guard let text = value?.text else { throw Failure.unreadable("A delta of the provider's stream has no text.") }
        return text
    }

    private mutating func readEnd(_ event: JSONValue, into events: inout [Event]) throws(Failure) {
        guard started, let delta = event["delta"] else { throw Failure.unreadable("'message_delta' has no delta.") }
        if let usage = event["usage"] { counts.read(usage) }
        var extras = Extras()
        for (key, value) in event.members where !value.isNull {
            switch key {
            case "type", "delta", "usage": break
            default: extras.append(key, value, .advisory, to: .anthropic)
            }
        }
        if !extras.isEmpty { events.append(.extras(.response, extras)) }
        var choiceExtras = Extras()
        for (key, value) in delta.members where !value.isNull {
            switch key {
            case "stop_reason", "stop_sequence": break
            default: choiceExtras.append(key, value, .advisory, to: .anthropic)
            }
        }
        if !choiceExtras.isEmpty { events.append(.extras(.choice(0), choiceExtras)) }
        if let reason = delta["stop_reason"]?.text {
            finished = true
            var finish = Names.finish(reason)
            finish.stopSequence = delta["stop_sequence"]?.text
            events.append(.finish(choice: 0, finish))
        }
    }
}
