import WhitworthDialect
import WhitworthEventStreams
import WhitworthJSON
import WhitworthModel

/// Canonical events as `chat.completion.chunk` events.
struct StreamWriter {
    private let model: JSONText
    private let now: Int
    private let includesUsage: Bool
    /// What every chunk begins with, up to and including `"choices":[`.
    private var head: [UInt8] = []
    private var start: ResponseStart?
    private var choices: [WrittenChoice] = []
    private var usage: Usage?

    init(model: JSONText, now: Int, includesUsage: Bool) {
        self.model = model
        self.now = now
        self.includesUsage = includesUsage
    }

    mutating func push(_ event: Event, into bytes: inout [UInt8]) {
        switch event {
        case .start(let value):
            start = value
            usage = value.usage
            makeHead()
        case .blockStart(let id, let content):
            choice(id.choice) { choice, chunk in choice.begin(id, content, chunk: chunk, into: &bytes) }
        case .blockDelta(let id, let delta):
            choice(id.choice) { choice, chunk in choice.grow(id, by: delta, chunk: chunk, into: &bytes) }
        case .blockEnd(let id):
            choice(id.choice) { choice, chunk in choice.end(id, chunk: chunk, into: &bytes) }
        case .logprobs(let index, let value):
            choice(index) { choice, chunk in choice.add(logprobs: value, chunk: chunk, into: &bytes) }
        case .finish(let index, let finish):
            choice(index) { choice, chunk in choice.finish(finish, chunk: chunk, into: &bytes) }
        case .extras(.message(let index), let extras):
            choice(index) { choice, chunk in choice.write(messageExtras: extras, chunk: chunk, into: &bytes) }
        case .extras(.choice(let index), let extras):
            choice(index) { choice, _ in choice.extras.merge(extras) }
        case .extras(.response, let extras): write(extras, into: &bytes)
        case .usage(let value): usage = value
        case .ping: ServerSentEventWriter.appendComment("ping", to: &bytes)
        case .end:
            if includesUsage, let usage { write(usage, into: &bytes) }
            ServerSentEventWriter.append(data: "[DONE]".utf8, to: &bytes)
        }
    }

    private mutating func choice(_ index: Int, _ body: (inout WrittenChoice, ChunkFrame) -> Void) {
        let frame = ChunkFrame(head: head, endsWithUsage: includesUsage)
        if let place = choices.firstIndex(where: { $0.index == index }) {
            body(&choices[place], frame)
        } else {
            choices.append(WrittenChoice(index: index))
            body(&choices[choices.count - 1], frame)
        }
    }

    private mutating func makeHead() {
        guard let start else { return }
        var json = JSONWriter(singleLine: true)
        json.beginObject()
        json.member("id", start.id)
        json.member("object", "chat.completion.chunk")
        json.member("created", start.created ?? now)
        json.member("model", model)
        if start.extras.value(of: "service_tier", in: .openai) == nil {
            json.member(ifPresent: "service_tier", start.serviceTier)
        }
        MemberWriter.write(start.extras, to: &json)
        json.key("choices")
        json.beginArray()
        head = json.bytes
    }

    /// A member told late is told in a chunk of its own, and repeated from there on.
    private mutating func write(_ extras: Extras, into bytes: inout [UInt8]) {
        guard var known = start else { return }
        known.extras = known.extras.replaced(by: extras)
        start = known
        makeHead()
        ChunkFrame(head: head, endsWithUsage: includesUsage).writeWithoutChoice(into: &bytes)
    }

    private func write(_ usage: Usage, into bytes: inout [UInt8]) {
        var json = JSONWriter(singleLine: true)
        UsageWriter.write(usage, to: &json)
        ChunkFrame(head: head, endsWithUsage: includesUsage).writeWithoutChoice(usage: json.bytes, into: &bytes)
    }
}
