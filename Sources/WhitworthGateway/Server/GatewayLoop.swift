import Logging
import NIOCore
import NIOSSL
import WhitworthTransport

/// All that one event loop has: its pool of connections to providers, and its clients. Lives and dies on its loop.
final class GatewayLoop {
    let eventLoop: any EventLoop
    let configuration: GatewayConfiguration
    let routes: RouteTable
    let models: ModelDirectory
    let pool: UpstreamPool
    let observer: @Sendable (ExchangeRecord) -> Void
    private(set) var isDraining = false
    var requestIDs = RequestID()
    var date = HTTPDate()
    private var clients: [ObjectIdentifier: ClientConnection] = [:]
    /// Exchanges whose client has its answer, while the last bytes of the provider's are on their way.
    private var tails: [ObjectIdentifier: ClientExchange] = [:]
    private var ticking: LoopTimer?
    private var whenDrained: EventLoopPromise<Void>?

    init(
        eventLoop: any EventLoop, configuration: GatewayConfiguration, routes: RouteTable, models: ModelDirectory,
        tls: NIOSSLContext?, observer: @escaping @Sendable (ExchangeRecord) -> Void
    ) {
        self.eventLoop = eventLoop
        self.configuration = configuration
        self.routes = routes
        self.models = models
        self.observer = observer
        let timeouts = configuration.timeouts
        pool = UpstreamPool(
            eventLoop: eventLoop,
            timeouts: UpstreamTimeouts(
                connect: .milliseconds(Int64(timeouts.connect)), firstByte: .milliseconds(Int64(timeouts.firstByte)),
                idle: .milliseconds(Int64(timeouts.idle)), keepAlive: .milliseconds(Int64(timeouts.keepAlive))),
            tls: tls)
    }

    var clientCount: Int { clients.count }

    func add(_ client: ClientConnection) {
        clients[ObjectIdentifier(client)] = client
        tick()
    }

    func remove(_ client: ClientConnection) {
        clients[ObjectIdentifier(client)] = nil
        if clients.isEmpty {
            ticking?.cancel()
            ticking = nil
            if isDraining { finishDraining() }
        }
    }

    func keep(_ exchange: ClientExchange) { tails[ObjectIdentifier(exchange)] = exchange }

    func release(_ exchange: ClientExchange) { tails[ObjectIdentifier(exchange)] = nil }

    /// How long a client may take to read why it was cut.
    private static let lastWords = TimeAmount.seconds(1)

    /// Lets running exchanges end, closes all else; completes when the last client is gone.
    func drain() -> EventLoopFuture<Void> {
        if let whenDrained { return whenDrained.futureResult }
        isDraining = true
        let promise = eventLoop.makePromise(of: Void.self)
        whenDrained = promise
        for client in Array(clients.values) { client.drain() }
        if clients.isEmpty {
            finishDraining()
        } else {
            let limit = TimeAmount.milliseconds(Int64(configuration.timeouts.drain))
            eventLoop.assumeIsolated().scheduleTask(in: limit) { [weak self] in
                guard let self else { return }
                for client in Array(self.clients.values) { client.cut() }
                self.eventLoop.assumeIsolated().scheduleTask(in: Self.lastWords) { [weak self] in
                    for client in self.map({ Array($0.clients.values) }) ?? [] { client.abort() }
                }
            }
        }
        return promise.futureResult
    }

    private func finishDraining() {
        pool.close()
        tails = [:]
        whenDrained?.succeed()
    }

    /// One timer for all clients' deadlines.
    private func tick() {
        guard ticking == nil else { return }
        let timeouts = configuration.timeouts
        let shortest = min(timeouts.keepAlive, timeouts.request, timeouts.idle)
        let period = TimeAmount.milliseconds(Int64(min(1000, max(10, shortest / 4))))
        ticking = LoopTimer(on: eventLoop, every: period) { [weak self] in
            let now = NIODeadline.now()
            for client in self.map({ Array($0.clients.values) }) ?? [] { client.check(now) }
        }
    }
}
