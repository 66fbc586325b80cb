import ChatCompletionsDialect
import MessagesDialect
import Testing
import WhitworthDialect
import WhitworthJSON
import WhitworthModel
import WhitworthProviders

@testable import WhitworthGateway

/// The machine as a dialogue: what happened goes in, what to do comes out; no sockets.
@Suite("An exchange")
struct ExchangeTests {
    private static let key = "sk-proj-0123456789"

    private func exchange(stream: Bool, limit: Int = 1 << 20, asks surface: any Dialect = ChatCompletions()) throws
        -> Exchange
    {
        let more = surface.slug == Messages().slug ? #""max_tokens":9"# : ""
        let body = Array(Ask.body("hello", stream: stream, model: "openai/gpt-4.1", more: more).utf8)
        let context = AcceptContext(
            now: 1, requestID: "req_test", headers: [("anthropic-version", "2023-06-01")])
        let accepted = try surface.accept(body, context)
        let call = try ChatCompletions(profile: .openai).call(accepted.request, to: Target(model: JSONText("gpt-4.1")))
        return Exchange(
            accepted: accepted, call: call, dialect: surface, provider: "openai", requestID: "req_test", losses: [],
            redaction: Redaction(.bearer(Secret(Self.key))), maximumBodyBytes: limit)
    }

