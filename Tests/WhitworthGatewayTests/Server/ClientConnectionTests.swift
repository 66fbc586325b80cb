import Testing
import WhitworthGateway
import WhitworthJSON
import WhitworthTestSockets

@Suite("Connections to clients")
struct ClientConnectionTests {
    @Test("Each surface reaches each provider, whole and streamed")
    func crossing() async throws {
        try await Stage.play { stage in
            for model in ["openai/gpt-4.1", "anthropic/claude-haiku-4-5"] {
                for stream in [false, true] {
                    let chat = try await stage.ask(Asking.chat("[[echo: naïve 東京]]", model: model, stream: stream))
                    #expect(chat.status == 200 && chat.isComplete && chat.chatText == "naïve 東京")
                    #expect(!stream || chat.bodyText.hasSuffix("data: [DONE]\n\n"))
                    let native = try await stage.ask(
                        Asking.messages("[[echo: naïve 東京]]", model: model, stream: stream))
                    #expect(
                        native.status == 200 && native.isComplete
                            && native.bodyText.contains(stream ? "message_stop" : "end_turn"))
                }
            }
        }
    }

    @Test("Requests that follow each other without waiting are answered in their order")
    func pipelined() async throws {
        try await Stage.play { stage in
            let connection = try await RawConnection.open(port: stage.port)
            try await connection.send(
                Asking.chat("[[echo: first]] [[fault: delay=60]]") + Asking.get("/health")
                    + Asking.chat("[[echo: third]]", stream: true))
            let all = try await connection.receive { $0.text.contains("[DONE]\n\n\r\n0\r\n\r\n") }
            #expect(all.chatText == "first")
            #expect(all.rest.bodyText == #"{"status":"ok"}"#)
            #expect(all.rest.rest.chatText == "third")
            await connection.close()
        }
    }

    @Test("A request may come byte by byte")
    func trickle() async throws {
        try await Stage.play { stage in
            let connection = try await RawConnection.open(port: stage.port)
            for byte in Array(Asking.chat("[[echo: slow]]").utf8) { try await connection.send([byte]) }
            #expect(try await connection.receiveAnswer().chatText == "slow")
            await connection.close()
        }
    }

    @Test("P29: a client that closes its side is taken to have left: tokens for nobody are not made")
    func halfClosed() async throws {
        try await Stage.play(script: { _ in [.request, .wait(milliseconds: 60_000)] }) { stage, upstream in
            let connection = try await RawConnection.open(port: stage.port)
            try await connection.send(Asking.chat("x"))
            #expect(try await stage.eventually { upstream.connections.first?.received.isEmpty == false })
            try await connection.closeWriting()
            #expect(try await stage.eventually { upstream.connections[0].isClosedByClient })
        }
    }

    @Test("Clients of HTTP/1.0 get no chunks, and the end of the connection as the end")
    func oldClients() async throws {
        try await Stage.play { stage in
            let connection = try await RawConnection.open(port: stage.port)
            try await connection.send(
                Asking.post(
                    "/v1/chat/completions",
                    #"{"model":"openai/gpt-4.1","stream":true,"messages":[{"role":"user","content":"[[echo: old]]"}]}"#,
                    version: "1.0"))
            let answer = try await connection.receiveAll()
            #expect(answer.header("transfer-encoding") == nil && answer.text.hasSuffix("data: [DONE]\n\n"))
        }
    }

    @Test("A client that waits for leave to send its body gets it")
    func expectContinue() async throws {
        try await Stage.play { stage in
            let connection = try await RawConnection.open(port: stage.port)
            let request = Asking.chat("[[echo: allowed]]", headers: "Expect: 100-continue\r\n")
            let end = request.firstRange(of: "\r\n\r\n")?.upperBound ?? request.endIndex
            try await connection.send(String(request[..<end]))
            _ = try await connection.receive { $0.text == "HTTP/1.1 100 Continue\r\n\r\n" }
            try await connection.send(String(request[end...]))
            _ = try await connection.receive { $0.text.contains("allowed") }
            await connection.close()
        }
    }

    @Test("Bodies over the limit are 413, by their length at once and in chunks when they pass it")
    func tooLarge() async throws {
        try await Stage.play({ $0.maximumBodyBytes = 1000 }) { stage in
            let told = try await stage.ask(
                "POST /v1/chat/completions HTTP/1.1\r\nHost: g\r\nContent-Length: 1001\r\n\r\n")
            #expect(told.status == 413 && told.code == "request_too_large" && told.header("connection") == "close")
            #expect(
                told.json?["error"]?["details"]?["limit"]?.int == 1000
                    && told.json?["error"]?["details"]?["actual"]?.int == 1001)
            let chunk = "258\r\n" + String(repeating: " ", count: 600) + "\r\n"
            let chunked = try await stage.ask(
                "POST /v1/chat/completions HTTP/1.1\r\nHost: g\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + chunk)
            #expect(chunked.status == 413 && chunked.code == "request_too_large")
            let native = try await stage.ask("POST /v1/messages HTTP/1.1\r\nHost: g\r\nContent-Length: 1001\r\n\r\n")
            #expect(native.status == 413)
        }
    }

    @Test(
        "Bytes that are no request are answered and the connection closed",
        arguments: ["NONSENSE\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/9.9\r\nHost: a\r\n\r\n"])
    func malformed(_ text: String) async throws {
        try await Stage.play { stage in
            let connection = try await RawConnection.open(port: stage.port)
            try await connection.send(text)
            let answer = try await connection.receiveAll()
            #expect([400, 505].contains(answer.status) && answer.code == "invalid_request")
        }
    }

    @Test("A head that does not come in its time, and a connection without a request, are closed")
    func slowloris() async throws {
        try await Stage.play({ configuration in
            configuration.timeouts.request = 400
            configuration.timeouts.keepAlive = 800
        }) { stage in
            let slow = try await RawConnection.open(port: stage.port)
            try await slow.send("POST /v1/chat/completions HTTP/1.1\r\nHost: g\r\nContent-Le")
            let idle = try await RawConnection.open(port: stage.port)
            _ = try await slow.receiveAll()
            _ = try await idle.receiveAll()
            #expect(try await stage.ask(Asking.get("/health")).status == 200)
        }
    }

    @Test("The client's name for a request is kept where it is legal; otherwise it gets one")
    func requestIDs() async throws {
        try await Stage.play { stage in
            let own = try await stage.ask(Asking.chat("[[echo: x]]", headers: "x-request-id: abc.DEF-1_2\r\n"))
            #expect(own.header("x-request-id") == "abc.DEF-1_2")
            for bad in ["a b", "<script>", String(repeating: "x", count: 200)] {
                let made = try await stage.ask(Asking.chat("[[echo: x]]", headers: "x-request-id: \(bad)\r\n"))
                #expect(made.header("x-request-id")?.hasPrefix("req_") == true)
            }
            let failed = try await stage.ask(Asking.chat("x", model: "none"))
            #expect(failed.json?["error"]?["request_id"]?.string == failed.header("x-request-id"))
        }
    }
}
