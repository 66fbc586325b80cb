import Testing
import WhitworthJSON

@testable import WhitworthGateway

@Suite("What a provider does wrong, as its client sees it")
struct UpstreamFaultTests {
    private struct Expected {
        var fault: String
        var status: Int
        var code: String
        /// Where the providers differ.
        var openAICode: String?
        /// P30: a stream of zero bytes broke.
        var streamCode: String?

        func code(_ model: String, _ stream: Bool) -> String {
            (stream ? streamCode : nil) ?? (model.hasPrefix("openai/") ? openAICode : nil) ?? code
        }
    }

    private static let faults = [
        Expected(fault: "status=401", status: 401, code: "authentication_failed"),
        // The simulated OpenAI's 403 is that of a country it does not serve.
        Expected(fault: "status=403", status: 403, code: "permission_denied", openAICode: "region_unavailable"),
        Expected(fault: "status=500", status: 500, code: "internal_error"),
        Expected(fault: "status=429 retry-after=7", status: 429, code: "rate_limited"),
        Expected(fault: "html", status: 502, code: "upstream_error"),
        Expected(fault: "drop", status: 502, code: "upstream_error"),
        Expected(fault: "empty", status: 502, code: "upstream_invalid_response", streamCode: "upstream_error"),
        Expected(fault: "content-type=text/plain", status: 502, code: "upstream_invalid_response"),
    ]

    @Test("Before the first token a fault is a status and a code, whole or streamed, on both surfaces")
    func beforeTheFirstToken() async throws {
        try await Bench.serving { bench in
            for expected in Self.faults {
                for stream in [false, true] {
                    for model in ["openai/gpt-4.1", "anthropic/claude-sonnet-4-5"] {
                        let prompt = "[[fault: \(expected.fault)]]"
                        let ours = try await bench.chat(prompt, stream: stream, model: model)
                        let context = "\(expected.fault) \(model) \(stream)"
                        #expect(ours.status == expected.status, "\(context)")
                        #expect(try ours.string("error.code") == expected.code(model, stream), "\(context)")
                        #expect(ours.header("content-type") == "application/json")
                        let native = try await bench.messages(prompt, stream: stream, model: model)
                        #expect(native.status == expected.status, "\(context)")
                        #expect(try native.string("error.code") == expected.code(model, stream), "\(context)")
                        #expect(try native.string("type") == "error")
                        for answer in [ours, native] {
                            let wanted = expected.fault.contains("retry-after") ? "7" : nil
                            #expect(answer.header("retry-after") == wanted, "\(context)")
                        }
                    }
                }
            }
            for record in bench.records.all {
                #expect(record.failure != nil && (record.status ?? 0) >= 400)
            }
        }
    }

    @Test("Overload is 529 on Messages and 503 elsewhere")
    func overload() async throws {
        try await Bench.serving { bench in
            let prompt = "[[fault: status=529]]"
            let model = "anthropic/claude-sonnet-4-5"
            let ours = try await bench.chat(prompt, model: model)
            #expect(ours.status == 503)
            #expect(try ours.string("error.code") == "overloaded")
            #expect(try ours.at("error.upstream.status")?.int == 529)
            #expect(try ours.string("error.upstream.provider") == "anthropic")
            let native = try await bench.messages(prompt, model: model)
            #expect(native.status == 529)
            #expect(try native.string("error.type") == "overloaded_error")
        }
    }

    @Test("P25: an error inside a 200 is an error, never an empty success")
    func errorInside200() async throws {
        try await Bench.serving { bench in
            for stream in [false, true] {
                for model in ["openai/gpt-4.1", "anthropic/claude-sonnet-4-5"] {
                    for answer in [
                        try await bench.chat("[[fault: error-in-200]]", stream: stream, model: model),
                        try await bench.messages("[[fault: error-in-200]]", stream: stream, model: model),
                    ] {
                        #expect(answer.status >= 500, "\(model) \(stream)")
                        #expect(try answer.at("error.code") != nil)
                        #expect(!answer.text.contains("data: [DONE]") && !answer.text.contains("event: message_stop"))
                    }
                }
            }
        }
    }

    @Test("P30: a stream that broke ends with a typed error, never with the clean ending")
    func cutStreams() async throws {
        try await Bench.serving { bench in
            for fault in ["cut-after=3", "end-after=3", "error-after=3", "garbage"] {
                for model in ["openai/gpt-4.1", "anthropic/claude-sonnet-4-5"] {
                    for answer in [
                        try await bench.chat("[[text: 30]] [[fault: \(fault)]]", stream: true, model: model),
                        try await bench.messages("[[text: 30]] [[fault: \(fault)]]", stream: true, model: model),
                    ] {
                        let context = "\(fault) \(model)"
                        #expect(answer.status == 200 && answer.isComplete, "\(context)")
                        #expect(!answer.text.contains("data: [DONE]"), "\(context)")
                        #expect(!answer.text.contains("event: message_stop"), "\(context)")
                        let error = try #require(try answer.lastError(), "\(context)")
                        let code = try #require(error["code"]?.string)
                        switch fault {
                        case "garbage": #expect(code == "upstream_invalid_response")
                        case "error-after=3": #expect(["internal_error", "overloaded"].contains(code))
                        default: #expect(code == "stream_interrupted")
                        }
                    }
                }
            }
            for record in try await bench.records.wait(16) {
                #expect(record.status == 200 && record.failure != nil && record.streamed)
            }
        }
    }

