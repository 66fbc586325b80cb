import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server that plays what a script says, byte for byte: odd servers too.
final class ScriptedServer: Sendable {
    enum Step: Sendable {
        case send(String)
        case pause(TimeAmount)
        /// So many pieces, each written when the one before has left.
        case stream(pieces: Int, size: Int)
        /// Takes no more bytes of the client.
        case stopReading
        case close
        /// Ends the connection below TLS, which is not told.
        case cut
        /// Ends the connection with a reset.
        case reset
    }

    struct Request: Sendable {
        var connection: Int
        var text: String
    }

    struct Log: Sendable {
        var connections = 0
        var requests: [Request] = []
        /// Connections that are over, whoever ended them.
        var closed: Set<Int> = []
        var pieces = 0
    }

    /// What to do for a connection's request, both counted from 0; request -1 is the connection's begin.
    typealias Script = @Sendable (_ connection: Int, _ request: Int) -> [Step]

    let script: Script
    let answersAtHead: Bool
    private let entries = Mutex(Log())
    private let channel: Mutex<(any Channel)?> = Mutex(nil)

    private init(answersAtHead: Bool, script: @escaping Script) {
        self.answersAtHead = answersAtHead
        self.script = script
    }

    /// - Parameter answersAtHead: whether the script runs before the request's body has come.
    static func start(
        tls: NIOSSLContext? = nil, answersAtHead: Bool = false, _ script: @escaping Script
    ) async throws -> ScriptedServer {
        let server = ScriptedServer(answersAtHead: answersAtHead, script: script)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    try channel.pipeline.syncOperations.addHandler(ScriptedConnection(server))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        server.channel.withLock { $0 = channel }
        return server
    }

    var port: Int { channel.withLock { $0?.localAddress?.port ?? 0 } }
    var log: Log { entries.withLock { $0 } }

    func note<Result: Sendable>(_ body: @Sendable (inout Log) -> Result) -> Result { entries.withLock { body(&$0) } }

    func stop() async throws {
        try await channel.withLock { $0 }?.close().get()
    }
}
