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
    /// Whether a read was asked for and has not come yet.
    private var isReading = false
    private var isHandshaking: Bool
    private var isSecurityFault = false
    /// Of the request's body, what has not been given to the socket.
    private var unsent: ArraySlice<UInt8> = []
    /// What is written of a body at a time.
    private static let piece = 128 << 10

    init(pool: UpstreamPool, address: UpstreamAddress) {
        self.pool = pool
        self.address = address
        isHandshaking = address.isSecure
    }

    var isUsable: Bool { context?.channel.isActive == true && exchange == nil }

    // MARK: For the pool

    func begin(_ exchange: UpstreamExchange) {
        guard let context, let pool else { return exchange.fail(.closed) }
        self.exchange = exchange
        exchange.connection = self
        hasAnswer = false
        deadline = .now() + pool.timeouts.firstByte
        let request = exchange.request
        parser.expect(head: request.method == .head)
        let head = request.head()
        let first = min(request.body.count, Self.piece)
        var buffer = context.channel.allocator.buffer(capacity: head.count + first)
        buffer.writeBytes(head)
        buffer.writeBytes(request.body[..<first])
        unsent = request.body[first...]
        context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
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
            context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
        }
        if unsent.isEmpty { unsent = [] }
    }

    func resume() {
        guard exchange != nil, exchange?.delegate?.upstreamMayRead == true else { return }
        if let pool { deadline = .now() + pool.timeouts.idle }
        read()
    }

    /// Closes the connection; what was under way gets nothing more.
    func abandon() {
        exchange = nil
        context?.close(mode: .all, promise: nil)
    }

    func check(_ now: NIODeadline) {
        guard let deadline, now >= deadline else { return }
        self.deadline = nil
        let failed = exchange
        exchange = nil
        context?.close(mode: .all, promise: nil)
        failed?.fail(hasAnswer ? .idleTimeout : .firstByteTimeout)
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
            context.close(mode: .all, promise: nil)
            return
        }
        hasAnswer = true
        do throws(HTTPError) {
            try parse(buffer.readableBytesUInt8Span)
        } catch {
            let failed = exchange
            exchange = nil
            context.close(mode: .all, promise: nil)
            failed?.fail(.malformed(error))
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
                // More than the answer is as untrustworthy as bytes without a request, and after a part of a request
                // nothing else can follow.
                finish(mayRest: keepsAlive && offset == bytes.count && unsent.isEmpty)
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
            context?.close(mode: .all, promise: nil)
        }
        finished?.end()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        if let exchange {
            if let pool { deadline = .now() + (hasAnswer ? pool.timeouts.idle : pool.timeouts.firstByte) }
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
        if error is NIOSSLError || error is NIOSSLExtraError { isSecurityFault = true }
        context.close(mode: .all, promise: nil)
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
        // A server may close a resting connection just as it is used again: nothing was answered, so nothing was done
        // that a second sending could do twice but what any client risks on a broken connection.
        if exchange.mayRetry, !hasAnswer, let pool {
            exchange.connection = nil
            pool.connect(for: exchange)
            return
        }
        do throws(HTTPError) {
            if try parser.finish() != nil { return exchange.end() }
            exchange.fail(.closed)
        } catch {
            exchange.fail(.closed)
        }
    }
}
