import NIOCore
import NIOPosix
import NIOSSL
import WhitworthHTTP

@testable import WhitworthTransport

/// A pool on a loop of its own, driven from tests.
final class Bench: Sendable {
    let eventLoop: any EventLoop
    private let pool: NIOLoopBound<UpstreamPool>

    private init(_ eventLoop: any EventLoop, _ pool: NIOLoopBound<UpstreamPool>) {
        self.eventLoop = eventLoop
        self.pool = pool
    }

    /// Times so long that only a test that means one sees it pass.
    static func timeouts(
        connect: TimeAmount = .seconds(20), firstByte: TimeAmount = .seconds(30), idle: TimeAmount = .seconds(30),
        keepAlive: TimeAmount = .seconds(60)
    ) -> UpstreamTimeouts {
        UpstreamTimeouts(connect: connect, firstByte: firstByte, idle: idle, keepAlive: keepAlive)
    }

    static func make(
        _ timeouts: UpstreamTimeouts = Bench.timeouts(), tls: NIOSSLContext? = nil
    ) async throws -> Bench {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.any()
        let pool = try await eventLoop.submit {
            NIOLoopBound(UpstreamPool(eventLoop: eventLoop, timeouts: timeouts, tls: tls), eventLoop: eventLoop)
        }.get()
        return Bench(eventLoop, pool)
    }

    func on<Result: Sendable>(_ body: @escaping @Sendable (UpstreamPool) throws -> Result) async throws -> Result {
        try await eventLoop.submit { [pool] in try body(pool.value) }.get()
    }

    /// - Parameter prepare: called before the request is sent.
    func send(
        _ request: UpstreamRequest, _ prepare: @escaping @Sendable (Recorder) -> Void = { _ in }
    ) async throws -> Call {
        try await on { pool in
            let recorder = Recorder(on: pool.eventLoop)
            prepare(recorder)
            return Call(recorder, pool.send(request, delegate: recorder), on: pool.eventLoop)
        }
    }

    func answer(_ request: UpstreamRequest) async throws -> Answer {
        try await send(request).answer
    }

    /// Connections open and at rest, as "open/idle".
    var counts: String { get async throws { try await on { "\($0.counts.open)/\($0.counts.idle)" } } }

    func close() async throws {
        try await on { $0.close() }
    }
}
