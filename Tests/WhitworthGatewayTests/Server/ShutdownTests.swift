import NIOCore
import NIOPosix
import Testing
import WhitworthJSON

@testable import WhitworthGateway

@Suite("Shutting down")
struct ShutdownTests {
    @Test("Running answers end, idle connections close at once on every loop, and nobody new is served")
    func graceful() async throws {
        try await Bench.serving(threads: 3) { bench in
            var idle: [WireClient] = []
            for _ in 0..<9 {
                let client = try await bench.client()
                try await client.send(Ask.get("/health"))
                try await client.answers(1)
                idle.append(client)
            }
            // One on each loop.
            var running: [WireClient] = []
            for _ in 0..<3 {
                let client = try await bench.client()
                try await client.send(
                    Ask.messages("[[text: 350]] [[fault: slow=15]]", stream: true) + Ask.get("/health"))
                running.append(client)
            }
            for client in running { try await client.wait(for: "content_block_delta") }
            let gateway = bench.gateway
            async let done: Void = gateway.shutdown()
            for client in idle { try await client.waitForEnd() }
            for client in running { #expect(!client.isClosed, "no loop waits for another's streams") }
            await #expect(throws: (any Error).self) { try await WireClient.connect(to: gateway.port) }
            for client in running { try await client.waitForEnd() }
            try await done
            for client in running {
                #expect(client.answers.count == 1, "no further request is begun")
                let answer = try #require(client.answers.first)
                #expect(answer.isComplete && answer.events.last?.contains("message_stop") == true)
            }
        }
    }

    @Test("After the drain time what still runs is cut with a typed error")
    func cut() async throws {
        try await Bench.serving(change: { $0.timeouts.drain = 200 }) { bench in
            let stream = try await bench.client()
            try await stream.send(Ask.messages("[[text: 2000]] [[fault: slow=20]]", stream: true))
            try await stream.wait(for: "content_block_delta")
            let waiting = try await bench.client()
            try await waiting.send(Ask.chat("[[fault: delay=20000]]"))
            let half = try await bench.client()
            try await half.send("POST /v1/messages HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{")
            try await bench.waitForStats { $0.requests == 2 }
            try await bench.gateway.shutdown()
            for client in [stream, waiting, half] { try await client.waitForEnd() }
            let cut = try #require(stream.answers.first)
            #expect(cut.isComplete && !cut.text.contains("event: message_stop"))
            #expect(try cut.lastError()?["code"]?.string == "stream_interrupted")
            let refused = try #require(waiting.answers.first)
            #expect(refused.status == 503)
            #expect(try refused.string("error.code") == "service_unavailable")
            try await bench.waitForStats { $0.open == 0 }
        }
    }

    @Test("A client that does not read cannot hold the shutdown up")
    func stalledClient() async throws {
        let delta = ScriptedUpstream.chatDelta(String(repeating: "x", count: 4000))
        let frame = Array("\(String(delta.utf8.count, radix: 16))\r\n\(delta)\r\n".utf8)
        try await ScriptedUpstream.serving([
            ScriptedUpstream.streamHead, ScriptedUpstream.chunk(ScriptedUpstream.chatStart), .pour(frame),
        ]) { upstream, port in
            try await Bench.serving(upstream: port, change: { $0.timeouts.drain = 100 }) { bench in
                let client = try await bench.slowClient(asking: Ask.chat("x", stream: true))
                // Until the sockets take no more.
                var last = -1
                for _ in 0..<100 where upstream.poured == 0 || upstream.poured != last {
                    last = upstream.poured
                    try await Task.sleep(for: .milliseconds(100))
                }
                let gateway = bench.gateway
                let ended = try await withThrowingTaskGroup(of: Bool.self) { group in
                    group.addTask {
                        try await gateway.shutdown()
                        return true
                    }
                    group.addTask {
                        try await Task.sleep(for: .seconds(8))
                        // Lets the shutdown end, so that the test can.
                        try? await client.leave()
                        return false
                    }
                    let first = try await group.next() ?? false
                    group.cancelAll()
                    return first
                }
                #expect(ended)
                try? await client.leave()
            }
        }
    }

    @Test("A second shutdown waits for the first")
    func twice() async throws {
        try await Bench.serving { bench in
            try await bench.gateway.shutdown()
            try await bench.gateway.shutdown()
        }
    }
}
