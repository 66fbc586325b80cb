import Foundation

/// The package as its manifest declares it and its folders hold it.
struct PackageLayout {
    /// A target of the manifest with what its sources may import.
    struct Target {
        var name: String
        /// `regular`, `executable` or `test`.
        var type: String
        /// Other targets of this package.
        var targets: Set<String>
        /// Products of other packages.
        var products: Set<String>
        /// From the package's root.
        var path: String
    }

    struct Unreadable: Error, CustomStringConvertible {
        var description: String
    }

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    var targets: [String: Target]

    /// Asks the package manager itself, so that what is judged is what is built.
    ///
    /// - Throws: where the manifest cannot be dumped or is not in the form known here.
    static func read() throws -> PackageLayout {
        // A scratch folder of its own: the one of the build is locked while its tests run.
        let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("whitworth-architecture").path
        let json = try run(
            "swift", ["package", "dump-package", "--package-path", root, "--scratch-path", scratch])
        guard let manifest = try JSONSerialization.jsonObject(with: json) as? [String: Any],
            let list = manifest["targets"] as? [[String: Any]]
        else { throw Unreadable(description: "the manifest's dump has no targets") }
        var targets: [String: Target] = [:]
        for entry in list {
            guard let name = entry["name"] as? String, let type = entry["type"] as? String else { continue }
            var target = Target(
                name: name, type: type, targets: [], products: [],
                path: entry["path"] as? String ?? (type == "test" ? "Tests/" : "Sources/") + name)
            for case let dependency as [String: [Any]] in entry["dependencies"] as? [Any] ?? [] {
                if let product = dependency["product"]?.first as? String { target.products.insert(product) }
                if let name = (dependency["byName"] ?? dependency["target"])?.first as? String {
                    target.targets.insert(name)
                }
            }
            targets[name] = target
        }
        // A product named by its name alone looks like a target.
        for name in targets.keys {
            let foreign = targets[name]?.targets.filter { targets[$0] == nil } ?? []
            targets[name]?.targets.subtract(foreign)
            targets[name]?.products.formUnion(foreign)
        }
        return PackageLayout(targets: targets)
    }

    /// All targets reached from one, itself left out.
    func reach(of name: String) -> Set<String> {
        var reached: Set<String> = []
        var open = targets[name]?.targets ?? []
        while let next = open.popFirst() {
            if reached.insert(next).inserted { open.formUnion(targets[next]?.targets ?? []) }
        }
        return reached
    }

    /// All products of other packages reached from a target.
    func products(of name: String) -> Set<String> {
        reach(of: name).union([name]).reduce(into: []) { $0.formUnion(targets[$1]?.products ?? []) }
    }

    /// The Swift files of a target, from the package's root.
    func files(of target: Target) -> [String] {
        let folder = PackageLayout.root + "/" + target.path
        let all = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return all.filter { $0.hasSuffix(".swift") }.sorted().map { target.path + "/" + $0 }
    }

    static func text(of file: String) throws -> String {
        try String(contentsOfFile: root + "/" + file, encoding: .utf8)
    }

    private static func run(_ command: String, _ arguments: [String]) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [command] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Unreadable(description: "'\(command) \(arguments.joined(separator: " "))' failed")
        }
        return data
    }
}
