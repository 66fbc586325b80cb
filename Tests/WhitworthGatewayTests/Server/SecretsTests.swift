import Logging
import NIOCore
import NIOPosix
import Synchronization
import Testing
import WhitworthJSON
import WhitworthProviders

@testable import WhitworthGateway

@Suite("P39, P40: keys go where they belong and nowhere else")
struct SecretsTests {
    static let keys = [Bench.openAIKey, Bench.anthropicKey]

    @Test("The provider gets its own key; the client's credentials go nowhere")
    func authorization() async throws {
        let body =
            #"{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":"#
            + #"{"role":"assistant","content":"x"},"finish_reason":"stop"}]}"#
        try await ScriptedUpstream.serving([ScriptedUpstream.whole("200 OK", "application/json", body)]) {
            upstream, port in
            try await Bench.serving(upstream: port) { bench in
                let headers =
                    "Authorization: Bearer clients-own\r\nx-api-key: clients-own\r\nCookie: clients-own\r\n"
                    + "Host-Override: clients-own\r\nX-Forwarded-For: clients-own\r\nanthropic-beta: a-beta\r\n"
                for model in ["openai/gpt-4.1", "anthropic/claude-sonnet-4-5"] {
                    _ = try await bench.chat("x", model: model, headers: headers)
                    _ = try await bench.messages("x", model: model, headers: headers)
                }
                #expect(upstream.requests.count == 4)
                for (index, request) in upstream.requests.enumerated() {
                    #expect(!request.contains("clients-own"))
                    #expect(request.contains(Self.keys[0]) == (index < 2))
                    #expect(request.contains(Self.keys[1]) == (index >= 2))
                    #expect(request.contains("\r\nHost: 127.0.0.1:\(port)\r\n"))
                    let names = request.split(separator: "\r\n").prefix { $0 != "" }.map {
                        $0.prefix { $0 != ":" }.lowercased()
                    }
                    #expect(names.filter { $0 == "authorization" || $0 == "x-api-key" }.count == 1)
                }
            }
        }
    }

