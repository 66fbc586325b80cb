import NIOCore
import WhitworthDialect
import WhitworthHTTP
import WhitworthModel

/// A client's connection: one request at a time, in the order they come.
final class ClientConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum State {
        /// Between requests, or inside a head.
        case reading
        case readingBody(HTTPRequestHead, [UInt8])
        /// An answer is being made or sent; what comes meanwhile waits.
        case answering(ClientExchange)
        /// The last answer was sent.
        case closing
    }

    let loop: GatewayLoop
    private var context: ChannelHandlerContext?
    private var parser = HTTPRequestParser()
    private var state = State.reading
    /// Bytes that came while an answer was under way: the next requests.
    private var waiting: ByteBuffer?
    private var deadline: NIODeadline?
    private var isReading = false
    private var isAdvancing = false
    /// Whether the client has finished sending.
    private var hasEnded = false
    private var isLingering = false
    /// What the socket had not taken when it was last looked at, and when that last changed.
    private var backlog = 0
    private var lastProgress = NIODeadline.now()
    /// How much of the next requests is kept before reading stops.
    private static let waitingLimit = 64 << 10

    init(loop: GatewayLoop) {
        self.loop = loop
    }

    // MARK: Channel

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        loop.add(self)
        if loop.isDraining {
            state = .closing
            context.close(mode: .all, promise: nil)
        }
        deadline = .now() + .milliseconds(Int64(loop.configuration.timeouts.keepAlive))
        read()
        context.fireChannelActive()
    }

    // A client that closes its side alone looks the same as one that is gone until something is written; it is taken to
    // have left, since tokens that nobody reads cost more than the rare client that half-closes (P29).
    func channelInactive(context: ChannelHandlerContext) {
        let last = state
        // Before the exchange hears of it: nothing that waits may begin for a client that has left.
        state = .closing
        if case .answering(let exchange) = last { exchange.clientLeft() }
        loop.remove(self)
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = unwrapInboundIn(data)
        if case .closing = state { return }
        if waiting == nil { waiting = buffer } else { waiting?.writeBuffer(&buffer) }
        advance()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        // While an answer is made one read stays open: it is how a client's leaving is seen.
        if (waiting?.readableBytes ?? 0) < Self.waitingLimit { read() }
        context.fireChannelReadComplete()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            switch state {
            case .answering(let exchange): exchange.clientCanTakeMore()
            case .reading:
                advance()
                read()
            case .readingBody, .closing: break
            }
        }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent {
            hasEnded = true
            switch state {
            case .answering(let exchange): exchange.clientFinishedSending()
            case .closing: if isLingering { context.close(mode: .all, promise: nil) }
            case .reading, .readingBody: advance()
            }
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(mode: .all, promise: nil)
    }

    private func read() {
        guard !isReading, !hasEnded, let context else { return }
        isReading = true
        context.read()
    }

    // MARK: Requests

    /// Takes requests from what came, one after the other. A loop, for as many as fit into a packet would fill the stack.
    private func advance() {
        guard !isAdvancing else { return }
        isAdvancing = true
        defer { isAdvancing = false }
        while let next = waiting {
            switch state {
            case .reading, .readingBody:
                // Who does not read what was answered is not read either.
                if parser.isBetweenMessages, context?.channel.isWritable == false { return }
                waiting = nil
                consume(next)
            case .answering, .closing: return
            }
        }
        guard hasEnded else { return }
        switch state {
        case .reading, .readingBody: closeAfterWriting()
        case .answering, .closing: break
        }
    }

    private func consume(_ buffer: ByteBuffer) {
        var offset = 0
        do throws(HTTPError) {
            while let part = try parser.next(buffer.readableBytesUInt8Span, from: &offset) {
                switch part {
                case .head(let head): begin(head)
                case .body(let range): try take(buffer.readableBytesUInt8Span.extracting(range))
                case .end:
                    // What follows waits for the answer.
                    if offset < buffer.readableBytes {
                        waiting = buffer.getSlice(
                            at: buffer.readerIndex + offset, length: buffer.readableBytes - offset)
                    }
                    complete()
                    return
                }
                if case .closing = state { return }
            }
        } catch {
            refuse(error)
            return
        }
        if case .reading = state {
            if !parser.isBetweenMessages, !hasBegunHead {
                hasBegunHead = true
                deadline = .now() + .milliseconds(Int64(loop.configuration.timeouts.request))
            }
        } else {
            deadline = .now() + .milliseconds(Int64(loop.configuration.timeouts.request))
        }
    }

    /// Whether the first bytes of a head have come, and the time for the rest of it runs.
    private var hasBegunHead = false

    private func begin(_ head: HTTPRequestHead) {
        hasBegunHead = false
        var body: [UInt8] = []
        let limit = loop.configuration.maximumBodyBytes
        if case .length(let length) = head.body {
            guard length <= limit else { return answerTooLarge(head, actual: length) }
            // A length is only a promise: memory follows what comes.
            body.reserveCapacity(min(length, 1 << 20))
        }
        if head.expectsContinue, head.body != .none, let context {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")), promise: nil)
        }
        state = .readingBody(head, body)
    }

    private func take(_ bytes: borrowing Span<UInt8>) throws(HTTPError) {
        guard case .readingBody(let head, var body) = state else { return }
        state = .reading
        guard body.count + bytes.count <= loop.configuration.maximumBodyBytes else {
            return answerTooLarge(head, actual: nil)
        }
        bytes.withUnsafeBufferPointer { body.append(contentsOf: $0) }
        state = .readingBody(head, body)
    }

    private func complete() {
        guard case .readingBody(let head, let body) = state, let context else { return }
        deadline = nil
        let exchange = ClientExchange(connection: self, channel: context.channel, loop: loop, head: head)
        state = .answering(exchange)
        exchange.run(body)
    }

    private func answerTooLarge(_ head: HTTPRequestHead, actual: Int?) {
        guard let context else { return }
        let limit = loop.configuration.maximumBodyBytes
        var details = [FailureDetail("limit", limit)]
        if let actual { details.append(FailureDetail("actual", actual)) }
        let exchange = ClientExchange(connection: self, channel: context.channel, loop: loop, head: head)
        // The rest of the body will not be read, so nothing can follow it.
        exchange.closesAfterAnswer = true
        state = .answering(exchange)
        exchange.answer(
            Failure(.requestTooLarge, "The body is larger than \(limit) bytes.", details: details))
    }

    /// Bytes that are no request.
    private func refuse(_ error: HTTPError) {
        guard let context else { return }
        state = .closing
        let requestID = loop.requestIDs.make(nil)
        let answer = SurfaceAnswer.failure(
            Failure(.invalidRequest, "The request is no HTTP/1.1: \(error)."), requestID: requestID)
        var bytes: [UInt8] = []
        HTTPWriter.appendResponse(
            status: error.status,
            fields: [
                ("Content-Type", "application/json"), ("Content-Length", String(answer.body.count)),
                ("x-request-id", requestID), ("LLM-Version", SurfaceAnswer.version),
                ("Date", loop.date.text(at: WallClock.seconds())), ("Connection", "close"),
            ], to: &bytes)
        bytes += answer.body
        close(after: context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes))))
    }

    // MARK: For the exchange

    /// The answer is complete, all of it written.
    func answered(keepsAlive: Bool) {
        guard case .answering = state else { return }
        guard keepsAlive, !loop.isDraining, !hasEnded || waiting != nil else { return closeAfterWriting() }
        state = .reading
        hasBegunHead = false
        deadline = .now() + .milliseconds(Int64(loop.configuration.timeouts.keepAlive))
        advance()
        read()
    }

    private func closeAfterWriting() {
        state = .closing
        if let context { close(after: context.writeAndFlush(wrapOutboundOut(ByteBuffer()))) }
    }

    /// Closes once what was written is out.
    private func close(after written: EventLoopFuture<Void>) {
        waiting = nil
        written.assumeIsolated().whenComplete { _ in self.linger() }
    }

    /// Waits for the client's end: bytes that came after the close would make the system reset the connection, and take
    /// the answer from a client that has not read it yet (RFC 9112 §9.6).
    private func linger() {
        guard let context else { return }
        context.close(mode: .output, promise: nil)
        guard !hasEnded else { return context.close(mode: .all, promise: nil) }
        isLingering = true
        let time: TimeAmount = loop.isDraining ? .milliseconds(200) : .seconds(2)
        context.eventLoop.assumeIsolated().scheduleTask(in: time) { [weak self] in
            self?.context?.close(mode: .all, promise: nil)
        }
    }

    /// Whether the client has taken nothing of what was written to it for as long as a provider may be silent.
    private func isStalled(_ now: NIODeadline) -> Bool {
        let pending = (try? context?.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
        if pending == 0 || pending != backlog {
            backlog = pending
            lastProgress = now
            return false
        }
        return now - lastProgress >= .milliseconds(Int64(loop.configuration.timeouts.idle))
    }

    // MARK: For the loop

    /// No further request: closes at once when none is under way.
    func drain() {
        switch state {
        case .reading: closeAfterWriting()
        case .answering, .readingBody, .closing: break
        }
    }

    /// The time to drain is over.
    func cut() {
        if case .answering(let exchange) = state {
            exchange.shutDown()
        } else {
            abort()
        }
    }

    /// Closes, whatever was to be said.
    func abort() {
        context?.close(mode: .all, promise: nil)
    }

    func check(_ now: NIODeadline) {
        if isStalled(now) { return abort() }
        if backlog > 0, case .reading = state, !hasBegunHead {
            // A connection is idle from the time on when its last answer has left.
            deadline = now + .milliseconds(Int64(loop.configuration.timeouts.keepAlive))
        }
        guard let deadline, now >= deadline else { return }
        self.deadline = nil
        switch state {
        case .reading, .readingBody:
            state = .closing
            context?.close(mode: .all, promise: nil)
        case .answering, .closing: break
        }
    }
}
