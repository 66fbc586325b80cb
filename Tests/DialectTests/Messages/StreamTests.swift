import MessagesDialect
import Testing
import WhitworthDialect
import WhitworthJSON
import WhitworthModel

@Suite("Messages: streams and headers")
struct StreamTests {
    @Test("an event nobody knows yet is carried, and breaks nothing")
    func unknownEvent() throws {
        let fixture = Frames(try Surface.messages.fixture(.streams, "text.sse"))
        var frames = fixture
        frames.frames.insert(Array("event: hint\ndata: {\"type\":\"hint\",\"x\":1}".utf8), at: 2)
        let events = try Surface.messages.events(frames.bytes)
        let home = String(decoding: try Surface.messages.stream(events), as: UTF8.self)
        #expect(home.contains(#"{"type":"hint","x":1}"#))
        let text = try Surface.assemble(events).choices[0].content
        let plain = try Surface.assemble(Surface.messages.events(fixture.bytes)).choices[0].content
        #expect("\(text)" == "\(plain)")
    }

    @Test("a ping keeps both surfaces' connections awake, and is nothing to a client of Chat Completions")
    func ping() throws {
        let events = try Surface.messages.events(Surface.messages.fixture(.streams, "text.sse"))
        #expect(String(decoding: try Surface.messages.stream(events), as: UTF8.self).contains("event: ping\n"))
        let chat = String(decoding: try Surface.chat.stream(events), as: UTF8.self)
        #expect(chat.contains("\n: ping\n") || chat.contains("\n:ping\n"))
    }

    @Test("the version is always sent, and a client's betas with it; Chat Completions reports them dropped")
    func headers() throws {
        let context = AcceptContext(now: 1, requestID: "r", headers: [(name: "anthropic-beta", value: "a-1,b-2")])
        let body = Array(#"{"model":"m",\#(Surface.messages.minimal)}"#.utf8)
        let accepted = try Messages().accept(body, context)
        let call = try Messages().call(accepted.request, to: Target(model: "m"))
        #expect(call.headers.contains { $0.name == "anthropic-version" && $0.value == "2023-06-01" })
        #expect(call.headers.contains { $0.name == "anthropic-beta" && $0.value == "a-1,b-2" })
        #expect(!String(decoding: call.body, as: UTF8.self).contains("anthropic-beta"))
        let crossed = try Surface.chat.dialect.call(accepted.request, to: Target(model: "m"))
        #expect(crossed.losses.map(\.kind) == [.dropped] && crossed.headers.isEmpty)
    }

    @Test("a cap the client left open is set and reported as defaulted")
    func defaultCap() throws {
        let accepted = try Surface.chat.accept(#"{"model":"m",\#(Surface.chat.minimal)}"#)
        let call = try Messages().call(accepted.request, to: Target(model: "m", defaultMaxOutputTokens: 123))
        #expect(try JSONValue(parsing: call.body)["max_tokens"]?.int == 123)
        #expect(call.losses.map(\.kind) == [.defaulted])
    }

    @Test(
        "deltas of a block that is not open, blocks that begin twice and events without a type are failures",
        arguments: [
            #"{"type":"content_block_delta","index":7,"delta":{"type":"text_delta","text":"x"}}"#,
            #"{"type":"content_block_stop","index":7}"#,
            #"{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"#,
            #"{"type":"content_block_delta","index":0}"#, #"{"index":0}"#, #"{"type":"message_stop"}"#,
            #"{"type":"message_start","message":{}}"#,
        ])
    func outOfPlace(_ data: String) throws {
        var frames = Frames(try Surface.messages.fixture(.streams, "text.sse"))
        frames.frames.insert(Array("data: \(data)".utf8), at: 2)
        let failure = #expect(throws: Failure.self) { try Surface.messages.events(frames.bytes) }
        #expect(failure?.code == .upstreamInvalidResponse && failure?.usage?.inputTokens == 9)
    }
}
