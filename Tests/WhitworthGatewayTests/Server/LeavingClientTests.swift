import Testing
import WhitworthJSON

@testable import WhitworthGateway

@Suite("Clients that leave")
struct LeavingClientTests {
    @Test("P29, P28: leaving in the middle of a stream cancels it, and the record tells what was spent so far")
    func midStream() async throws {
        try await Bench.serving { bench in
            for (number, request) in [
                Ask.messages("[[text: 500]] [[fault: slow=10]]", stream: true),
                Ask.chat(
                    "[[text: 500]] [[fault: slow=10]]", stream: true, model: "anthropic/claude-sonnet-4-5"),
            ].enumerated() {
                let client = try await bench.client()
                try await client.send(request)
                try await client.wait { bytes, _ in bytes.count > 1500 }
                try await client.leave()
                try await bench.waitForStats { $0.cancelled == number + 1 && $0.open == 0 }
                let record = try #require(try await bench.records.wait(number + 1).last)
                #expect(record.failure == "client_closed_request" && record.status == nil)
                #expect((record.inputTokens ?? 0) > 0)
            }
        }
    }

    @Test("P29: leaving before the first byte cancels the request")
    func beforeTheFirstByte() async throws {
        for stream in [false, true] {
            try await ScriptedUpstream.serving([.hold]) { upstream, port in
                try await Bench.serving(upstream: port) { bench in
                    let client = try await bench.client()
                    try await client.send(Ask.chat("x", stream: stream))
                    for _ in 0..<500 where upstream.requests.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
                    try await client.leave()
                    for _ in 0..<500 where upstream.closed == 0 { try await Task.sleep(for: .milliseconds(10)) }
                    #expect(upstream.closed == 1)
                    let record = try #require(try await bench.records.wait().first)
                    #expect(record.failure == "client_closed_request" && record.status == nil)
                }
            }
        }
    }

    @Test("P29: leaving while the provider is silent in the middle of its stream cancels it")
    func silentStream() async throws {
        try await ScriptedUpstream.serving([
            ScriptedUpstream.streamHead, ScriptedUpstream.chunk(ScriptedUpstream.chatStart),
            ScriptedUpstream.chunk(ScriptedUpstream.chatDelta("then nothing")), .hold,
        ]) { upstream, port in
            try await Bench.serving(upstream: port) { bench in
                for request in [
                    Ask.chat("x", stream: true), Ask.chat("x", stream: true, version: "1.0"),
                    Ask.messages("x", stream: true, model: "openai/gpt-4.1"),
                ] {
                    let before = upstream.closed
                    let client = try await bench.client()
                    try await client.send(request)
                    try await client.wait(for: "then nothing")
                    try await client.leave()
                    for _ in 0..<500 where upstream.closed == before { try await Task.sleep(for: .milliseconds(10)) }
                    #expect(upstream.closed == before + 1)
                }
            }
        }
    }

    @Test("Nothing is begun for a client that has left")
    func nothingAfterwards() async throws {
        try await ScriptedUpstream.serving([.hold]) { upstream, port in
            try await Bench.serving(upstream: port) { bench in
                let client = try await bench.client()
                try await client.send(Ask.chat("first") + Ask.chat("second"))
                for _ in 0..<500 where upstream.requests.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
                try await client.leave()
                for _ in 0..<500 where upstream.closed == 0 { try await Task.sleep(for: .milliseconds(10)) }
                _ = try await bench.records.wait()
                try await Task.sleep(for: .milliseconds(50))
                #expect(upstream.requests.count == 1)
                #expect(bench.records.all.count == 1)
            }
        }
    }

    @Test("A half-closed client that is silent for long still gets what comes late")
    func halfClosedButThere() async throws {
        try await Bench.serving { bench in
            let client = try await bench.client()
            try await client.send(Ask.messages("[[echo: late but whole]] [[fault: stall=300]]", stream: true))
            try await client.wait(for: "message_start")
            try await client.finishSending()
            try await client.waitForEnd()
            let answer = try #require(client.answers.first)
            #expect(answer.isComplete)
            #expect(try answer.messagesText() == "late but whole")
            #expect(try await bench.records.wait().first?.failure == nil)
        }
    }
}
