import Testing

/// What a reviewer would otherwise have to say again and again.
@Suite("Habits")
struct HabitTests {
    let package: PackageLayout

    init() throws {
        package = try PackageLayout.read()
    }

    private func sources(ofTests: Bool) throws -> [Source] {
        try package.targets.values.filter { ($0.type == "test") == ofTests }.flatMap {
            try package.files(of: $0).map(Source.init)
        }
    }

    @Test("Nothing from outside may crash us")
    func crashes() throws {
        let forbidden = [
            "try!", "as!", "fatalError(", "preconditionFailure(", "@unchecked Sendable", "nonisolated(unsafe)",
        ]
        for source in try sources(ofTests: false) {
            for (number, text) in source.code {
                for word in forbidden where text.contains(word) {
                    Issue.record("\(source.path):\(number) uses '\(word)'")
                }
            }
        }
    }

    @Test("A model's abilities are data, never a question to its name")
    func modelNames() throws {
        let names = ["gpt", "claude", "gemini", "qwen", "llama", "mistral"]
        for source in try sources(ofTests: false) where !source.path.hasPrefix("Sources/WhitworthSimulators/") {
            for (number, text) in source.code {
                for test in ["contains(\"", "hasPrefix(\"", "hasSuffix(\""] {
                    for name in names where text.contains(test + name) {
                        Issue.record("\(source.path):\(number) asks a model's name")
                    }
                }
            }
        }
    }

    @Test("Files stay under 400 lines")
    func length() throws {
        for source in try sources(ofTests: false) + sources(ofTests: true) {
            #expect(source.lines.count <= 400, "\(source.path) has \(source.lines.count) lines")
        }
    }

    @Test("No path of one machine stands in the tree")
    func paths() throws {
        for source in try sources(ofTests: false) + sources(ofTests: true)
        where !source.path.hasSuffix("HabitTests.swift") {
            for (number, text) in source.code {
                for path in ["\"/root/", "\"/home/"] where text.contains(path) {
                    Issue.record("\(source.path):\(number) names a path of one machine")
                }
            }
        }
    }
}
