import Testing

/// No arrow points up: `Documentation/Architecture.md`, "The rooms".
@Suite("Dependencies")
struct DependencyTests {
    let package: PackageLayout

    init() throws {
        package = try PackageLayout.read()
    }

    private var dialects: [String] {
        package.targets.keys.filter { $0.hasSuffix("Dialect") && $0 != "WhitworthDialect" }
    }

    private var pure: [String] {
        [
            "WhitworthJSON", "WhitworthEventStreams", "WhitworthHTTP", "WhitworthModel", "WhitworthDialect",
            "WhitworthProviders",
        ] + dialects
    }

    /// What may be built and run, tests and their helpers left out.
    private var product: [PackageLayout.Target] {
        package.targets.values.filter { $0.type != "test" && !$0.name.hasPrefix("WhitworthTest") }
            .sorted { $0.name < $1.name }
    }

    @Test("The manifest holds the targets that the rules below are about")
    func targetsExist() {
        #expect(dialects.count >= 2)
        for name in pure + ["WhitworthTransport", "WhitworthGateway", "WhitworthSimulators", "whitworth"] {
            #expect(package.targets[name] != nil, "\(name) is not in the manifest")
        }
    }

    @Test("The judge shares no code with the judged: simulators reach JSON and framing alone")
    func simulators() {
        #expect(package.reach(of: "WhitworthSimulators") == ["WhitworthJSON", "WhitworthEventStreams"])
        let tests = package.reach(of: "WhitworthSimulatorsTests")
        #expect(tests.isSubset(of: ["WhitworthSimulators", "WhitworthJSON", "WhitworthEventStreams"]))
    }

    @Test("No dialect reaches another")
    func dialectsApart() {
        for dialect in dialects {
            let others = package.reach(of: dialect).intersection(dialects)
            #expect(others.isEmpty, "\(dialect) reaches \(others.sorted())")
        }
    }

    @Test("The pure targets reach no package outside this one")
    func pureTargets() {
        for name in pure {
            let products = package.products(of: name)
            #expect(products.isEmpty, "\(name) reaches \(products.sorted())")
        }
    }

    @Test("JSON, framing and HTTP stand on nothing")
    func foundations() {
        for name in ["WhitworthJSON", "WhitworthEventStreams", "WhitworthHTTP"] {
            #expect(package.reach(of: name).isEmpty, "\(name) reaches \(package.reach(of: name).sorted())")
        }
    }

    @Test("Gateway and simulators meet at the command line alone")
    func meeting() {
        for target in product where target.name != "whitworth" {
            let reached = package.reach(of: target.name)
            #expect(
                !reached.isSuperset(of: ["WhitworthGateway", "WhitworthSimulators"]), "\(target.name) reaches both")
        }
        #expect(!package.reach(of: "WhitworthTransport").contains("WhitworthModel"))
    }

    @Test("Sources import what their target declares, and pure ones neither Foundation nor the system")
    func imports() throws {
        let system: Set<String> = [
            "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Musl", "Darwin", "Synchronization",
        ]
        for target in product {
            let declared = target.targets.union(target.products)
            let allowed = pure.contains(target.name) ? declared : declared.union(system)
            for file in package.files(of: target) {
                for module in try Source(file).imports where !allowed.contains(module) {
                    Issue.record("\(file) imports \(module), which \(target.name) may not")
                }
            }
        }
    }
}
