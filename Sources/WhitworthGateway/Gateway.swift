public import Logging
public import NIOCore
import NIOPosix
import NIOSSL
import WhitworthProviders

/// The server: listens, and spreads its clients over the event loops of its group.
public final class Gateway: Sendable {
    private let listener: any Channel
    private let loops: [NIOLoopBound<GatewayLoop>]
    /// Where it listens, also when the port was left to the system.
    public let port: Int

    private init(listener: any Channel, loops: [NIOLoopBound<GatewayLoop>], port: Int) {
        self.listener = listener
        self.loops = loops
        self.port = port
    }

    /// - Parameters:
    ///   - group: each of its loops gets a pool of its own; clients stay on the loop that accepted them.
    ///   - observer: called at the end of every exchange, on its loop: must be quick.
    /// - Throws: where the address cannot be bound, or TLS cannot be set up.
    public static func start(
        configuration: GatewayConfiguration, group: any EventLoopGroup, logger: Logger,
        observer: (@Sendable (ExchangeRecord) -> Void)? = nil
    ) async throws -> Gateway {
        let routes = RouteTable(providers: configuration.providers, aliases: configuration.aliases)
        let models = ModelDirectory(routes)
        let isSecure = configuration.providers.contains { $0.baseURL.isSecure }
        let tls = isSecure ? try NIOSSLContext(configuration: .makeClientConfiguration()) : nil
        let observe = observer ?? { ExchangeLog.write($0, to: logger) }
        var loops: [ObjectIdentifier: NIOLoopBound<GatewayLoop>] = [:]
        for eventLoop in group.makeIterator() {
            loops[ObjectIdentifier(eventLoop)] = try await eventLoop.submit {
                NIOLoopBound(
                    GatewayLoop(
                        eventLoop: eventLoop, configuration: configuration, routes: routes, models: models, tls: tls,
                        observer: observe), eventLoop: eventLoop)
            }.get()
        }
        let known = loops
        let listener = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.autoRead, value: false)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.maxMessagesPerRead, value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard let loop = known[ObjectIdentifier(channel.eventLoop)]?.value else {
                        throw ChannelError.inappropriateOperationForState
                    }
                    try channel.pipeline.syncOperations.addHandler(ClientConnection(loop: loop))
                }
            }
            .bind(host: configuration.host, port: configuration.port).get()
        return Gateway(
            listener: listener, loops: Array(known.values), port: listener.localAddress?.port ?? configuration.port)
    }

    /// Clients connected now.
    func clientCount() async throws -> Int {
        var count = 0
        for loop in loops { count += try await loop.eventLoop.submit { loop.value.clientCount }.get() }
        return count
    }

    /// Accepts no more, lets running answers end within the drain time, then cuts them with an error that says so.
    public func shutdown() async throws {
        try? await listener.close().get()
        // All at once: none may go on serving while another drains.
        let drained = loops.map { loop in loop.eventLoop.flatSubmit { loop.value.drain() } }
        for loop in drained { try await loop.get() }
    }
}
