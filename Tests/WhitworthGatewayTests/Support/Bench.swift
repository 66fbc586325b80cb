import Logging
import NIOCore
import NIOPosix
import Synchronization
import Testing
import WhitworthJSON
import WhitworthProviders
import WhitworthSimulators

@testable import WhitworthGateway

/// A gateway on a free port, the simulators behind it, and all it told of its exchanges.
final class Bench: Sendable {
    static let openAIKey = "sk-proj-gatewaykey-0123456789abcdef"
    static let anthropicKey = "sk-ant-api03-gatewaykey-fedcba98"

    let gateway: Gateway
    let simulators: SimulatorServer
    let records: Records

    final class Records: Sendable {
        private let list = Mutex<[ExchangeRecord]>([])

        var all: [ExchangeRecord] { list.withLock { $0 } }

        func append(_ record: ExchangeRecord) { list.withLock { $0.append(record) } }

        /// The first so many; a record is made just after the answer's last byte was given to the socket.
        func wait(_ count: Int = 1) async throws -> [ExchangeRecord] {
            for _ in 0..<1000 {
                if all.count >= count { return all }
                try await Task.sleep(for: .milliseconds(10))
            }
            Issue.record("only \(all.count) records of \(count) came")
            return all
        }
    }

    private init(gateway: Gateway, simulators: SimulatorServer, records: Records) {
        self.gateway = gateway
        self.simulators = simulators
        self.records = records
    }

    var port: Int { gateway.port }

    /// - Parameters:
    ///   - upstream: a server of its own in place of the simulators, for all providers.
    ///   - change: to the configuration before it is served.
    static func serving(
        upstream: Int? = nil, threads: Int = 1, change: (inout GatewayConfiguration) -> Void = { _ in },
        _ body: (Bench) async throws -> Void
    ) async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: threads)
        let simulators = try await SimulatorServer.start(group: group)
        var configuration = GatewayConfiguration(
            port: 0, providers: providers(upstream ?? simulators.port, isSimulated: upstream == nil),
            aliases: ["fast": "openai/gpt-4.1-mini"])
        configuration.timeouts.drain = 5_000
        change(&configuration)
        let records = Records()
        let gateway = try await Gateway.start(
            configuration: configuration, group: group, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            observer: { records.append($0) })
        let bench = Bench(gateway: gateway, simulators: simulators, records: records)
        let result: Result<Void, any Error>
        do {
            try await body(bench)
            result = .success(())
        } catch {
            result = .failure(error)
        }
        try await gateway.shutdown()
        try await simulators.shutdown(patience: .milliseconds(100))
        try await group.shutdownGracefully()
        try result.get()
    }

    static func providers(_ port: Int, isSimulated: Bool) -> [Provider] {
        [(ProviderKind.openai, openAIKey), (ProviderKind.anthropic, anthropicKey)].map { kind, key in
            Provider(
                name: kind.name,
                baseURL: BaseURL(
                    isSecure: false, host: "127.0.0.1", port: port, path: isSimulated ? kind.simulatorPath ?? "" : ""),
                authorization: kind.authorization(Secret(key)), dialect: kind.dialect, standing: .live,
                reason: "a test", models: kind.models)
        }
    }

    // MARK: Asking

    func client() async throws -> WireClient { try await WireClient.connect(to: port) }

    /// Asks, and reads nothing until it is told to.
    func slowClient(asking request: String) async throws -> WireClient {
        try await WireClient.connect(to: port, receiveBuffer: 8 << 10, isReading: false, sending: request)
    }

    /// One request on a connection of its own.
    func ask(_ request: String) async throws -> WireAnswer {
        let client = try await client()
        try await client.send(request)
        let answer = try await client.answer()
        try? await client.leave()
        return answer
    }

    func chat(
        _ prompt: String, stream: Bool = false, model: String = "openai/gpt-4.1", more: String = "",
        headers: String = ""
    ) async throws -> WireAnswer {
        try await ask(Ask.chat(prompt, stream: stream, model: model, more: more, headers: headers))
    }

    func messages(
        _ prompt: String, stream: Bool = false, model: String = "anthropic/claude-sonnet-4-5", more: String = "",
        headers: String = ""
    ) async throws -> WireAnswer {
        try await ask(Ask.messages(prompt, stream: stream, model: model, more: more, headers: headers))
    }

    // MARK: The simulators' own account

    private func control(_ path: String) async throws -> JSONValue {
        let client = try await WireClient.connect(to: simulators.port)
        try await client.send("GET /__simulator/\(path) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        return try await client.answer().json()
    }

    /// All that the simulators were sent.
    func requests() async throws -> [JSONValue] { try await control("requests").elements }

    func stats() async throws -> (requests: Int, open: Int, cancelled: Int) {
        let stats = try await control("stats")
        return (
            stats["requests"]?.int ?? -1, stats["openStreams"]?.int ?? -1, stats["cancelledStreams"]?.int ?? -1
        )
    }

    /// Asks again and again until the simulators tell what is waited for.
    func waitForStats(_ isMet: ((requests: Int, open: Int, cancelled: Int)) -> Bool) async throws {
        for _ in 0..<500 {
            if isMet(try await stats()) { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        Issue.record("the simulators tell \(try await stats())")
    }
}
