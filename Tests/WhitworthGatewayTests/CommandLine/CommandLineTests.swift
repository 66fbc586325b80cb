import Foundation
import Testing

/// The built program, where it stands beside the tests.
@Suite("The command line")
struct CommandLineTests {
    private struct Outcome {
        var code: Int32
        var output: String
        var errors: String
    }

    private static let program = Bundle.main.executableURL?.deletingLastPathComponent().appendingPathComponent(
        "whitworth")

    private func run(_ arguments: [String], _ environment: [String: String] = [:]) throws -> Outcome {
        let program = try #require(Self.program)
        try #require(FileManager.default.isExecutableFile(atPath: program.path), "build the program first")
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.environment = environment
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let texts = [output, errors].map {
            String(decoding: $0.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        }
        process.waitUntilExit()
        return Outcome(code: process.terminationStatus, output: texts[0], errors: texts[1])
    }

    private func checking(_ yaml: String, _ environment: [String: String]) throws -> (Outcome, path: String) {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("whitworth-\(UUID()).yaml").path
        try Data(yaml.utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return (try run(["serve", "--check-config", "--config", path], environment), path)
    }

    @Test("It tells its version and its commands")
    func help() throws {
        let version = try run(["--version"])
        #expect(version.code == 0 && version.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
        let help = try run(["--help"])
        #expect(help.code == 0 && help.output.contains("serve") && help.output.contains("simulate"))
        let serve = try run(["serve", "--help"])
        for option in ["--config", "--check-config", "--port", "--host", "--threads", "--simulate", "--log-level"] {
            #expect(serve.output.contains(option))
        }
    }

    @Test("A configuration is checked: what is wrong is told by file, line and field, and the exit code")
    func checkConfig() throws {
        let (bad, path) = try checking(
            "providers:\n  - kind: openai\n    api_key: sk-live-secret\n    base_ulr: x\n", ["OPENAI_API_KEY": "sk-env"]
        )
        #expect(bad.code == 1)
        #expect(bad.errors.contains("\(path): line 3, column 5: providers[0].api_key: "))
        #expect(bad.errors.contains("\(path): line 4, column 5: providers[0].base_ulr: "))
        #expect(!(bad.output + bad.errors).contains("sk-"))
        let (good, _) = try checking("providers: [{kind: openai}]\n", ["OPENAI_API_KEY": "sk-env"])
        #expect(good.code == 0 && good.output.contains("is valid") && !good.output.contains("sk-env"))
        let missing = try run(["serve", "--check-config", "--config", "/nowhere.yaml"])
        #expect(missing.code == 1 && missing.errors.contains("/nowhere.yaml: cannot be read"))
    }

    /// A running `serve`: its banner is read up to the port.
    private func serving(
        _ arguments: [String], _ environment: [String: String],
        _ body: (_ banner: String, _ port: Int) async throws -> Void
    ) async throws -> Int32 {
        let process = Process()
        process.executableURL = Self.program
        process.arguments = ["serve", "--port", "0", "--threads", "1"] + arguments
        process.environment = environment
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        let (ends, end) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { end.yield($0.terminationStatus) }
        try process.run()
        var banner = ""
        var port: Int?
        while port == nil {
            let data = output.fileHandleForReading.availableData
            if data.isEmpty { break }
            banner += String(decoding: data, as: UTF8.self)
            port = banner.firstMatch(of: /listens on http:\/\/127\.0\.0\.1:(\d+)\n/).flatMap { Int($0.output.1) }
        }
        let result: Result<Void, any Error>
        do {
            try await body(banner, try #require(port))
            result = .success(())
        } catch {
            result = .failure(error)
        }
        process.terminate()
        var codes = ends.makeAsyncIterator()
        let code = await codes.next()
        try result.get()
        return try #require(code)
    }

    @Test("Without a key the simulators answer; SIGTERM ends it in good order; a port that is taken is told")
    func serves() async throws {
        let code = try await serving([], [:]) { banner, port in
            #expect(banner.contains("openai: simulated (no key was found in the environment)"))
            let client = try await WireClient.connect(to: port)
            try await client.send(Ask.chat("[[echo: from the program]]"))
            #expect(try await client.answer().string("choices.0.message.content") == "from the program")
            let taken = try run(["serve", "--simulate", "--port", String(port)])
            #expect(taken.code == 1 && taken.errors.contains("Cannot listen on 127.0.0.1:\(port)"))
        }
        #expect(code == 0)
    }

    @Test("The banner tells what is live and why, and no key")
    func banner() async throws {
        let code = try await serving([], ["OPENAI_API_KEY": "sk-env", "OPENAI_BASE_URL": "http://127.0.0.1:1/v1"]) {
            banner, port in
            #expect(banner.contains("openai: live (OPENAI_API_KEY is set)"))
            #expect(banner.contains("anthropic is not configured: ANTHROPIC_API_KEY is not set"))
            #expect(!banner.contains("sk-env"))
            let client = try await WireClient.connect(to: port)
            try await client.send(Ask.chat("x"))
            #expect(try await client.answer().status == 502)
        }
        #expect(code == 0)
    }

    @Test("The environment is checked too, and options that exclude each other are refused")
    func environment() throws {
        let address = try run(["serve", "--check-config"], ["OPENAI_API_KEY": "sk-env", "OPENAI_BASE_URL": "nowhere"])
        #expect(address.code == 1 && address.errors.contains("OPENAI_BASE_URL: must begin with http:// or https://"))
        #expect(try run(["serve", "--check-config"]).code == 0, "without any key the simulators answer")
        for arguments in [["--simulate", "--config", "x"], ["--port", "70000"], ["--threads", "0"], ["--nonsense"]] {
            #expect(try run(["serve"] + arguments).code == 64, "\(arguments)")
        }
    }
}