    @Test("A caller cannot choose where the key is sent")
    func destination() async throws {
        try await Bench.serving { bench in
            let body = Ask.body("[[echo: here]]", model: "openai/gpt-4.1", more: #""base_url":"http://127.0.0.1:1""#)
            #expect(try await bench.ask(Ask.post("/v1/chat/completions", body)).status == 400)
            let absolute = try await bench.ask(
                Ask.post(
                    "http://127.0.0.1:1/v1/chat/completions", Ask.body("[[echo: here]]", model: "openai/gpt-4.1"),
                    headers: "x-base-url: http://127.0.0.1:1\r\n"))
            #expect(try absolute.string("choices.0.message.content") == "here")
            #expect(try await bench.chat("x", model: "openai/../../evil").status == 404)
        }
    }

    /// Every place of an answer where a provider can put what it was sent.
    private static func echoes(_ key: String) -> [[ScriptedUpstream.Step]] {
        let json =
            #"{"error":{"message":"Incorrect API key provided: \#(key).","type":"\#(key)","param":"\#(key)","#
            + #""code":"\#(key)"},"request_id":"\#(key)"}"#
        let cut = String(repeating: " ", count: 200 - key.utf8.count + 5) + key
        func head(_ more: String) -> String { "x-request-id: \(key)\r\nrequest-id: \(key)\r\n" + more }
        let error = #"data: {"error":{"message":"key \#(key) is bad","code":"\#(key)"}}"# + "\n\n"
        let native =
            "event: error\n" + #"data: {"type":"error","error":{"type":"\#(key)","message":"\#(key)"}}"# + "\n\n"
        return [
            [ScriptedUpstream.whole("401 Unauthorized", "application/json", json, more: head(""))],
            [ScriptedUpstream.whole("400 Bad Request", "application/json", json, more: head(""))],
            [ScriptedUpstream.whole("500 Oops", "application/json", #"{"echo":"\#(key)"}"#)],
            [ScriptedUpstream.whole("502 Bad", "text/html", "<p>Authorization: Bearer \(key)")],
            // Cut in the middle of the key by whoever quotes only so much.
            [ScriptedUpstream.whole("502 Bad", "text/html", cut)],
            [ScriptedUpstream.whole("200 OK", "text/\(key)", "x")],
            [ScriptedUpstream.whole("200 OK", "text/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\(key)", "x")],
            [ScriptedUpstream.whole("302 Found", nil, "", more: "Location: http://a/?key=\(key)\r\n")],
            [ScriptedUpstream.whole("200 OK", "application/json", json, more: head(""))],
            [ScriptedUpstream.streamHead, ScriptedUpstream.chunk(error), ScriptedUpstream.lastChunk],
            [ScriptedUpstream.streamHead, ScriptedUpstream.chunk(native), ScriptedUpstream.lastChunk],
            [
                ScriptedUpstream.streamHead, ScriptedUpstream.chunk(ScriptedUpstream.chatStart),
                ScriptedUpstream.chunk(ScriptedUpstream.chatDelta("x")), ScriptedUpstream.chunk(error),
                ScriptedUpstream.lastChunk,
            ],
            [ScriptedUpstream.streamHead, ScriptedUpstream.chunk("data: \(key)\n\n"), ScriptedUpstream.lastChunk],
            [.send("\(key)\r\n\r\n")],
        ]
    }

    @Test("A provider that repeats our key does not reach the client with it, nor the record", arguments: [0, 1])
    func echoedKey(index: Int) async throws {
        let key = Self.keys[index]
        let model = index == 0 ? "openai/gpt-4.1" : "anthropic/claude-sonnet-4-5"
        for (number, script) in Self.echoes(key).enumerated() {
            try await ScriptedUpstream.serving(script) { upstream, port in
                try await Bench.serving(upstream: port) { bench in
                    for stream in [false, true] {
                        for request in [
                            Ask.chat("x", stream: stream, model: model),
                            Ask.messages("x", stream: stream, model: model),
                        ] {
                            let client = try await bench.client()
                            try await client.send(request)
                            try await client.answers(1)
                            let text = String(decoding: client.bytes, as: UTF8.self)
                            #expect(!text.contains(key.prefix(16)), "script \(number), stream \(stream): \(text)")
                            #expect(text.contains(#""error""#), "script \(number)")
                            try await client.leave()
                        }
                    }
                    #expect(upstream.requests.allSatisfy { $0.contains(key) })
                    for record in try await bench.records.wait(4) { #expect(!"\(record)".contains(key.prefix(16))) }
                }
            }
        }
    }

    @Test("A key that the provider has masked is not shown either")
    func maskedKey() async throws {
        let message =
            #"{"error":{"message":"Incorrect API key provided: sk-proj-****cdef. See the docs.","#
            + #""type":"invalid_request_error","param":null,"code":"invalid_api_key"}}"#
        try await ScriptedUpstream.serving([ScriptedUpstream.whole("401 Unauthorized", "application/json", message)]) {
            _, port in
            try await Bench.serving(upstream: port) { bench in
                let answer = try await bench.chat("x")
                #expect(answer.status == 401)
                #expect(!answer.text.contains("cdef"))
                #expect(try answer.string("error.upstream.code") == "invalid_api_key")
                #expect(answer.text.contains("Incorrect API key provided"))
            }
        }
    }

    /// Keeps all that is logged.
    private struct Keeper: LogHandler {
        static let lines = Mutex<[String]>([])
        var metadata = Logger.Metadata()
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            Self.lines.withLock { $0.append("\(event.level) \(event.message) \(event.metadata ?? [:])") }
        }
    }

    @Test("The log holds no key, the client's or ours, and no text of the conversation")
    func logs() async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let logger = Logger(label: "test") { _ in Keeper() }
        let error = #"{"error":{"message":"bad \#(Self.keys[0])","code":"\#(Self.keys[0])"}}"#
        try await ScriptedUpstream.serving([ScriptedUpstream.whole("401 No", "application/json", error)]) { _, port in
            let gateway = try await Gateway.start(
                configuration: GatewayConfiguration(
                    port: 0, providers: Bench.providers(port, isSimulated: false)), group: group, logger: logger)
            for request in [
                Ask.chat("private words", headers: "Authorization: Bearer clients-own\r\n"),
                Ask.chat("private words", model: "none\\nforged=1", headers: "Authorization: Bearer clients-own\r\n"),
                Ask.chat("private words", model: String(repeating: "m", count: 100_000)),
            ] {
                let client = try await WireClient.connect(to: gateway.port)
                try await client.send(request)
                _ = try await client.answer()
                try await client.leave()
            }
            try await gateway.shutdown()
        }
        let lines = Keeper.lines.withLock { $0 }
        #expect(lines.count == 3)
        for line in lines {
            for secret in Self.keys + ["clients-own", "private words", "\n"] { #expect(!line.contains(secret)) }
            #expect(line.utf8.count < 1000)
        }
        #expect(lines.first?.contains("authentication_failed") == true)
    }
}
