import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
public import NIOSSL

/// A server that says, byte for byte, what it is told to: also what no server should.
public final class ScriptedServer: Sendable {
    public enum Step: Sendable {
        /// Until a whole request has come, by its Content-Length.
        case request
        case send([UInt8])
        case wait(milliseconds: Int)
        case close

        public static func send(_ text: String) -> Step { .send(Array(text.utf8)) }

        /// A whole JSON answer.
        public static func answer(_ body: String, status: Int = 200, headers: String = "") -> Step {
            .send(
                "HTTP/1.1 \(status) X\r\nContent-Type: application/json\r\n\(headers)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
            )
        }

        /// The head of a stream of server-sent events in chunks.
        public static let streamHead = Step.send(
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")

        public static func chunk(_ text: String) -> Step {
            .send("\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n")
        }

        public static let lastChunk = Step.send("0\r\n\r\n")
    }

    /// What a connection received, and whether the client has closed it.
    public struct Connection: Sendable {
        public var received: [UInt8] = []
        public var isClosedByClient = false
        /// Bytes that the socket has taken.
        public var sent = 0

        public var text: String { String(decoding: received, as: UTF8.self) }
    }

    private let channel: any Channel
    private let state: NIOLockedValueBox<[Connection]>
    public let port: Int

    private init(channel: any Channel, state: NIOLockedValueBox<[Connection]>, port: Int) {
        self.channel = channel
        self.state = state
        self.port = port
    }

    /// - Parameter script: the steps of each connection, counted from 0.
    public static func start(
        tls: NIOSSLContext? = nil, script: @escaping @Sendable (Int) -> [Step]
    ) async throws -> ScriptedServer {
        let state = NIOLockedValueBox<[Connection]>([])
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let number = state.withLockedValue { connections in
                        connections.append(Connection())
                        return connections.count - 1
                    }
                    if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    try channel.pipeline.syncOperations.addHandler(ScriptPlayer(script(number), number, state))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return ScriptedServer(channel: channel, state: state, port: channel.localAddress?.port ?? 0)
    }

    public var connections: [Connection] { state.withLockedValue { $0 } }

    public func stop() async { try? await channel.close().get() }
}

/// Plays the steps of one connection.
private final class ScriptPlayer: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var steps: [ScriptedServer.Step]
    private let number: Int
    private let state: NIOLockedValueBox<[ScriptedServer.Connection]>
    private var unread: [UInt8] = []
    private var isWaiting = false
    private var hasClosed = false

    init(_ steps: [ScriptedServer.Step], _ number: Int, _ state: NIOLockedValueBox<[ScriptedServer.Connection]>) {
        self.steps = steps
        self.number = number
        self.state = state
    }

    func channelActive(context: ChannelHandlerContext) {
        play(context)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = Array(unwrapInboundIn(data).readableBytesView)
        unread += bytes
        note { $0.received += bytes }
        play(context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        if !hasClosed { note { $0.isClosedByClient = true } }
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func note(_ change: (inout ScriptedServer.Connection) -> Void) {
        state.withLockedValue { change(&$0[number]) }
    }

    private func play(_ context: ChannelHandlerContext) {
        while !isWaiting, let step = steps.first {
            switch step {
            case .request:
                guard takeRequest() else { return }
            case .send(let bytes):
                let state = state
                let number = number
                context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes))).whenSuccess {
                    state.withLockedValue { $0[number].sent += bytes.count }
                }
            case .wait(let milliseconds):
                isWaiting = true
                let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
                context.eventLoop.scheduleTask(in: .milliseconds(Int64(milliseconds))) {
                    let (player, context) = bound.value
                    player.isWaiting = false
                    player.play(context)
                }
            case .close:
                hasClosed = true
                context.close(promise: nil)
            }
            steps.removeFirst()
        }
    }

    /// Removes one whole request from what came.
    private func takeRequest() -> Bool {
        let request = RawAnswer(unread)
        guard !request.head.isEmpty else { return false }
        let length = request.header("content-length").flatMap { Int($0) } ?? 0
        let end = request.head.utf8.count + length
        guard unread.count >= end else { return false }
        unread.removeFirst(end)
        return true
    }
}
