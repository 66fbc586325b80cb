import NIOCore
import Testing
import WhitworthJSON
import WhitworthProviders

@testable import WhitworthGateway

@Suite("Clients that read slowly")
struct BackPressureTests {
    private static let delta = ScriptedUpstream.chatDelta(String(repeating: "x", count: 4000))
    private static var frame: [UInt8] {
        Array("\(String(delta.utf8.count, radix: 16))\r\n\(delta)\r\n".utf8)
    }

    @Test("What the client does not read is not read from the provider, and goes on when it does")
    func endToEnd() async throws {
        try await ScriptedUpstream.serving([
            ScriptedUpstream.streamHead, ScriptedUpstream.chunk(ScriptedUpstream.chatStart), .pour(Self.frame),
        ]) { upstream, port in
            try await Bench.serving(upstream: port) { bench in
                let client = try await bench.slowClient(asking: Ask.chat("x", stream: true))
                // Until nothing moves any more.
                var last = -1
                for _ in 0..<100 {
                    try await Task.sleep(for: .milliseconds(100))
                    if upstream.poured > 0, upstream.poured == last { break }
                    last = upstream.poured
                }
                let stopped = upstream.poured
                #expect(stopped > 0)
                // Sockets' buffers and one read on the way; without back-pressure this would be hundreds of megabytes.
                #expect(stopped < 12 << 20, "\(stopped) bytes were taken for a client that reads none")
                try await client.setReading(true)
                for _ in 0..<500 where upstream.poured <= stopped { try await Task.sleep(for: .milliseconds(10)) }
                #expect(upstream.poured > stopped, "the provider is read again")
                try await client.leave()
                for _ in 0..<500 where upstream.closed == 0 { try await Task.sleep(for: .milliseconds(10)) }
                #expect(upstream.closed == 1)
            }
        }
    }

    /// A list of models of so many bytes: more than sockets hold.
    private static let size = 8 << 20

    private static func listLong(_ configuration: inout GatewayConfiguration) {
        configuration.providers[0].models = (0..<512).map { "\($0)-" + String(repeating: "m", count: size / 512) }
    }

    @Test("A long answer outlives the time idle connections are kept, as long as the client reads")
    func longAnswer() async throws {
        try await Bench.serving(change: {
            Self.listLong(&$0)
            $0.timeouts.keepAlive = 500
        }) { bench in
            let client = try await bench.slowClient(asking: Ask.get("/v1/models"))
            _ = try await bench.records.wait()
            // Longer than an idle connection is kept.
            try await Task.sleep(for: .milliseconds(900))
            try await client.setReading(true)
            try await client.waitForEnd()
            #expect(client.bytes.count > Self.size, "\(client.bytes.count) bytes of the answer came")
        }
    }

    @Test("A client that reads nothing for long is let go, whatever it was promised")
    func stalledClient() async throws {
        try await Bench.serving(change: {
            Self.listLong(&$0)
            $0.timeouts.idle = 200
            $0.timeouts.keepAlive = 500
        }) { bench in
            for (number, headers) in ["", "Connection: close\r\n"].enumerated() {
                let client = try await bench.slowClient(asking: Ask.get("/v1/models", headers: headers))
                _ = try await bench.records.wait(number + 1)
                for _ in 0..<300 {
                    if try await bench.gateway.clientCount() == 0 { break }
                    try await Task.sleep(for: .milliseconds(20))
                }
                #expect(try await bench.gateway.clientCount() == 0)
                try? await client.leave()
            }
        }
    }

    @Test("A client that asks on and on without reading is not read either")
    func askingWithoutReading() async throws {
        try await Bench.serving { bench in
            let count = 8000
            let client = try await bench.slowClient(
                asking: (String(repeating: "GET /v1/models HTTP/1.1\r\nHost:a\r\n\r\n", count: count - 1)
                    + Ask.get("/v1/models", headers: "Connection: close\r\n")))
            var last = -1
            for _ in 0..<100 where last <= 0 || bench.records.all.count != last {
                last = bench.records.all.count
                try await Task.sleep(for: .milliseconds(100))
            }
            #expect(last > 0 && last < count * 3 / 4, "\(last) answers were made for a client that reads none")
            try await client.setReading(true)
            try await client.waitForEnd()
            #expect(bench.records.all.count == count, "all are answered in the end")
        }
    }
}
