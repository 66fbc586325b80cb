import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

/// A client's connection that shows what is on the wire and no more.
public final class RawConnection: Sendable {
    /// What was waited for did not come.
    public struct TimedOut: Error, CustomStringConvertible {
        public var description: String
    }

    private struct Heard {
        var bytes: [UInt8] = []
        var isClosed = false
    }

    private let channel: any Channel
    private let heard: NIOLockedValueBox<Heard>

    private init(channel: any Channel, heard: NIOLockedValueBox<Heard>) {
        self.channel = channel
        self.heard = heard
    }

    private final class Collector: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        let heard: NIOLockedValueBox<Heard>

        init(_ heard: NIOLockedValueBox<Heard>) {
            self.heard = heard
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let buffer = unwrapInboundIn(data)
            heard.withLockedValue { $0.bytes += Array(buffer.readableBytesView) }
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if event as? ChannelEvent == .inputClosed { heard.withLockedValue { $0.isClosed = true } }
            context.fireUserInboundEventTriggered(event)
        }

        func channelInactive(context: ChannelHandlerContext) {
            heard.withLockedValue { $0.isClosed = true }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }

    /// - Parameter reads: whether it reads; a client that does not is a slow one.
    public static func open(port: Int, reads: Bool = true) async throws -> RawConnection {
        let heard = NIOLockedValueBox(Heard())
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.autoRead, value: reads)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Collector(heard))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        return RawConnection(channel: channel, heard: heard)
    }

    public func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    public func send(_ bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
    }

    /// From now on it reads.
    public func read() async throws { try await channel.setOption(.autoRead, value: true).get() }

    /// Says that nothing more will be sent.
    public func closeWriting() async throws { try await channel.close(mode: .output).get() }

    public func close() async { try? await channel.close().get() }

    public var answer: RawAnswer { RawAnswer(heard.withLockedValue(\.bytes)) }

    public var isClosed: Bool { heard.withLockedValue(\.isClosed) }

    /// Waits until what came is enough.
    public func receive(
        seconds: Double = 20, until enough: (RawAnswer) -> Bool
    ) async throws -> RawAnswer {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            let answer = answer
            if enough(answer) { return answer }
            if isClosed, answer.bytes.count == self.answer.bytes.count {
                throw TimedOut(description: "closed after: \(answer.text.suffix(300))")
            }
            try await Task.sleep(for: .milliseconds(2))
        }
        throw TimedOut(description: "only this came: \(answer.text.suffix(300))")
    }

    /// One whole message.
    public func receiveAnswer() async throws -> RawAnswer { try await receive { $0.isComplete } }

    /// All until the other side closes.
    public func receiveAll(seconds: Double = 20) async throws -> RawAnswer {
        let end = ContinuousClock.now + .seconds(seconds)
        while !isClosed {
            guard ContinuousClock.now < end else {
                throw TimedOut(description: "still open: \(answer.text.suffix(300))")
            }
            try await Task.sleep(for: .milliseconds(2))
        }
        return answer
    }

    /// Sends one request on a connection of its own and returns what comes until it closes or the message is whole.
    public static func ask(port: Int, _ request: String) async throws -> RawAnswer {
        let connection = try await open(port: port)
        try await connection.send(request)
        let end = ContinuousClock.now + .seconds(20)
        while !connection.isClosed, !connection.answer.isComplete, ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(2))
        }
        let answer = connection.answer
        await connection.close()
        return answer
    }
}
