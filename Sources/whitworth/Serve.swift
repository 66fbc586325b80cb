public import ArgumentParser
import Foundation
public import Logging
import NIOCore
import NIOPosix
import WhitworthGateway
import WhitworthProviders
import WhitworthSimulators

/// `whitworth serve`
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve the gateway.",
        discussion: """
            Serves POST /v1/chat/completions, POST /v1/messages, GET /v1/models and GET /health. Models are named \
            provider/model.
            """)

    @Option(help: "A YAML file naming providers, addresses, keys (by environment variable) and aliases.")
    var config: String?

    @Option(help: "The address to listen on. Overrides the file.")
    var host: String?

    @Option(help: "The port to listen on; 0 takes a free one. Overrides the file. (default: 8080)")
    var port: Int?

    @Option(help: "Event loops. (default: one for each core)")
    var threads: Int?

    @Flag(help: "Let the simulators answer, whatever keys there are.")
    var simulate = false

    @Flag(help: "Check the configuration, say what is wrong with it, and do not start.")
    var checkConfig = false

    @Option(help: "trace, debug, info, notice, warning, error or critical. At info every exchange is logged.")
    var logLevel: Logger.Level = .notice

    func validate() throws {
        if let port, !(0...65535).contains(port) { throw ValidationError("--port must be from 0 to 65535.") }
        if let threads, threads < 1 { throw ValidationError("--threads must be at least 1.") }
        if simulate, config != nil { throw ValidationError("--simulate and --config exclude each other.") }
    }

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        var (configuration, notes, needsSimulators) = try configuration(environment)
        if checkConfig {
            print("The configuration is valid: \(configuration.providers.count) providers.")
            return
        }
        let level = logLevel
        var logger = Logger(label: "whitworth") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = level

        Allocator.keepFreedPages()
        let group = MultiThreadedEventLoopGroup(numberOfThreads: configuration.threads ?? System.coreCount)
        var simulators: SimulatorServer?
        if needsSimulators {
            let server = try await SimulatorServer.start(group: group)
            simulators = server
            configuration.providers = EnvironmentProviders.simulated(
                port: server.port, reason: simulate ? "--simulate was given" : "no key was found in the environment")
            if !simulate { notes = [] }
        }
        let gateway: Gateway
        do {
            gateway = try await Gateway.start(configuration: configuration, group: group, logger: logger)
        } catch {
            throw CommandFailure(
                "Cannot listen on \(configuration.host):\(configuration.port): \(Self.reason(error))", code: 1)
        }
        print(Banner(configuration: configuration, port: gateway.port, notes: notes).text)
        fflush(nil)

        await Signals.termination()
        logger.notice("Draining; a second signal exits at once.")
        Signals.exitOnNext()
        try await gateway.shutdown()
        try await simulators?.shutdown()
        try await group.shutdownGracefully()
    }

    /// The file's configuration, or that of the environment, and whether the simulators are to answer.
    private func configuration(
        _ environment: [String: String]
    ) throws -> (GatewayConfiguration, notes: [String], needsSimulators: Bool) {
        var result = GatewayConfiguration(providers: [])
        var notes: [String] = []
        var needsSimulators = simulate
        if let config {
            guard let text = try? String(contentsOfFile: config, encoding: .utf8) else {
                throw CommandFailure("\(config): cannot be read", code: 1)
            }
            do {
                result = try ConfigurationFile.read(text, environment: environment)
            } catch {
                throw CommandFailure(error.problems.map { "\(config): \($0)" }.joined(separator: "\n"), code: 1)
            }
        } else if !simulate {
            do {
                let found = try EnvironmentProviders.find(environment)
                result.providers = found.providers
                notes = found.notes
                needsSimulators = found.providers.isEmpty
            } catch {
                throw CommandFailure("\(error)", code: 1)
            }
        }
        if let host { result.host = host }
        if let port { result.port = port }
        if let threads { result.threads = threads }
        return (result, notes, needsSimulators)
    }

    private static func reason(_ error: any Error) -> String {
        if let error = error as? IOError { return String(cString: strerror(error.errnoCode)) }
        return "\(error)"
    }
}

extension Logger.Level: @retroactive ExpressibleByArgument {}
