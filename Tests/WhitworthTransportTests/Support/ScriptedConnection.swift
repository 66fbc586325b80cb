import NIOCore
import NIOSSL

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// One connection of a `ScriptedServer`.
final class ScriptedConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let server: ScriptedServer
    private var number = 0
    private var requests = 0
    private var received: [UInt8] = []

    init(_ server: ScriptedServer) {
        self.server = server
    }

    func channelActive(context: ChannelHandlerContext) {
        number = server.note { log in
            log.connections += 1
            return log.connections - 1
        }
        play(server.script(number, -1)[...], context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        let number = number
        server.note { log in _ = log.closed.insert(number) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received += unwrapInboundIn(data).readableBytesView
        while let count = requestLength() {
            let request = ScriptedServer.Request(
                connection: number, text: String(decoding: received[..<count], as: UTF8.self))
            received.removeFirst(count)
            server.note { log in log.requests.append(request) }
            requests += 1
            play(server.script(number, requests - 1)[...], context)
        }
    }

    /// Of the first request, when it has come whole.
    private func requestLength() -> Int? {
        let end: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]
        guard received.count >= 4,
            let head = (4...received.count).first(where: { received[$0 - 4..<$0].elementsEqual(end) })
        else { return nil }
        if server.answersAtHead { return head }
        let lines = String(decoding: received[..<head], as: UTF8.self).lowercased().split(separator: "\r\n")
        let length = lines.first { $0.hasPrefix("content-length: ") }.flatMap { Int($0.dropFirst(16)) } ?? 0
        return received.count >= head + length ? head + length : nil
    }

    private func play(_ steps: ArraySlice<ScriptedServer.Step>, _ context: ChannelHandlerContext) {
        guard let step = steps.first else { return }
        let rest = steps.dropFirst()
        switch step {
        case .send(let text):
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
            play(rest, context)
        case .pause(let time):
            context.eventLoop.assumeIsolated().scheduleTask(in: time) { self.play(rest, context) }
        case .stream(let pieces, let size):
            stream(pieces, ByteBuffer(repeating: 0x78, count: size), rest, context)
        case .stopReading:
            context.channel.setOption(.autoRead, value: false).assumeIsolated().whenComplete { _ in
                self.play(rest, context)
            }
        case .close: context.close(promise: nil)
        case .cut:
            let tls = try? context.pipeline.syncOperations.context(handlerType: NIOSSLServerHandler.self)
            (tls ?? context).close(promise: nil)
        case .reset:
            let now = (context.channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
            now?.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
        }
    }

    private func stream(
        _ left: Int, _ piece: ByteBuffer, _ rest: ArraySlice<ScriptedServer.Step>, _ context: ChannelHandlerContext
    ) {
        guard left > 0 else { return play(rest, context) }
        context.writeAndFlush(wrapOutboundOut(piece)).assumeIsolated().whenSuccess {
            self.server.note { log in log.pieces += 1 }
            self.stream(left - 1, piece, rest, context)
        }
    }
}
