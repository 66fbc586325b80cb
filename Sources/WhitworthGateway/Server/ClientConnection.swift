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
        deadline = .now() + .milliseconds(Int64(loop.configuration.timeouts.keepAlive))
        read()
        context.fireChannelActive()
    }

    // A client that closes its side alone looks the same as one that is gone until something is written; it is taken to
    // have left, since tokens that nobody reads cost more than the rare client that half-closes (P29).
    func channelInactive(context: ChannelHandlerContext) {
        if case .answering(let exchange) = state { exchange.clientLeft() }
        state = .closing
        loop.remove(self)
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = unwrapInboundIn(data)
        switch state {
        case .answering:
            if waiting == nil { waiting = buffer } else { waiting?.writeBuffer(&buffer) }
        case .closing: break
        case .reading, .readingBody: consume(buffer)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        // While an answer is made one read stays open: it is how a client's leaving is seen.
        if (waiting?.readableBytes ?? 0) < Self.waitingLimit { read() }
        context.fireChannelReadComplete()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable, case .answering(let exchange) = state { exchange.clientCanTakeMore() }
        context.fireChannelWritabilityChanged()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(mode: .all, promise: nil)
    }

    private func read() {
        guard !isReading, let context else { return }
        isReading = true
        context.read()
    }

    // MARK: Requests

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
            body.reserveCapacity(length)
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
        guard keepsAlive, !loop.isDraining, context != nil else {
            state = .closing
            if let context { close(after: context.writeAndFlush(wrapOutboundOut(ByteBuffer()))) }
            return
        }
        state = .reading
        hasBegunHead = false
        deadline = .now() + .milliseconds(Int64(loop.configuration.timeouts.keepAlive))
        if let next = waiting {
            waiting = nil
            consume(next)
        }
        read()
    }

    /// Closes once what was written is out; lingering briefly would let an unread body reset the answer.
    private func close(after written: EventLoopFuture<Void>) {
        guard let context else { return }
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        written.whenComplete { _ in
            bound.value.close(mode: .output, promise: nil)
            bound.value.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(200)) {
                bound.value.close(mode: .all, promise: nil)
            }
        }
    }

    // MARK: For the loop

    /// No further request: closes at once when none is under way.
    func drain() {
        switch state {
        case .reading:
            state = .closing
            context?.close(mode: .all, promise: nil)
        case .answering, .readingBody, .closing: break
        }
    }

    /// The time to drain is over.
    func cut() {
        if case .answering(let exchange) = state {
            exchange.shutDown()
        } else {
            context?.close(mode: .all, promise: nil)
        }
    }

    func check(_ now: NIODeadline) {
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
