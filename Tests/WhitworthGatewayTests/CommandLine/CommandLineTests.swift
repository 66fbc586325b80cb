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
