import NIOCore
import NIOSSL
import NIOTLS
import WhitworthHTTP

/// A connection to a provider: one request at a time, read only as fast as the client takes the answer.
final class UpstreamConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let address: UpstreamAddress
    private weak var pool: UpstreamPool?
    private var context: ChannelHandlerContext?
    private var parser = HTTPResponseParser()
    private var exchange: UpstreamExchange?
    private var keepsAlive = false
    /// Whether any byte of the answer has come.
    private var hasAnswer = false
    private var deadline: NIODeadline?
    private var sentAt = NIODeadline.now()
    /// Whether all of the request has left.
    private var isSent = false
    /// Whether a read was asked for and has not come yet.
    private var isReading = false
    private var isHandshaking: Bool
    private var isSecurityFault = false
    /// Whether the connection ended otherwise than by the server's orderly end.
    private var isBroken = false
    private var isClosing = false
    /// Of the request's body, what has not been given to the socket.
    private var unsent: ArraySlice<UInt8> = []
    /// What is written of a body at a time.
    private static let piece = 128 << 10

    init(pool: UpstreamPool, address: UpstreamAddress) {
        self.pool = pool
        self.address = address
        isHandshaking = address.isSecure
    }

    var isUsable: Bool { context?.channel.isActive == true && exchange == nil && !isClosing }

    // MARK: For the pool

    func begin(_ exchange: UpstreamExchange) {
        guard let context, let pool else { return exchange.fail(.closed) }
        self.exchange = exchange
        exchange.connection = self
        hasAnswer = false
        sentAt = .now()
        deadline = sentAt + pool.timeouts.firstByte
        let request = exchange.request
        parser.expect(head: request.method == .head)
        isSent = false
        let first = min(request.body.count, Self.piece)
        var buffer = context.channel.allocator.buffer(capacity: exchange.head.count + first)
        buffer.writeBytes(exchange.head)
        buffer.writeBytes(request.body[..<first])
        unsent = request.body[first...]
        write(buffer, context)
        sendMore()
        read()
    }

    /// The rest of a long body, as far as the socket takes it: in pieces, for the socket's copy of it then comes from the
    /// processor's cache, and nobody else's memory holds the body once more.
    private func sendMore() {
        guard let context else { return }
        while !unsent.isEmpty, context.channel.isWritable {
            let piece = unsent.prefix(Self.piece)
            unsent = unsent.dropFirst(piece.count)
            var buffer = context.channel.allocator.buffer(capacity: piece.count)
            buffer.writeBytes(piece)
            write(buffer, context)
        }
        // An empty slice would keep the whole body alive.
        if unsent.isEmpty { unsent = [] }
    }

    private func write(_ buffer: ByteBuffer, _ context: ChannelHandlerContext) {
        guard unsent.isEmpty else { return context.writeAndFlush(wrapOutboundOut(buffer), promise: nil) }
        context.writeAndFlush(wrapOutboundOut(buffer)).assumeIsolated().whenSuccess { [weak self] in
            self?.isSent = true
        }
    }

    func resume() {
        guard exchange != nil, exchange?.delegate?.upstreamMayRead == true else { return }
        if let pool { deadline = .now() + pool.timeouts.idle }
        read()
    }

    /// Closes the connection; what was under way gets nothing more.
    func abandon() {
        exchange = nil
        cut()
    }

    /// Closes the connection; what was under way is told so.
    func shutDown() {
        fail(.closed)
    }

    func check(_ now: NIODeadline) {
        guard let deadline, now >= deadline else { return }
        self.deadline = nil
        if exchange == nil { close() } else { fail(hasAnswer ? .idleTimeout : .firstByteTimeout) }
    }

    // MARK: Closing

    private func fail(_ error: UpstreamError) {
        let failed = exchange
        exchange = nil
        cut()
        failed?.fail(error)
    }

    /// The orderly end, after an answer.
    private func close() {
        isClosing = true
        pool?.withdraw(self)
        context?.close(mode: .all, promise: nil)
    }

    /// Ends the connection below TLS, which otherwise waits seconds for the server to agree: it would go on generating
    /// for nobody.
    private func cut() {
        isClosing = true
        pool?.withdraw(self)
        guard let context else { return }
        let tls = try? context.pipeline.syncOperations.context(handlerType: NIOSSLClientHandler.self)
        (tls ?? context).close(mode: .all, promise: nil)
    }

    // MARK: Channel

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        // The handshake is read by whoever stands before us; it needs bytes too.
        read()
        context.fireChannelActive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted? = event as? TLSUserEvent { isHandshaking = false }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        guard exchange != nil else {
            // Bytes nobody asked for: the connection cannot be trusted with the next request.
            return cut()
        }
        hasAnswer = true
        do throws(HTTPError) {
            try parse(buffer.readableBytesUInt8Span)
        } catch {
            fail(.malformed(error))
        }
    }

    private func parse(_ bytes: borrowing Span<UInt8>) throws(HTTPError) {
        var offset = 0
        while let part = try parser.next(bytes, from: &offset) {
            switch part {
            case .head(let head):
                keepsAlive = head.keepsAlive
                exchange?.delegate?.upstreamHead(head)
            case .body(let range):
                exchange?.delegate?.upstreamBody(bytes.extracting(range))
            case .end:
                // More than the answer is as untrustworthy as bytes without a request, and after an answer that came
                // before the whole request the rest of it would stand before the next one.
                finish(mayRest: keepsAlive && isSent && offset == bytes.count)
                return
            }
            // The one who asked may have left over what was told.
            if exchange == nil { return }
        }
    }

    private func finish(mayRest: Bool) {
        let finished = exchange
        exchange = nil
        finished?.connection = nil
        if mayRest, let pool {
            deadline = .now() + pool.timeouts.keepAlive
            pool.rest(self)
        } else {
            close()
        }
        finished?.end()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        if let exchange {
            // What comes before an answer, as a handshake does, buys no time.
            if hasAnswer, let pool { deadline = .now() + pool.timeouts.idle }
            exchange.delegate?.upstreamReadComplete()
            if isHandshaking || !hasAnswer || exchange.delegate?.upstreamMayRead == true { read() }
        } else {
            // At rest a read tells that the server has closed.
            read()
        }
        context.fireChannelReadComplete()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { sendMore() }
        context.fireChannelWritabilityChanged()
    }

    private func read() {
        guard !isReading, let context else { return }
        isReading = true
        context.read()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        // The connection ended without the end that TLS signs, as many servers' do. The server was the right one, but
        // what has no other end of its own may have been cut (RFC 9112 §9.8).
        case NIOSSLError.uncleanShutdown: isBroken = true
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: isSecurityFault = true
        default: isBroken = true
        }
        cut()
    }

    func channelInactive(context: ChannelHandlerContext) {
        pool?.forget(self)
        deadline = nil
        let failed = exchange
        exchange = nil
        if let failed { lose(failed) }
        context.fireChannelInactive()
    }

    /// The connection ended under an exchange.
    private func lose(_ exchange: UpstreamExchange) {
        if isSecurityFault || isHandshaking { return exchange.fail(.insecure) }
        if maySendAgain(exchange), let pool {
            exchange.connection = nil
            return pool.connect(for: exchange)
        }
        guard !isBroken, let last = try? parser.finish(), case .end = last else { return exchange.fail(.closed) }
        exchange.end()
    }

    /// Whether the connection's end was most likely on its way when the request was sent.
    ///
    /// A server may close a resting connection just as it is used again. Then the request went out on a connection
    /// that had served before, no byte of an answer came, not even of an interim one, and the end came within a round
    /// trip of the sending. Only if all of this holds is a request sent again, once, on a new connection.
    ///
    /// It could still have been processed: a server that took it and broke down at once looks the same, and RFC 9110
    /// §9.2.2 wants a POST repeated only where that does no harm. It does none here that is worse than the error: an
    /// answer is generated anew, nobody has seen the first one, at worst its tokens are paid twice; while without it
    /// every provider's idle timeout would show as failures, which the official SDKs answer by sending again anyway.
    /// A server that took longer is held to have had the request, and a new connection's end is no such crossing.
    private func maySendAgain(_ exchange: UpstreamExchange) -> Bool {
        guard exchange.mayRetry, !hasAnswer, let pool else { return false }
        return .now() - sentAt <= pool.retryWindow
    }
}
