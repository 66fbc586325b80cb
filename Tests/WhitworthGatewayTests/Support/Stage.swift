import Logging
import NIOConcurrencyHelpers
import NIOPosix
import WhitworthGateway
import WhitworthProviders
import WhitworthSimulators
import WhitworthTestSockets

/// A gateway on a real socket, in front of the simulators or of a server that says what it is told to.
struct Stage: Sendable {
    let gateway: Gateway
    private let simulators: SimulatorServer?
    private let scripted: ScriptedServer?
    private let kept: NIOLockedValueBox<[ExchangeRecord]>

    var port: Int { gateway.port }
    /// What the exchanges that ended came to.
    var records: [ExchangeRecord] { kept.withLockedValue { $0 } }

    /// Runs a test with everything up, and takes it down again.
    static func play(
        _ change: (inout GatewayConfiguration) -> Void = { _ in }, _ body: (Stage) async throws -> Void
    ) async throws {
        let simulators = try await SimulatorServer.start(group: MultiThreadedEventLoopGroup.singleton)
        var configuration = GatewayConfiguration(
            port: 0, providers: EnvironmentProviders.simulated(port: simulators.port, reason: "a test"))
        change(&configuration)
        try await play(configuration, simulators, nil, body)
    }

    /// As above, in front of `script`; the providers `openai` and `anthropic` both lead there.
    static func play(
        script: @escaping @Sendable (Int) -> [ScriptedServer.Step],
        _ change: (inout GatewayConfiguration) -> Void = { _ in }, _ body: (Stage, ScriptedServer) async throws -> Void
    ) async throws {
        let server = try await ScriptedServer.start(script: script)
        var configuration = GatewayConfiguration(port: 0, providers: [])
        for kind in ProviderKind.fromEnvironment {
            configuration.providers.append(
                Provider(
                    name: kind.name, baseURL: BaseURL(isSecure: false, host: "127.0.0.1", port: server.port, path: ""),
                    authorization: kind.authorization(Secret("sk-upstream-secret")), dialect: kind.dialect,
                    standing: .live,
                    reason: "a test"))
        }
        change(&configuration)
        try await play(configuration, nil, server) { try await body($0, server) }
    }

    private static func play(
        _ configuration: GatewayConfiguration, _ simulators: SimulatorServer?, _ scripted: ScriptedServer?,
        _ body: (Stage) async throws -> Void
    ) async throws {
        let kept = NIOLockedValueBox<[ExchangeRecord]>([])
        let gateway = try await Gateway.start(
            configuration: configuration, group: MultiThreadedEventLoopGroup.singleton, logger: Logger(label: "test"),
            observer: { record in kept.withLockedValue { $0.append(record) } })
        let stage = Stage(gateway: gateway, simulators: simulators, scripted: scripted, kept: kept)
        do {
            try await body(stage)
        } catch {
            try? await stage.takeDown()
            throw error
        }
        try await stage.takeDown()
    }

    private func takeDown() async throws {
        try await gateway.shutdown()
        try await simulators?.shutdown()
        await scripted?.stop()
    }

    /// What the simulators counted, as JSON text.
    func simulatorStats() async throws -> String {
        try await simulator("/__simulator/stats")
    }

    func simulator(_ path: String) async throws -> String {
        guard let simulators else { return "" }
        let answer = try await RawConnection.ask(
            port: simulators.port, "GET \(path) HTTP/1.1\r\nHost: s\r\nConnection: close\r\n\r\n")
        return String(decoding: answer.body, as: UTF8.self)
    }

    func ask(_ request: String) async throws -> RawAnswer { try await RawConnection.ask(port: port, request) }

    /// Waits for what happens on another thread.
    func eventually(seconds: Double = 10, _ condition: () async throws -> Bool) async throws -> Bool {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            if try await condition() { return true }
            try await Task.sleep(for: .milliseconds(3))
        }
        return try await condition()
    }
}
