import WhitworthDialect
import WhitworthJSON
import WhitworthModel

/// A choice whose deltas are being read: which blocks it has open.
struct OpenChoice {
    private enum Kind {
        case text
        case refusal
        case reasoning
    }

    private struct OpenCall {
        /// As the provider counts its calls.
        var index: Int
        var id: BlockID
        var fragments: [JSONText]
        var isOpen = true
    }

    let index: Int
    private(set) var isFinished = false
    private var blocks = 0
    private var open: (kind: Kind, id: BlockID)?
    private var calls: [OpenCall] = []
    /// `content: ""` was said: an answer of no words is still an answer.
    private var saidEmptyContent = false
    private var hasText = false

    init(index: Int) {
        self.index = index
    }

    mutating func read(delta: JSONValue, into events: inout [Event]) throws(Failure) {
        guard let object = delta.object else {
            throw Failure.unreadable("A delta of the provider's stream is no object.")
        }
        var extras = Extras()
        for (key, value) in object where !value.isNull {
            switch key {
            case "content":
                guard let text = value.text else { throw Failure.unreadable("'content' of a delta is no string.") }
                if text.isEmpty { saidEmptyContent = true } else { try grow(.text, by: text, into: &events) }
            case "role": break
            case "tool_calls":
                guard let list = value.array else { throw Failure.unreadable("'tool_calls' of a delta is no array.") }
                for call in list { try readCall(call, into: &events) }
            case "refusal":
                guard let text = value.text else { throw Failure.unreadable("'refusal' of a delta is no string.") }
                if !text.isEmpty { try grow(.refusal, by: text, into: &events) }
            case "reasoning_content":
                guard let text = value.text else {
                    throw Failure.unreadable("'reasoning_content' of a delta is no string.")
                }
                if !text.isEmpty { try grow(.reasoning, by: text, into: &events) }
            default: extras.append(key, value, .advisory, to: .openai)
            }
        }
        if !extras.isEmpty { events.append(.extras(.message(choice: index), extras)) }
    }

    mutating func finish(_ native: JSONText, into events: inout [Event]) {
        guard !isFinished else { return }
        closeOpen(into: &events)
        for call in calls where call.isOpen { events.append(.blockEnd(call.id)) }
        if saidEmptyContent, !hasText {
            let id = nextID()
            events.append(.blockStart(id, .text(TextContent(""))))
            events.append(.blockEnd(id))
        }
        events.append(.finish(choice: index, Names.finish(native, hasToolCalls: !calls.isEmpty)))
        isFinished = true
    }

    private mutating func nextID() -> BlockID {
        defer { blocks += 1 }
        return BlockID(choice: index, index: blocks)
    }

    private mutating func closeOpen(into events: inout [Event]) {
        if let open { events.append(.blockEnd(open.id)) }
        open = nil
    }

    private mutating func grow(_ kind: Kind, by text: JSONText, into events: inout [Event]) throws(Failure) {
        if let open, open.kind == kind {
            events.append(.blockDelta(open.id, .text(text)))
            return
        }
        guard !isFinished else { throw Failure.unreadable("The provider's stream goes on after its finish reason.") }
        closeOpen(into: &events)
        closeCompleteCalls(into: &events)
        let id = nextID()
        switch kind {
        case .text:
            hasText = true
            events.append(.blockStart(id, .text(TextContent(""))))
        case .refusal: events.append(.blockStart(id, .refusal(RefusalContent(""))))
        case .reasoning: events.append(.blockStart(id, .reasoning(ReasoningContent(text: ""))))
        }
        open = (kind, id)
        events.append(.blockDelta(id, .text(text)))
    }

    /// P09: calls are told apart by `index`, whose order and density are the provider's affair.
    private mutating func readCall(_ value: JSONValue, into events: inout [Event]) throws(Failure) {
        let function = value["function"]
        let text = value["type"]?.text
        if let text, !(text == ("function" as StaticString)) {
            throw Failure.unreadable("A streamed call of type '\(text)' cannot be read.")
        }
        let arguments = function?["arguments"].flatMap { $0.isNull ? nil : $0 }
        let number = value["index"]?.int ?? fallbackIndex(of: value)
        let place: Int
        if let known = calls.firstIndex(where: { $0.index == number }) {
            place = known
        } else {
            guard let id = value["id"]?.text, let name = function?["name"]?.text else {
                throw Failure.unreadable("A streamed tool call began without an id or name.")
            }
            guard !isFinished else {
                throw Failure.unreadable("The provider's stream goes on after its finish reason.")
            }
            closeOpen(into: &events)
            closeCompleteCalls(into: &events)
            var call = ToolCall(id: id, name: name, arguments: .text(""))
            for (key, member) in value.members where !member.isNull {
                switch key {
                case "index", "id", "type", "function": break
                default: call.extras.append(key, member, .advisory, to: .openai)
                }
            }
            place = calls.count
            calls.append(OpenCall(index: number, id: nextID(), fragments: []))
            events.append(.blockStart(calls[place].id, .toolCall(call)))
        }
        guard let arguments else { return }
        let fragment: JSONText
        switch arguments.kind {
        case .string: fragment = arguments.text ?? ""
        // P08: an object where the document says string, whole in one delta.
        case .object: fragment = ToolArguments.value(arguments).text
        default: throw Failure.unreadable("The arguments of a streamed call are neither a string nor an object.")
        }
        if fragment.isEmpty { return }
        guard calls[place].isOpen else {
            throw Failure.unreadable("Arguments went on after they were complete.")
        }
        calls[place].fragments.append(fragment)
        events.append(.blockDelta(calls[place].id, .arguments(fragment)))
    }

    /// Servers that send no index send each call whole, or its first fragment with its id.
    private func fallbackIndex(of value: JSONValue) -> Int {
        guard let last = calls.last else { return 0 }
        return value["id"]?.text == nil ? last.index : last.index + 1
    }

    /// A call ends when another block begins and its arguments are a whole JSON value; until then it may still grow.
    private mutating func closeCompleteCalls(into events: inout [Event]) {
        for place in calls.indices where calls[place].isOpen {
            let text = JSONText.joined(calls[place].fragments)
            guard !text.isEmpty, (try? JSONValue(parsing: text.utf8)) != nil else { continue }
            calls[place].isOpen = false
            calls[place].fragments = []
            events.append(.blockEnd(calls[place].id))
        }
    }
}
