public import NIOCore
import NIOPosix
public import NIOSSL
import WhitworthHTTP

/// The connections of one event loop to all providers. Not `Sendable`: it lives and dies on its loop.
public final class UpstreamPool {
    public let eventLoop: any EventLoop
    let timeouts: UpstreamTimeouts
    private let tls: NIOSSLContext?
    /// Last used first: the others may rest and be closed.
    private var idle: [UpstreamAddress: [UpstreamConnection]] = [:]
    private var all: [ObjectIdentifier: UpstreamConnection] = [:]
    private var ticking: LoopTimer?
    /// How soon after a request was sent the end of its connection is taken for one that crossed it on its way: longer
    /// than a round trip with a lost packet, shorter than a model needs to do anything. See `UpstreamConnection.lose`.
    var retryWindow = TimeAmount.seconds(2)
    private var isClosed = false

    /// - Parameter tls: nil where no provider is reached by TLS.
    public init(eventLoop: any EventLoop, timeouts: UpstreamTimeouts, tls: NIOSSLContext?) {
        self.eventLoop = eventLoop
        self.timeouts = timeouts
        self.tls = tls
    }

    /// Connections open now, and those of them at rest.
    public var counts: (open: Int, idle: Int) { (all.count, idle.values.reduce(0) { $0 + $1.count }) }

    /// Sends a request on a connection at rest, or on a new one. Must be called on the loop. What fails at once is told
    /// before this returns.
    public func send(_ request: UpstreamRequest, delegate: any UpstreamDelegate) -> UpstreamExchange {
        eventLoop.preconditionInEventLoop()
        let exchange = UpstreamExchange(request: request, delegate: delegate)
        do throws(HTTPError) {
            exchange.head = try request.head()
        } catch {
            exchange.fail(.unsendable)
            return exchange
        }
        while let connection = idle[request.address]?.popLast() {
            guard connection.isUsable else { continue }
            exchange.mayRetry = true
            connection.begin(exchange)
            return exchange
        }
        connect(for: exchange)
        return exchange
    }

    /// Closes all connections; answers under way end as `closed`. Must be called before the pool is let go.
    public func close() {
        isClosed = true
        ticking?.cancel()
        ticking = nil
        idle = [:]
        for connection in Array(all.values) { connection.shutDown() }
    }

    /// A new connection, for an exchange that found none at rest or whose connection turned out to be closed.
    func connect(for exchange: UpstreamExchange) {
        guard !isClosed else { return exchange.fail(.connectFailed) }
        exchange.mayRetry = false
        let address = exchange.request.address
        let connection = UpstreamConnection(pool: self, address: address)
        let tlsHandler: NIOSSLClientHandler?
        do {
            tlsHandler = try address.isSecure ? handler(for: address.host) : nil
        } catch {
            return exchange.fail(.insecure)
        }
        let bound = NIOLoopBound((connection, tlsHandler), eventLoop: eventLoop)
        let connecting = ClientBootstrap(group: eventLoop)
            .connectTimeout(timeouts.connect)
            .channelOption(.autoRead, value: false)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.maxMessagesPerRead, value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let (connection, tls) = bound.value
                    if let tls { try channel.pipeline.syncOperations.addHandler(tls) }
                    try channel.pipeline.syncOperations.addHandler(connection)
                }
            }
            .connect(host: address.host, port: address.port)
        connecting.assumeIsolated().whenComplete { [self] result in
            switch result {
            case .success:
                // It may have ended already, in which case nobody would tell of its end again.
                guard !exchange.isOver, !isClosed, connection.isUsable else {
                    connection.abandon()
                    return exchange.fail(isClosed ? .connectFailed : address.isSecure ? .insecure : .closed)
                }
                all[ObjectIdentifier(connection)] = connection
                tick()
                connection.begin(exchange)
            case .failure(let error):
                if case ChannelError.connectTimeout = error { return exchange.fail(.connectTimeout) }
                exchange.fail(.connectFailed)
            }
        }
    }

    private func handler(for host: String) throws -> NIOSSLClientHandler {
        guard let tls else { throw UpstreamError.insecure }
        // An address has no name to be sent; its certificate is checked all the same.
        let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
        return try NIOSSLClientHandler(context: tls, serverHostname: isAddress ? nil : host)
    }

    func rest(_ connection: UpstreamConnection) {
        idle[connection.address, default: []].append(connection)
    }

    func forget(_ connection: UpstreamConnection) {
        all[ObjectIdentifier(connection)] = nil
        withdraw(connection)
        if all.isEmpty {
            ticking?.cancel()
            ticking = nil
        }
    }

    /// It is about to close: no request goes out on it.
    func withdraw(_ connection: UpstreamConnection) {
        idle[connection.address]?.removeAll { $0 === connection }
        if idle[connection.address]?.isEmpty == true { idle[connection.address] = nil }
    }

    /// One timer for all connections: cheaper than one each, moved with every read.
    private func tick() {
        guard ticking == nil else { return }
        let shortest = min(timeouts.firstByte, timeouts.idle, timeouts.keepAlive)
        let period = TimeAmount.nanoseconds(min(1_000_000_000, max(10_000_000, shortest.nanoseconds / 4)))
        ticking = LoopTimer(on: eventLoop, every: period) { [weak self] in
            let now = NIODeadline.now()
            for connection in self.map({ Array($0.all.values) }) ?? [] { connection.check(now) }
        }
    }
}
