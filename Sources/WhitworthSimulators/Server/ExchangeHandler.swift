import NIOCore
import NIOHTTP1

/// The requests of one connection, one after the other: collected, answered, played.
///
/// Lives on its channel's event loop and is touched from nowhere else.
final class ExchangeHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// Tells the connection to close as soon as it is idle.
    struct Drain: Sendable {}

    /// Anthropic documents 32 MB for its requests; OpenAI more for files. Beyond this 413.
    private static let longestBody = 64 << 20
    /// So many writes in a row before others on the loop get their turn.
    private static let burst = 32

    private let simulator: Simulator
    private let ledger: Ledger

    private var head: HTTPRequestHead?
    private var body: [UInt8] = []
    private var isTooLong = false
    /// Requests that came while an answer was playing (pipelining).
    private var queue: [(head: HTTPRequestHead, body: [UInt8], isTooLong: Bool)] = []

    private var player: ReplyPlayer?
    private var pendingHead: HTTPResponseHead?
    private var isStream = false
    private var isKeptAlive = true
    private var isPaused = false
    private var timer: Scheduled<Void>?
    private var isDraining = false

    init(simulator: Simulator, ledger: Ledger) {
        self.simulator = simulator
        self.ledger = ledger
    }

    // MARK: Connection

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { enter(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        enter(context)
        context.fireChannelActive()
    }

    private func enter(_ context: ChannelHandlerContext) {
        if !ledger.opened(context.channel) { isDraining = true }
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
        if let player, isStream { ledger.streamEnded(isCancelled: !player.isOver) }
        player = nil
        queue = []
        ledger.closed(context.channel)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is Drain {
            isDraining = true
            if player == nil, head == nil, queue.isEmpty { context.close(promise: nil) }
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable, isPaused {
            isPaused = false
            play(context)
        }
        context.fireChannelWritabilityChanged()
    }

    // MARK: Request

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = []
            isTooLong = false
            let length = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
            body.reserveCapacity(min(length, Self.longestBody))
            if head.headers.first(name: "expect")?.lowercased() == "100-continue", player == nil {
                let go = HTTPResponseHead(version: head.version, status: .continue)
                context.writeAndFlush(wrapOutboundOut(.head(go)), promise: nil)
            }
        case .body(let bytes):
            if body.count + bytes.readableBytes > Self.longestBody {
                isTooLong = true
            } else {
                body.append(contentsOf: bytes.readableBytesView)
            }
        case .end:
            guard let head else { return }
            self.head = nil
            let body = body
            self.body = []
            if player == nil {
                answer(head, body, isTooLong: isTooLong, context)
            } else {
                queue.append((head, body, isTooLong))
            }
        }
    }

    private func answer(_ head: HTTPRequestHead, _ body: [UInt8], isTooLong: Bool, _ context: ChannelHandlerContext) {
        let target = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let request = SimulatedRequest(
            method: head.method.rawValue, path: target.first.map(String.init) ?? "",
            query: target.count > 1 ? String(target[1]) : "",
            headers: head.headers.map { ($0.name, $0.value) }, body: body)
        let now = WallClock.now
        let reply: Reply
        if isTooLong {
            reply = Reply(
                status: 413, headers: [("content-type", "text/plain; charset=utf-8")],
                body: Array("The body is longer than the simulator takes.\n".utf8))
        } else if request.path.hasPrefix(ControlPaths.prefix) {
            reply = ControlPaths(ledger: ledger, memory: simulator.memory).reply(to: request)
        } else {
            ledger.note(request)
            reply = simulator.reply(to: request, at: now)
        }
        start(reply, to: head, now, context)
    }

    // MARK: Answer

    private func start(_ reply: Reply, to head: HTTPRequestHead, _ now: WallTime, _ context: ChannelHandlerContext) {
        isKeptAlive = head.isKeepAlive && !isDraining
        isStream = reply.isStream
        if isStream { ledger.streamStarted() }
        player = ReplyPlayer(reply)
        var headers = HTTPHeaders(reply.headers.map { ($0.name, $0.value) })
        headers.add(name: "date", value: now.httpDate)
        if reply.isStream {
            if head.version == .http1_1 {
                headers.add(name: "transfer-encoding", value: "chunked")
            } else {
                isKeptAlive = false
            }
        } else {
            headers.add(name: "content-length", value: "\(reply.declaredLength ?? reply.body.count)")
        }
        if !isKeptAlive { headers.add(name: "connection", value: "close") }
        if head.version == .http1_0, isKeptAlive { headers.add(name: "connection", value: "keep-alive") }
        let response = HTTPResponseHead(
            version: head.version, status: HTTPResponseStatus(statusCode: reply.status), headers: headers)
        // The head leaves with the first byte: a delay before it is a delay of the whole answer, a drop is silence.
        pendingHead = response
        play(context)
    }

    private func writeHead(_ context: ChannelHandlerContext) {
        guard let response = pendingHead else { return }
        pendingHead = nil
        context.write(wrapOutboundOut(.head(response)), promise: nil)
    }

    private func play(_ context: ChannelHandlerContext) {
        for _ in 0..<Self.burst {
            guard let action = player?.next(isWritable: context.channel.isWritable) else { return }
            switch action {
            case .write(let bytes):
                writeHead(context)
                guard !bytes.isEmpty else { continue }
                var buffer = context.channel.allocator.buffer(capacity: bytes.count)
                buffer.writeBytes(bytes)
                context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil)
            case .wait(let milliseconds):
                resume(context, after: .milliseconds(Int64(milliseconds)))
                return
            case .pause:
                isPaused = true
                return
            case .end: return finish(context)
            case .cut:
                if isStream { ledger.streamEnded(isCancelled: false) }
                player = nil
                return context.close(promise: nil)
            }
        }
        resume(context, after: .zero)
    }

    private func resume(_ context: ChannelHandlerContext, after delay: TimeAmount) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: delay) {
            let (handler, context) = bound.value
            handler.timer = nil
            handler.play(context)
        }
    }

    private func finish(_ context: ChannelHandlerContext) {
        writeHead(context)
        if isStream { ledger.streamEnded(isCancelled: false) }
        player = nil
        let isKeptAlive = isKeptAlive && !isDraining
        let end = context.writeAndFlush(wrapOutboundOut(.end(nil)))
        if !isKeptAlive {
            let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
            end.whenComplete { _ in bound.value.close(promise: nil) }
        } else if !queue.isEmpty {
            let next = queue.removeFirst()
            answer(next.head, next.body, isTooLong: next.isTooLong, context)
        }
    }
}
