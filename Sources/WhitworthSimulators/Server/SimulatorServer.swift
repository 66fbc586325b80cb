public import NIOCore
import NIOHTTP1
import NIOPosix

/// The simulators on a socket: OpenAI at `/openai/v1/…`, Anthropic at `/anthropic/v1/…`, and `/__simulator/…` for
/// tests.
public final class SimulatorServer: Sendable {
    private let channel: any Channel
    private let ledger: Ledger

    /// The port it listens on.
    public let port: Int

    private init(channel: any Channel, ledger: Ledger, port: Int) {
        self.channel = channel
        self.ledger = ledger
        self.port = port
    }

    /// Starts to listen.
    ///
    /// - Parameters:
    ///   - port: 0 takes a free one.
    ///   - script: answers that come before those a prompt asks for.
    /// - Throws: when the address cannot be bound.
    public static func start(
        host: String = "127.0.0.1", port: Int = 0, group: any EventLoopGroup, script: Script? = nil
    ) async throws -> SimulatorServer {
        let simulator = Simulator(script: script)
        let ledger = Ledger()
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1_024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.writeBufferWaterMark, value: .init(low: 32 << 10, high: 64 << 10))
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    // NIO's own pipelining handler would stop reading while an answer plays, and with it the notice
                    // that
                    // the client has left; the exchange handler queues by itself.
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(
                        withPipeliningAssistance: false, withErrorHandling: true)
                    try channel.pipeline.syncOperations.addHandler(
                        ExchangeHandler(simulator: simulator, ledger: ledger))
                }
            }
            .bind(host: host, port: port).get()
        return SimulatorServer(channel: channel, ledger: ledger, port: channel.localAddress?.port ?? port)
    }

    /// Stops listening, lets the answers that are playing end, and closes all connections.
    ///
    /// - Parameter patience: how long an answer may go on before its connection is closed under it.
    public func shutdown(patience: TimeAmount = .seconds(5)) async throws {
        try await channel.close()
        let connections = ledger.drain()
        let timers = connections.map { connection in
            connection.pipeline.fireUserInboundEventTriggered(ExchangeHandler.Drain())
            return connection.eventLoop.scheduleTask(in: patience) { connection.close(promise: nil) }
        }
        for connection in connections { try? await connection.closeFuture.get() }
        for timer in timers { timer.cancel() }
    }

    /// Returns when the server has stopped listening.
    public func waitUntilClosed() async throws {
        try await channel.closeFuture.get()
    }
}
