import WhitworthJSON

/// Events to a whole answer: the law that joins the two forms, with `Response.events`.
///
/// Pieces of text are joined once, at the end, so that an answer of any length is assembled in linear time.
public struct ResponseAssembler: Sendable {
    private struct Block {
        var content: Content
        var text: [JSONText] = []
        var signature: [JSONText] = []
        var citations: [JSONValue] = []
        var deltas: [JSONValue] = []
    }

    private struct OpenChoice {
        var blocks: [Int: Block] = [:]
        var finish: Finish?
        var logprobs: [JSONValue] = []
        var extras = Extras()
        var messageExtras = Extras()
    }

    private var start: ResponseStart?
    private var choices: [Int: OpenChoice] = [:]
    private var usage: Usage?
    private var extras = Extras()
    /// Whether `end` has been seen; without it the answer was cut off.
    public private(set) var isComplete = false

    public init() {}

    public mutating func push(_ event: Event) {
        switch event {
        case .start(let value): start = value
        case .blockStart(let id, let content):
            choices[id.choice, default: .init()].blocks[id.index] = Block(content: content)
        case .blockDelta(let id, let delta):
            guard var block = choices[id.choice]?.blocks.removeValue(forKey: id.index) else { return }
            Self.grow(&block, by: delta)
            choices[id.choice]?.blocks[id.index] = block
        case .blockEnd, .ping: break
        case .logprobs(let choice, let value): choices[choice, default: .init()].logprobs.append(value)
        case .finish(let choice, let finish): choices[choice, default: .init()].finish = finish
        case .usage(let value): usage = value
        case .extras(.response, let value): extras = extras.replaced(by: value)
        case .extras(.choice(let choice), let value):
            let known = choices[choice]?.extras ?? Extras()
            choices[choice, default: .init()].extras = known.replaced(by: value)
        case .extras(.message(let choice), let value):
            let known = choices[choice]?.messageExtras ?? Extras()
            choices[choice, default: .init()].messageExtras = known.grown(by: value)
        case .end: isComplete = true
        }
    }

    /// The answer so far; nil before its start.
    public func response() -> Response? {
        guard let start else { return nil }
        let choices = choices.sorted { $0.key < $1.key }.map { index, open in
            let blocks = open.blocks.sorted { $0.key < $1.key }.map { Self.content(of: $0.value) }
            var choice = Choice(index: index, content: blocks, finish: open.finish)
            choice.logprobs = Logprobs.joined(open.logprobs)
            choice.extras = open.extras
            choice.messageExtras = open.messageExtras
            return choice
        }
        var response = Response(start: start, choices: choices, usage: usage ?? start.usage)
        response.extras = extras
        return response
    }

    private static func grow(_ block: inout Block, by delta: BlockDelta) {
        switch delta {
        case .text(let text), .arguments(let text): block.text.append(text)
        case .signature(let text): block.signature.append(text)
        case .citation(let value): block.citations.append(value)
        case .opaque(_, let value): block.deltas.append(value)
        }
    }

    private static func content(of block: Block) -> Content {
        switch block.content {
        case .text(var content):
            content.text = .joined([content.text] + block.text)
            if !block.citations.isEmpty {
                content.citations = .written { writer in
                    writer.array { list in
                        content.citations?.array?.forEach { list.write($0) }
                        for citation in block.citations { list.write(citation) }
                    }
                }
            }
            return .text(content)
        case .refusal(var content):
            content.text = .joined([content.text] + block.text)
            return .refusal(content)
        case .reasoning(var content):
            if !block.text.isEmpty { content.text = .joined([content.text ?? ""] + block.text) }
            if !block.signature.isEmpty { content.signature = .joined([content.signature ?? ""] + block.signature) }
            return .reasoning(content)
        case .toolCall(var call):
            if !block.text.isEmpty { call.arguments = .text(.joined(block.text)) }
            return .toolCall(call)
        case .opaque(var content):
            if !block.text.isEmpty { content.fill(input: .joined(block.text)) }
            return .opaque(content)
        case .image, .audio, .document, .toolResult:
            return block.content
        }
    }
}
