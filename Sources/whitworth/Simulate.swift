import ArgumentParser
import Foundation
import NIOCore
import NIOPosix
import WhitworthSimulators

/// `whitworth simulate`
struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve the simulators alone.",
        discussion: """
            OpenAI at /openai/v1/…, Anthropic at /anthropic/v1/…. Answers follow directives in the prompt, such as \
            [[echo: text]] or [[fault: status=429 retry-after=2]]; see Documentation/Simulators.md.
            """)

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 takes a free one.")
    var port = 8081

    @Option(help: "A JSON file of scripted answers.")
    var script: String?

    @Option(help: "Event loops. (default: one for each core)")
    var threads: Int?

    func run() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: threads ?? System.coreCount)
        let server: SimulatorServer
        do {
            server = try await SimulatorServer.start(host: host, port: port, group: group, script: try readScript())
        } catch let error as IOError {
            throw CommandFailure(
                "Cannot listen on \(host):\(port): \(String(cString: strerror(error.errnoCode)))", code: 1)
        }
        print(
            """
            The simulators listen on http://\(host):\(server.port)
              OpenAI:    base URL http://\(host):\(server.port)/openai/v1
              Anthropic: base URL http://\(host):\(server.port)/anthropic
            """)
        fflush(nil)
        await Signals.termination()
        Signals.exitOnNext()
        try await server.shutdown()
        try await group.shutdownGracefully()
    }

    private func readScript() throws -> Script? {
        guard let script else { return nil }
        guard let data = FileManager.default.contents(atPath: script) else {
            throw CommandFailure("\(script): cannot be read", code: 1)
        }
        do {
            return try Script(parsing: Array(data))
        } catch {
            throw CommandFailure("\(script): \(error)", code: 1)
        }
    }
}
