import WhitworthDialect
import WhitworthEventStreams
import WhitworthJSON
import WhitworthModel

/// Canonical events as `MessageStreamEvent`s.
///
/// Blocks never interleave here: one that begins while another is open waits, with all that is said of it, until that
/// one has ended.
struct StreamWriter {
    private let model: JSONText
    private var active: (id: BlockID, index: Int, isThinking: Bool)?
    private var waiting: [WaitingBlock] = []
    private var blocks = 0
    private var usage: Usage?
    private var refused = false
    private var ending = MessageEnding()

    private struct WaitingBlock {
        var id: BlockID
        var content: Content
        var deltas: [BlockDelta] = []
        var hasEnded = false
    }

    init(model: JSONText) {
        self.model = model
    }

    mutating func push(_ event: Event, into bytes: inout [UInt8]) throws(Failure) {
        switch event {
        case .start(let start):
            usage = start.usage
            writeStart(start, into: &bytes)
        case .blockStart(let id, let content):
            guard id.choice == 0 else {
                throw Failure.unreadable("The provider gave several answers where one was asked for.")
            }
            if case .refusal = content { refused = true }
            if active == nil {
                begin(id, content, into: &bytes)
            } else {
                waiting.append(WaitingBlock(id: id, content: content))
            }
        case .blockDelta(let id, let delta):
            if let active, active.id == id {
                DeltaWriter.write(delta, block: active.index, isThinking: active.isThinking, into: &bytes)
            } else if let place = waiting.firstIndex(where: { $0.id == id }) {
                waiting[place].deltas.append(delta)
            }
        case .blockEnd(let id):
            if active?.id == id {
                endActive(into: &bytes)
            } else if let place = waiting.firstIndex(where: { $0.id == id }) {
                waiting[place].hasEnded = true
            }
        case .logprobs(_, let value): ending.logprobs.append(value)
        case .finish(_, let finish): ending.finish = finish
        case .usage(let value): usage = value
        case .extras(.response, let extras): write(extras, into: &bytes)
        case .extras(.choice, let extras): ending.add(choiceExtras: extras)
        case .extras(.message, let extras): ending.add(messageExtras: extras)
        case .ping: Self.frame("ping", into: &bytes) { _ in }
        case .end: writeEnd(into: &bytes)
        }
    }

    private func writeStart(_ start: ResponseStart, into bytes: inout [UInt8]) {
        Self.frame("message_start", into: &bytes) { json in
            json.key("message")
            json.object { message in
                message.member("id", start.id)
                message.member("type", "message")
                message.member("role", "assistant")
                message.member("model", model)
                message.key("content")
                message.array { _ in }
                message.memberNull("stop_reason")
                message.memberNull("stop_sequence")
                message.key("usage")
                UsageWriter.write(start.usage ?? Usage(inputTokens: 0, outputTokens: 0), to: &message)
                if let created = start.created {
                    message.key(MemberWriter.name("created", of: .openai))
                    message.write(created)
                }
                if let tier = start.serviceTier {
                    message.key(MemberWriter.name("service_tier", of: .openai))
                    message.write(tier)
                }
                MemberWriter.write(start.extras, to: &message)
            }
        }
    }

    private mutating func begin(_ id: BlockID, _ content: Content, into bytes: inout [UInt8]) {
        let index = blocks
        blocks += 1
        let isThinking = if case .reasoning = content { true } else { false }
        active = (id, index, isThinking)
        Self.frame("content_block_start", into: &bytes) { json in
            json.member("index", index)
            json.key("content_block")
            BlockWriter.write(content, to: &json)
        }
    }

    private mutating func endActive(into bytes: inout [UInt8]) {
        guard let ended = active else { return }
        Self.frame("content_block_stop", into: &bytes) { $0.member("index", ended.index) }
        active = nil
        while active == nil, !waiting.isEmpty {
            let next = waiting.removeFirst()
            begin(next.id, next.content, into: &bytes)
            guard let begun = active else { return }
            for delta in next.deltas {
                DeltaWriter.write(delta, block: begun.index, isThinking: begun.isThinking, into: &bytes)
            }
            if next.hasEnded {
                Self.frame("content_block_stop", into: &bytes) { $0.member("index", begun.index) }
                active = nil
            }
        }
    }

    /// An event of the provider's that nobody here knows passes as it is; other members wait for the end.
    private mutating func write(_ extras: Extras, into bytes: inout [UInt8]) {
        for extra in extras.members(of: .anthropic) where extra.key == ("event" as StaticString) {
            ServerSentEventWriter.append(data: extra.value.raw, to: &bytes)
        }
        ending.add(responseExtras: extras)
    }

    private func writeEnd(into bytes: inout [UInt8]) {
        Self.frame("message_delta", into: &bytes) { json in
            json.key("delta")
            json.object { delta in
                WholeWriter.write(ending.finish, refused: refused, to: &delta)
                MemberWriter.write(ending.choiceExtras, to: &delta)
            }
            json.key("usage")
            UsageWriter.write(usage ?? Usage(inputTokens: 0, outputTokens: 0), to: &json)
            MemberWriter.write(ending.extras, to: &json)
            if let logprobs = Logprobs.joined(ending.logprobs) {
                json.key(MemberWriter.name("logprobs", of: .openai))
                json.write(logprobs)
            }
        }
        Self.frame("message_stop", into: &bytes) { _ in }
    }

    /// One event: its name, and an object that begins with the name as its type.
    static func frame(
        _ type: StaticString, into bytes: inout [UInt8], _ members: (inout JSONWriter) -> Void
    ) {
        ServerSentEventWriter.begin(event: type, in: &bytes)
        var json = JSONWriter(appendingTo: bytes)
        bytes = []
        json.beginObject()
        json.key("type")
        json.write(plain: type)
        members(&json)
        json.endObject()
        bytes = json.bytes
        ServerSentEventWriter.end(in: &bytes)
    }
}
