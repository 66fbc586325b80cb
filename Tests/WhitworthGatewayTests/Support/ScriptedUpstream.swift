import NIOCore
import NIOPosix
import Synchronization

/// A provider that keeps no rules: it takes requests as bytes and plays what it was told, whatever that is.
final class ScriptedUpstream: Sendable {
    enum Step: Sendable {
        case send([UInt8])
        case pause(milliseconds: Int)
        /// Sends pieces of this size for as long as the other side takes them.
        case pour([UInt8])
        /// Goes on when the test calls `open()`.
        case gate
        case close
        /// Plays no further until the next request.
        case hold

        static func send(_ text: String) -> Step { .send(Array(text.utf8)) }
    }

    private struct State {
        var requests: [String] = []
        var poured = 0
        var closed = 0
        var isOpen = false
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let upstream: ScriptedUpstream
        private var collected: [UInt8] = []
        private var steps: ArraySlice<Step> = []
        private var isPouring = false

        init(_ upstream: ScriptedUpstream) { self.upstream = upstream }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let buffer = unwrapInboundIn(data)
            collected.append(contentsOf: buffer.readableBytesView)
            guard let end = Self.end(of: collected) else { return }
            let request = String(decoding: collected[..<end], as: UTF8.self)
            collected.removeFirst(end)
            steps = upstream.next(request)[...]
            play(context)
        }

        /// Of a request with Content-Length.
        private static func end(of bytes: [UInt8]) -> Int? {
            let text = String(decoding: bytes, as: UTF8.self)
            guard let head = text.range(of: "\r\n\r\n") else { return nil }
            let length = text[..<head.lowerBound].split(separator: "\r\n").first {
                $0.lowercased().hasPrefix("content-length:")
            }.flatMap { Int($0.dropFirst(15).filter(\.isNumber)) }
            let end = text.utf8.distance(from: text.startIndex, to: head.upperBound) + (length ?? 0)
            return bytes.count >= end ? end : nil
        }

        private func play(_ context: ChannelHandlerContext) {
            while let step = steps.popFirst() {
                switch step {
                case .send(let bytes): context.writeAndFlush(NIOAny(ByteBuffer(bytes: bytes)), promise: nil)
                case .pour(let piece):
                    isPouring = true
                    steps = [.pour(piece)]
                    guard context.channel.isWritable else { return }
                    context.writeAndFlush(NIOAny(ByteBuffer(bytes: piece)), promise: nil)
                    upstream.state.withLock { $0.poured += piece.count }
                case .pause(let milliseconds): return play(context, in: .milliseconds(Int64(milliseconds)))
                case .gate:
                    guard !upstream.state.withLock({ $0.isOpen }) else { continue }
                    steps = [.gate] + steps
                    return play(context, in: .milliseconds(5))
                case .close:
                    context.close(promise: nil)
                    return
                case .hold: return
                }
            }
        }

        private func play(_ context: ChannelHandlerContext, in time: TimeAmount) {
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            context.eventLoop.scheduleTask(in: time) { bound.value.0.play(bound.value.1) }
        }

        func channelWritabilityChanged(context: ChannelHandlerContext) {
            if isPouring, context.channel.isWritable { play(context) }
        }

        func channelInactive(context: ChannelHandlerContext) {
            steps = []
            upstream.state.withLock { $0.closed += 1 }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }

    private let state = Mutex(State())
    private let scripts: [[Step]]
    private let listening = Mutex<(any Channel)?>(nil)

    private init(_ scripts: [[Step]]) { self.scripts = scripts }

    /// All requests so far, head and body.
    var requests: [String] { state.withLock { $0.requests } }
    /// Bytes given to sockets by `pour`.
    var poured: Int { state.withLock { $0.poured } }
    /// Connections that ended.
    var closed: Int { state.withLock { $0.closed } }

    func open() { state.withLock { $0.isOpen = true } }

    private func next(_ request: String) -> [Step] {
        state.withLock {
            $0.requests.append(request)
            return scripts[min($0.requests.count, scripts.count) - 1]
        }
    }

    /// - Parameter scripts: one for each request, the last again and again.
    static func serving<Outcome>(
        _ scripts: [Step]..., body: (ScriptedUpstream, Int) async throws -> Outcome
    ) async throws -> Outcome {
        let upstream = ScriptedUpstream(scripts)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.socketOption(.so_sndbuf), value: 16 << 10)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Handler(upstream))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let result: Result<Outcome, any Error>
        do {
            result = .success(try await body(upstream, channel.localAddress?.port ?? 0))
        } catch {
            result = .failure(error)
        }
        try await channel.close().get()
        return try result.get()
    }

    // MARK: Answers

    static func whole(_ status: String, _ type: String?, _ body: String, more: String = "") -> Step {
        .send(
            "HTTP/1.1 \(status)\r\n" + (type.map { "Content-Type: \($0)\r\n" } ?? "") + more
                + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }

    static let streamHead = Step.send(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")

    static func chunk(_ text: String) -> Step {
        .send("\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n")
    }

    static let lastChunk = Step.send("0\r\n\r\n")

    /// A chunk object of Chat Completions with a delta of text.
    static func chatDelta(_ text: String) -> String {
        #"data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"#
            + #""delta":{"content":"\#(text)"},"finish_reason":null}]}"# + "\n\n"
    }

    static let chatStart =
        #"data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"#
        + #""delta":{"role":"assistant","content":""},"finish_reason":null}]}"# + "\n\n"

    static let chatEnd =
        #"data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"#
        + #""delta":{},"finish_reason":"stop"}]}"# + "\n\ndata: [DONE]\n\n"
}

extension String {
    /// The first place of an ASCII text.
    func range(of text: String) -> Range<String.Index>? {
        let bytes = Array(utf8)
        let wanted = Array(text.utf8)
        guard bytes.count >= wanted.count else { return nil }
        for start in 0...(bytes.count - wanted.count) where bytes[start...].starts(with: wanted) {
            let lower = utf8.index(utf8.startIndex, offsetBy: start)
            return lower..<utf8.index(lower, offsetBy: wanted.count)
        }
        return nil
    }
}