    @Test("A whole answer that was cut, or is no JSON, is a 502")
    func cutWhole() async throws {
        try await Bench.serving { bench in
            for (fault, codes) in [
                ("cut-after=1", ["upstream_error"]), ("garbage", ["upstream_invalid_response"]),
            ] {
                for model in ["openai/gpt-4.1", "anthropic/claude-sonnet-4-5"] {
                    let answer = try await bench.chat("[[text: 30]] [[fault: \(fault)]]", model: model)
                    #expect(answer.status == 502, "\(fault) \(model)")
                    #expect(codes.contains(try answer.string("error.code") ?? ""), "\(fault) \(model)")
                }
            }
        }
    }

    @Test("P31: a stream in any pieces says the same")
    func splitStreams() async throws {
        try await Bench.serving { bench in
            for size in [1, 3, 17, 1000] {
                for model in ["openai/gpt-4.1", "anthropic/claude-sonnet-4-5"] {
                    let prompt = "[[echo: Grüße, 世界 🌍 und mehr]] [[fault: split=\(size)]]"
                    let ours = try await bench.chat(prompt, stream: true, model: model)
                    #expect(try ours.chatText() == "Grüße, 世界 🌍 und mehr", "\(size) \(model)")
                    #expect(ours.events.last == "[DONE]")
                    let native = try await bench.messages(prompt, stream: true, model: model)
                    #expect(try native.messagesText() == "Grüße, 世界 🌍 und mehr", "\(size) \(model)")
                    #expect(native.events.last?.contains("message_stop") == true)
                }
            }
        }
    }

    @Test("A provider that is late is a 504, one that stalls in its answer breaks the stream")
    func timeouts() async throws {
        try await Bench.serving(change: {
            $0.timeouts.firstByte = 1500
            $0.timeouts.idle = 500
        }) { bench in
            async let whole = bench.chat("[[fault: delay=20000]]")
            async let streamed = bench.chat("[[fault: delay=20000]]", stream: true)
            async let stalled = bench.messages("[[text: 20]] [[fault: stall=20000]]", stream: true)
            for late in [try await whole, try await streamed] {
                #expect(late.status == 504)
                #expect(try late.string("error.code") == "upstream_timeout")
            }
            let broken = try await stalled
            #expect(broken.status == 200 && broken.isComplete)
            #expect(try broken.lastError()?["code"]?.string == "stream_interrupted")
            #expect(!broken.text.contains("event: message_stop"))
        }
    }

    @Test("A provider that cannot be reached, or speaks no HTTP, is a 502")
    func unreachable() async throws {
        let closed = try await ScriptedUpstream.serving([.close]) { _, port in port }
        try await Bench.serving(upstream: closed) { bench in
            let answer = try await bench.chat("x")
            #expect(answer.status == 502)
            #expect(try answer.string("error.code") == "upstream_error")
        }
        for script: [ScriptedUpstream.Step] in [
            [.send("SSH-2.0-OpenSSH\r\n\r\n")],
            [.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n")],
            [ScriptedUpstream.streamHead, .send("zz\r\n")],
        ] {
            try await ScriptedUpstream.serving(script) { _, port in
                try await Bench.serving(upstream: port) { bench in
                    let answer = try await bench.chat("x", stream: true)
                    #expect(answer.status == 502)
                    #expect(try answer.string("error.code") == "upstream_invalid_response")
                }
            }
        }
    }

    @Test("Statuses that are neither an answer nor an error are a 502, and no redirect is followed")
    func strangeStatuses() async throws {
        for status in ["204 No Content", "301 Moved", "302 Found", "206 Partial Content"] {
            try await ScriptedUpstream.serving([
                .send("HTTP/1.1 \(status)\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")
            ]) { upstream, port in
                try await Bench.serving(upstream: port) { bench in
                    let answer = try await bench.chat("x")
                    #expect(answer.status == 502, "\(status)")
                    #expect(try answer.string("error.code") == "upstream_error")
                    #expect(!answer.text.contains("127.0.0.1"))
                    #expect(upstream.requests.count == 1)
                }
            }
        }
    }

    @Test("An answer larger than the limit is given up, whole or as a stream that is put together")
    func tooLarge() async throws {
        let piece = "10000\r\n" + String(repeating: " ", count: 0x10000) + "\r\n"
        let delta = ScriptedUpstream.chatDelta(String(repeating: "x", count: 1000))
        let frame = "\(String(delta.utf8.count, radix: 16))\r\n\(delta)\r\n"
        let scripts: [[ScriptedUpstream.Step]] = [
            [
                .send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"),
                .pour(Array(piece.utf8)),
            ],
            [
                ScriptedUpstream.streamHead, ScriptedUpstream.chunk(ScriptedUpstream.chatStart),
                .pour(Array(String(repeating: frame, count: 60).utf8)),
            ],
        ]
        for script in scripts {
            try await ScriptedUpstream.serving(script) { upstream, port in
                try await Bench.serving(upstream: port, change: { $0.maximumBodyBytes = 1 << 20 }) { bench in
                    let answer = try await bench.chat("x")
                    #expect(answer.status == 502)
                    #expect(try answer.string("error.code") == "upstream_invalid_response")
                    #expect(upstream.poured < 32 << 20)
                }
            }
        }
    }
}