    private static let json = [(name: "content-type", value: "application/json")]
    private static let events = [(name: "content-type", value: "text/event-stream")]
    private static let whole = Array(
        (#"{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":"#
            + #"{"role":"assistant","content":"all of it"},"finish_reason":"stop"}],"#
            + #""usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}"#).utf8)
    private static let stream =
        ScriptedUpstream.chatStart + ScriptedUpstream.chatDelta("all ") + ScriptedUpstream.chatDelta("of it")
        + ScriptedUpstream.chatEnd

    private func isNothing(_ output: ExchangeOutput) -> Bool {
        output.answer == nil && !output.startsStream && !output.endsStream && output.failure == nil
            && !output.cancelsUpstream
    }

    @Test("A whole answer is given when it is complete, in any pieces")
    func whole() throws {
        for size in [1, 5, 1000] {
            var exchange = try exchange(stream: false)
            var bytes: [UInt8] = []
            #expect(isNothing(exchange.head(status: 200, headers: Self.json)))
            var rest = Self.whole[...]
            while !rest.isEmpty {
                #expect(isNothing(exchange.body(Array(rest.prefix(size)).span, into: &bytes)))
                rest = rest.dropFirst(size)
            }
            let output = exchange.end(into: &bytes)
            let answer = try #require(output.answer)
            #expect(answer.status == 200 && answer.failure == nil && output.isFinal && !output.cancelsUpstream)
            #expect(String(decoding: answer.body, as: UTF8.self).contains("all of it"))
            #expect(exchange.usage?.inputTokens == 3 && exchange.isOver && bytes.isEmpty)
        }
    }

    @Test("A stream begins with its first event and ends once, in any pieces with the same bytes")
    func streamed() throws {
        var results: Set<[UInt8]> = []
        for size in [1, 2, 7, 64, 10_000] {
            var exchange = try exchange(stream: true)
            var bytes: [UInt8] = []
            #expect(isNothing(exchange.head(status: 200, headers: Self.events)), "nothing before the first event")
            var starts = 0
            var ends = 0
            var rest = Array(Self.stream.utf8)[...]
            while !rest.isEmpty {
                let hadNone = bytes.isEmpty
                let output = exchange.body(Array(rest.prefix(size)).span, into: &bytes)
                #expect(output.startsStream == (hadNone && !bytes.isEmpty), "the head goes before the first bytes")
                starts += output.startsStream ? 1 : 0
                ends += output.endsStream ? 1 : 0
                rest = rest.dropFirst(size)
            }
            #expect(isNothing(exchange.end(into: &bytes)))
            #expect(starts == 1 && ends == 1 && exchange.isOver)
            results.insert(bytes)
        }
        #expect(results.count == 1)
    }

    @Test("Whole for stream and stream for whole say the same as the form that was asked for")
    func mismatches() throws {
        var wholeForStream = try exchange(stream: true)
        var bytes: [UInt8] = []
        _ = wholeForStream.head(status: 200, headers: Self.json)
        _ = wholeForStream.body(Self.whole.span, into: &bytes)
        let ended = wholeForStream.end(into: &bytes)
        #expect(ended.startsStream && ended.endsStream && ended.answer == nil)
        #expect(String(decoding: bytes, as: UTF8.self).hasSuffix("data: [DONE]\n\n"))

        var streamForWhole = try exchange(stream: false)
        bytes = []
        _ = streamForWhole.head(status: 200, headers: Self.events)
        let output = streamForWhole.body(Array(Self.stream.utf8).span, into: &bytes)
        #expect(output.answer?.status == 200 && bytes.isEmpty && !output.startsStream)
        let body = try #require(output.answer?.body)
        #expect(String(decoding: body, as: UTF8.self).contains("all of it"))
        #expect(isNothing(streamForWhole.end(into: &bytes)))
    }

    /// Wherever a provider stops, the client is answered once, and cleanly only at the very end.
    @Test("A stream that is cut anywhere is an answer with a status or ends with an error, never cleanly")
    func cutAnywhere() throws {
        let all = Array(Self.stream.utf8)
        let done = all.count - 1
        for asksStream in [true, false] {
            for surface: any Dialect in [ChatCompletions(), Messages()] {
                for cut in stride(from: 0, to: done - 1, by: 3) {
                    for isInterrupted in [true, false] {
                        var exchange = try exchange(stream: asksStream, asks: surface)
                        var bytes: [UInt8] = []
                        _ = exchange.head(status: 200, headers: Self.events)
                        let first = exchange.body(Array(all[..<cut]).span, into: &bytes)
                        #expect(!first.isFinal)
                        let last =
                            isInterrupted
                            ? exchange.interrupt(Failure(.streamInterrupted, "Cut."), into: &bytes)
                            : exchange.end(into: &bytes)
                        #expect(last.isFinal && last.failure != nil && exchange.isOver, "cut at \(cut)")
                        let text = String(decoding: bytes, as: UTF8.self)
                        #expect(!text.contains("data: [DONE]") && !text.contains("event: message_stop"))
                        if let answer = last.answer {
                            #expect(answer.status >= 500 && bytes.isEmpty && !first.startsStream)
                        } else {
                            #expect(asksStream && (first.startsStream || last.startsStream))
                            #expect(text.contains(#""code":"stream_interrupted""#))
                        }
                        let size = bytes.count
                        #expect(isNothing(exchange.end(into: &bytes)) && bytes.count == size, "nothing follows")
                    }
                }
            }
        }
    }

    @Test("An error's status has its answer when its body is complete, or without one")
    func errors() throws {
        for body in ["", "<html>", #"{"error":{"message":"no","type":"x","code":null,"param":null}}"#] {
            var exchange = try exchange(stream: true)
            var bytes: [UInt8] = []
            #expect(isNothing(exchange.head(status: 503, headers: [("content-type", "text/html")])))
            _ = exchange.body(Array(body.utf8).span, into: &bytes)
            let output = exchange.end(into: &bytes)
            #expect(output.answer?.status == 503 && output.failure?.upstream?.provider == "openai")
            #expect(output.failure?.upstream?.status == 503)
        }
    }

    @Test("What is no answer is refused at its head, and the rest is not wanted")
    func heads() throws {
        for (status, type, code) in [
            (200, "text/plain", "upstream_invalid_response"),
            (200, "text/html; charset=utf-8", "upstream_invalid_response"),
            (204, "", "upstream_error"), (301, "text/html", "upstream_error"),
            (201, "application/json", "upstream_error"),
        ] {
            var exchange = try exchange(stream: false)
            let output = exchange.head(status: status, headers: [("content-type", type)])
            #expect(output.answer?.status == 502 && output.cancelsUpstream, "\(status) \(type)")
            #expect(output.failure?.code.name == code)
        }
        for type in ["application/json; charset=utf-8", "Application/JSON", "", "application/problem+json"] {
            var exchange = try exchange(stream: false)
            #expect(isNothing(exchange.head(status: 200, headers: [("content-type", type)])), "\(type)")
        }
    }

    @Test("More than the limit is given up, whole or put together")
    func limits() throws {
        for headers in [Self.json, Self.events] {
            var exchange = try exchange(stream: false, limit: 300)
            var bytes: [UInt8] = []
            _ = exchange.head(status: 200, headers: headers)
            let piece = Array(ScriptedUpstream.chatStart.utf8)
            #expect(isNothing(exchange.body(piece.span, into: &bytes)))
            let output = exchange.body(piece.span, into: &bytes)
            #expect(output.failure?.code == .upstreamInvalidResponse && output.cancelsUpstream && output.isFinal)
        }
    }

    @Test("After its end nothing comes of anything")
    func afterwards() throws {
        var exchange = try exchange(stream: true)
        var bytes: [UInt8] = []
        exchange.abandon()
        #expect(isNothing(exchange.head(status: 200, headers: Self.events)))
        #expect(isNothing(exchange.body(Array(Self.stream.utf8).span, into: &bytes)))
        #expect(isNothing(exchange.end(into: &bytes)))
        #expect(exchange.isOver && bytes.isEmpty)
    }
}
