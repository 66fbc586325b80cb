import WhitworthJSON

extension Response {
    /// The answer as the events that assemble to it, each block whole in one delta.
    public var events: [Event] {
        var events: [Event] = [.start(start)]
        for choice in choices {
            for (index, content) in choice.content.enumerated() {
                let id = BlockID(choice: choice.index, index: index)
                let (start, deltas) = content.asBlock
                events.append(.blockStart(id, start))
                for delta in deltas { events.append(.blockDelta(id, delta)) }
                events.append(.blockEnd(id))
            }
            if let logprobs = choice.logprobs { events.append(.logprobs(choice: choice.index, logprobs)) }
            if !choice.messageExtras.isEmpty {
                events.append(.extras(.message(choice: choice.index), choice.messageExtras))
            }
            if !choice.extras.isEmpty { events.append(.extras(.choice(choice.index), choice.extras)) }
            if let finish = choice.finish { events.append(.finish(choice: choice.index, finish)) }
        }
        if !extras.isEmpty { events.append(.extras(.response, extras)) }
        if let usage { events.append(.usage(usage)) }
        events.append(.end)
        return events
    }
}

extension Content {
    /// What the block starts as, and what it grows by.
    fileprivate var asBlock: (start: Content, deltas: [BlockDelta]) {
        switch self {
        case .text(let content):
            var start = content
            start.text = ""
            start.citations = nil
            let citations = content.citations?.array.map { $0.map { BlockDelta.citation($0) } } ?? []
            return (.text(start), (content.text.isEmpty ? [] : [.text(content.text)]) + citations)
        case .refusal(let content):
            var start = content
            start.text = ""
            return (.refusal(start), [.text(content.text)])
        case .reasoning(let content):
            var start = content
            start.text = content.text == nil ? nil : ""
            start.signature = nil
            var deltas: [BlockDelta] = []
            if let text = content.text, !text.isEmpty { deltas.append(.text(text)) }
            if let signature = content.signature { deltas.append(.signature(signature)) }
            return (.reasoning(start), deltas)
        case .toolCall(let call):
            var start = call
            start.arguments = .text("")
            let text = call.arguments.text
            return (.toolCall(start), text.isEmpty ? [] : [.arguments(text)])
        case .image, .audio, .document, .toolResult, .opaque:
            return (self, [])
        }
    }
}
