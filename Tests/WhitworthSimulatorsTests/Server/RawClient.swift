import NIOCore
import NIOPosix

/// A client that shows what is on the wire and no more.
enum RawClient {
    struct Answer: Sendable {
        var bytes: [UInt8] = []
        /// When each piece came, in milliseconds after the request.
        var arrivals: [Int] = []

        var text: String { String(decoding: bytes, as: UTF8.self) }

        var head: String { text.components("\r\n\r\n").first ?? "" }

        var status: Int? { head.split(separator: " ").dropFirst().first.flatMap { Int($0) } }

        func header(_ name: String) -> String? {
            head.components("\r\n").first { $0.lowercased().hasPrefix(name + ": ") }.map {
                String($0.dropFirst(name.count + 2))
            }
        }

        /// What follows the head, as it is on the wire.
        var rest: [UInt8] { Array(bytes.dropFirst(head.utf8.count + 4)) }

        /// The chunks joined, and whether the last one, which is empty, came.
        var chunked: (body: String, isComplete: Bool) {
            var body: [UInt8] = []
            var rest = rest[...]
            while let line = rest.firstIndex(of: 0x0D) {
                guard let size = Int(String(decoding: rest[..<line], as: UTF8.self), radix: 16) else { break }
                if size == 0 { return (String(decoding: body, as: UTF8.self), true) }
                let chunk = rest[(line + 2)...].prefix(size)
                body += chunk
                guard chunk.count == size else { break }
                rest = rest[(chunk.endIndex)...].dropFirst(2)
            }
            return (String(decoding: body, as: UTF8.self), false)
        }
    }

    private final class Collector: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private var answer = Answer()
        private let start = NIODeadline.now()
        private let promise: EventLoopPromise<Answer>
        private let enough: @Sendable (Answer) -> Bool

        init(_ promise: EventLoopPromise<Answer>, _ enough: @escaping @Sendable (Answer) -> Bool) {
            self.promise = promise
            self.enough = enough
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            answer.bytes.append(contentsOf: unwrapInboundIn(data).readableBytesView)
            answer.arrivals.append(Int((NIODeadline.now() - start).nanoseconds / 1_000_000))
            if enough(answer) { context.close(promise: nil) }
        }

        func channelInactive(context: ChannelHandlerContext) { promise.succeed(answer) }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }

    /// Sends and collects until the server closes or what came is enough.
    static func send(
        _ request: String, to port: Int, until enough: @escaping @Sendable (Answer) -> Bool = { _ in false }
    ) async throws -> Answer {
        let group = MultiThreadedEventLoopGroup.singleton
        let promise = group.next().makePromise(of: Answer.self)
        let channel: any Channel
        do {
            channel = try await ClientBootstrap(group: group)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(Collector(promise, enough))
                    }
                }
                .connect(host: "127.0.0.1", port: port).get()
        } catch {
            promise.fail(error)
            throw error
        }
        try? await channel.writeAndFlush(ByteBuffer(string: request))
        return try await promise.futureResult.get()
    }

    static func post(
        _ path: String, _ body: String, headers: String = "Authorization: Bearer sk-test\r\n", isLast: Bool = true
    ) -> String {
        "POST \(path) HTTP/1.1\r\nHost: simulated\r\n\(headers)Content-Type: application/json\r\n"
            + (isLast ? "Connection: close\r\n" : "") + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    static func get(_ path: String, headers: String = "") -> String {
        "GET \(path) HTTP/1.1\r\nHost: simulated\r\n\(headers)Connection: close\r\n\r\n"
    }

    static func chat(_ text: String, isStream: Bool = false, isLast: Bool = true) -> String {
        post(
            "/openai/v1/chat/completions",
            #"{"model":"gpt-4o","stream":\#(isStream),"messages":[{"role":"user","content":"\#(text)"}]}"#,
            isLast: isLast)
    }
}

extension String {
    /// Split at a separator of several characters.
    func components(_ separator: String) -> [String] {
        var parts: [String] = []
        var part: [UInt8] = []
        let bytes = Array(utf8)
        let mark = Array(separator.utf8)
        var index = 0
        while index < bytes.count {
            if bytes[index...].starts(with: mark) {
                parts.append(String(decoding: part, as: UTF8.self))
                part = []
                index += mark.count
            } else {
                part.append(bytes[index])
                index += 1
            }
        }
        return parts + [String(decoding: part, as: UTF8.self)]
    }
}
