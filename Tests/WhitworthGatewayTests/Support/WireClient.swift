import NIOCore
import NIOPosix
import Synchronization

/// A client of bytes: sends what it is told, keeps what comes, and can be slow, half-closed or gone.
final class WireClient: Sendable {
    struct NotInTime: Error, CustomStringConvertible {
        var received: String
        var description: String { "not within the time; received: \(received.prefix(2000))" }
    }

    private struct State {
        var bytes: [UInt8] = []
        var isClosed = false
        var waiters: [(isMet: @Sendable ([UInt8], Bool) -> Bool, promise: EventLoopPromise<Void>)] = []
    }

    private final class Inbox: Sendable {
        let state = Mutex(State())

        func change(_ body: (inout State) -> Void) {
            let met = state.withLock { state in
                body(&state)
                let (bytes, isClosed) = (state.bytes, state.isClosed)
                let met = state.waiters.filter { isClosed || $0.isMet(bytes, isClosed) }
                state.waiters.removeAll { isClosed || $0.isMet(bytes, isClosed) }
                return met
            }
            for waiter in met { waiter.promise.succeed() }
        }
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        let inbox: Inbox
        let first: String?

        init(_ inbox: Inbox, _ first: String?) {
            self.inbox = inbox
            self.first = first
        }

        func channelActive(context: ChannelHandlerContext) {
            if let first { context.writeAndFlush(NIOAny(ByteBuffer(string: first)), promise: nil) }
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let buffer = unwrapInboundIn(data)
            inbox.change { $0.bytes.append(contentsOf: buffer.readableBytesView) }
        }

        func channelInactive(context: ChannelHandlerContext) { inbox.change { $0.isClosed = true } }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }

    private let channel: any Channel
    private let inbox: Inbox

    private init(_ channel: any Channel, _ inbox: Inbox) {
        self.channel = channel
        self.inbox = inbox
    }

    /// - Parameters:
    ///   - receiveBuffer: of the socket; small ones make a slow client felt soon.
    ///   - isReading: whether it reads before `setReading(true)`.
    ///   - first: sent at once, however busy the machine is.
    static func connect(
        to port: Int, receiveBuffer: Int32? = nil, isReading: Bool = true, sending first: String? = nil
    ) async throws -> WireClient {
        let inbox = Inbox()
        var bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.autoRead, value: isReading)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Handler(inbox, first))
                }
            }
        if let receiveBuffer {
            bootstrap = bootstrap.channelOption(.socketOption(.so_rcvbuf), value: .init(receiveBuffer))
        }
        return WireClient(try await bootstrap.connect(host: "127.0.0.1", port: port).get(), inbox)
    }

    func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) async throws { try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get() }

    /// Sends what may not all be taken.
    func sendAnyway(_ bytes: [UInt8]) { channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil) }

    /// No more is sent, all is still read.
    func finishSending() async throws { try await channel.close(mode: .output).get() }

    func leave() async throws { try await channel.close().get() }

    func setReading(_ isReading: Bool) async throws {
        try await channel.setOption(.autoRead, value: isReading).get()
        if isReading { channel.read() }
    }

    var bytes: [UInt8] { inbox.state.withLock { $0.bytes } }
    var isClosed: Bool { inbox.state.withLock { $0.isClosed } }
    var answers: [WireAnswer] { inbox.state.withLock { WireAnswer.all(in: $0.bytes, isClosed: $0.isClosed) } }

    /// Waits until what came is enough, or the connection has ended.
    func wait(
        _ limit: TimeAmount = .seconds(15), until isMet: @escaping @Sendable ([UInt8], Bool) -> Bool
    ) async throws {
        let promise = channel.eventLoop.makePromise(of: Void.self)
        let timer = channel.eventLoop.scheduleTask(in: limit) { [inbox] in
            promise.fail(NotInTime(received: String(decoding: inbox.state.withLock { $0.bytes }, as: UTF8.self)))
        }
        inbox.change { $0.waiters.append((isMet, promise)) }
        defer { timer.cancel() }
        try await promise.futureResult.get()
    }

    /// That many whole answers.
    @discardableResult
    func answers(_ count: Int) async throws -> [WireAnswer] {
        try await wait { bytes, isClosed in
            WireAnswer.all(in: bytes, isClosed: isClosed).filter(\.isComplete).count >= count
        }
        return answers
    }

    func answer() async throws -> WireAnswer {
        guard let answer = try await answers(1).first else { throw NotInTime(received: "nothing but the end") }
        return answer
    }

    func wait(for text: String) async throws {
        try await wait { bytes, _ in String(decoding: bytes, as: UTF8.self).contains(text) }
    }

    func waitForEnd() async throws { try await wait { _, isClosed in isClosed } }
}
