import NIOCore
import NIOPosix
import Testing
import WhitworthTransport

@testable import WhitworthGateway

/// Clients, exchanges and loops must go when their work is done: a gateway that keeps them grows for days (P37).
@Suite("Lifetimes")
struct LifetimeTests {
    private final class Weak<Object: AnyObject> {
        weak var object: Object?
        init(_ object: Object) { self.object = object }
    }

    /// A loop that serves on its own, of which everything can be seen.
    private final class Watched {
        var loop: GatewayLoop?
        var connections: [Weak<ClientConnection>] = []
        var exchanges: [Weak<ClientExchange>] = []

        /// Remembers the exchanges that connections hold now.
        func look() {
            for connection in connections.compactMap(\.object) {
                for child in Mirror(reflecting: connection).children where child.label == "state" {
                    for payload in Mirror(reflecting: child.value).children {
                        guard let exchange = payload.value as? ClientExchange,
                            !exchanges.contains(where: { $0.object === exchange })
                        else { continue }
                        exchanges.append(Weak(exchange))
                    }
                }
            }
        }
    }

    private func watching(
        upstream: Int, _ body: (_ port: Int, _ watched: NIOLoopBound<Watched>) async throws -> Void
    ) async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let eventLoop = group.next()
        var configuration = GatewayConfiguration(providers: Bench.providers(upstream, isSimulated: false))
        configuration.timeouts.drain = 100
        let served = configuration
        let watched = try await eventLoop.submit {
            let watched = Watched()
            let routes = RouteTable(providers: served.providers, aliases: [:])
            watched.loop = GatewayLoop(
                eventLoop: eventLoop, configuration: served, routes: routes, models: ModelDirectory(routes), tls: nil,
                observer: { _ in })
            return NIOLoopBound(watched, eventLoop: eventLoop)
        }.get()
        let listener = try await ServerBootstrap(group: group)
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard let loop = watched.value.loop else { throw ChannelError.inappropriateOperationForState }
                    let connection = ClientConnection(loop: loop)
                    watched.value.connections.append(Weak(connection))
                    try channel.pipeline.syncOperations.addHandler(connection)
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        try await body(listener.localAddress?.port ?? 0, watched)
        try await listener.close().get()
        // The loop goes with its last clients and connections.
        let loop = try await eventLoop.submit { () -> NIOLoopBound<Weak<GatewayLoop>>? in
            watched.value.loop.map { NIOLoopBound(Weak($0), eventLoop: eventLoop) }
        }.get()
        try await eventLoop.flatSubmit { () -> EventLoopFuture<Void> in
            watched.value.loop?.drain() ?? eventLoop.makeSucceededVoidFuture()
        }.get()
        try await eventLoop.submit { watched.value.loop = nil }.get()
        #expect(try await isMet(on: eventLoop) { loop?.value.object == nil }, "the loop is gone")
        try await group.shutdownGracefully()
    }

    private func isMet(on eventLoop: any EventLoop, _ condition: @escaping @Sendable () -> Bool) async throws -> Bool {
        for _ in 0..<200 {
            if try await eventLoop.submit(condition).get() { return true }
            try await Task.sleep(for: .milliseconds(20))
        }
        return false
    }

    @Test(
        "Exchanges and connections go when they are over, whatever ended them",
        arguments: ["answered", "streamed", "late chunk", "refused", "left", "left stream", "cut", "held"])
    func nothingIsKept(end: String) async throws {
        let start: [ScriptedUpstream.Step] = [
            ScriptedUpstream.streamHead, ScriptedUpstream.chunk(ScriptedUpstream.chatStart),
            ScriptedUpstream.chunk(ScriptedUpstream.chatDelta("x")),
        ]
        let scripts: [String: [ScriptedUpstream.Step]] = [
            "answered": [ScriptedUpstream.whole("200 OK", "application/json", "{}")],
            "streamed": start + [ScriptedUpstream.chunk(ScriptedUpstream.chatEnd), ScriptedUpstream.lastChunk],
            "late chunk": start + [
                ScriptedUpstream.chunk(ScriptedUpstream.chatEnd), .pause(milliseconds: 80), ScriptedUpstream.lastChunk,
            ],
            "refused": [ScriptedUpstream.whole("429 No", "application/json", "{}")], "left": [.hold],
            "left stream": start + [.hold], "cut": start + [.close],
            // Ended by the loop's own end.
            "held": start + [.hold],
        ]
        try await ScriptedUpstream.serving([.gate] + (scripts[end] ?? [])) { upstream, port in
            try await watching(upstream: port) { port, watched in
                let eventLoop = watched.eventLoop
                let client = try await WireClient.connect(to: port)
                try await client.send(Ask.chat("x", stream: end.contains("stream") || end == "late chunk"))
                for _ in 0..<500 where upstream.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
                try await eventLoop.submit { watched.value.look() }.get()
                #expect(try await eventLoop.submit { watched.value.exchanges.count }.get() == 1)
                upstream.open()
                switch end {
                case "left": break
                case "left stream": try await client.wait(for: "choices")
                case "held":
                    #expect(try await eventLoop.submit { watched.value.exchanges[0].object != nil }.get())
                    return
                default: try await client.answers(1)
                }
                if end.hasPrefix("left") { try await client.leave() }
                #expect(
                    try await isMet(on: eventLoop) { watched.value.exchanges.allSatisfy { $0.object == nil } },
                    "the exchange is gone")
                try? await client.leave()
                #expect(
                    try await isMet(on: eventLoop) { watched.value.connections.allSatisfy { $0.object == nil } },
                    "the connection is gone")
            }
        }
    }
}
