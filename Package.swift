// swift-tools-version: 6.2
import PackageDescription

// One settings array for every target: see Documentation/Decisions/0001-one-settings-array.md.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .treatAllWarnings(as: .error),
]

/// A target of ours; the dependencies given are the only ones its sources may import.
func target(_ name: String, _ dependencies: [Target.Dependency] = [], path: String? = nil) -> Target {
    .target(name: name, dependencies: dependencies, path: path, swiftSettings: settings)
}

/// The tests of a target mirror its sources file for file.
func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: settings)
}

let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
]

/// NIO's own HTTP/1.1: the simulators' server, and the oracle of ours in tests.
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")

let nioTLS = Target.Dependency.product(name: "NIOTLS", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")

/// Wire shapes, each in a target of its own so that no dialect can reach another.
let dialects = ["ChatCompletions", "Messages"]
let dialectTargets = dialects.map { Target.Dependency(stringLiteral: $0 + "Dialect") }

let package = Package(
    name: "whitworth",
    platforms: [.macOS("26.0")],
    products: [
        .executable(name: "whitworth", targets: ["whitworth"]),
        .library(name: "WhitworthJSON", targets: ["WhitworthJSON"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // Pure: no clock, no sockets, no async, no Foundation.
        target("WhitworthJSON"),
        target("WhitworthEventStreams"),
        target("WhitworthHTTP"),
        target("WhitworthModel", ["WhitworthJSON"]),
        target("WhitworthDialect", ["WhitworthModel", "WhitworthJSON", "WhitworthEventStreams"]),
    ]
        + dialects.map {
            target(
                $0 + "Dialect", ["WhitworthDialect", "WhitworthModel", "WhitworthJSON", "WhitworthEventStreams"],
                path: "Sources/Dialects/" + $0)
        } + [
            target("WhitworthProviders", ["WhitworthDialect", "WhitworthModel"] + dialectTargets),

            // Async, IO.
            target("WhitworthTransport", ["WhitworthHTTP", nioSSL, nioTLS] + nio),
            target(
                "WhitworthGateway",
                [
                    "WhitworthProviders", "WhitworthDialect", "WhitworthModel", "WhitworthJSON", "WhitworthHTTP",
                    "WhitworthTransport", nioSSL, .product(name: "Logging", package: "swift-log"), "Yams",
                ] + nio + dialectTargets),
            target("WhitworthSimulators", ["WhitworthJSON", "WhitworthEventStreams", nioHTTP1] + nio),

            // Edge.
            .systemLibrary(name: "CMalloc"),
            .executableTarget(
                name: "whitworth",
                dependencies: [
                    "CMalloc", "WhitworthGateway", "WhitworthProviders", "WhitworthSimulators",
                    .product(name: "ArgumentParser", package: "swift-argument-parser"),
                    .product(name: "Logging", package: "swift-log"),
                ] + nio, swiftSettings: settings),

            // Tests.
            target("WhitworthTestSupport", ["WhitworthJSON"]),
            tests("ArchitectureTests", []),
            tests("WhitworthJSONTests", ["WhitworthJSON", "WhitworthTestSupport"]),
            tests("WhitworthEventStreamsTests", ["WhitworthEventStreams", "WhitworthTestSupport"]),
            tests("WhitworthHTTPTests", ["WhitworthHTTP", "WhitworthTestSupport", nioHTTP1, nioEmbedded] + nio),
            tests("WhitworthModelTests", ["WhitworthModel", "WhitworthJSON"]),
            tests(
                "DialectTests",
                [
                    "ChatCompletionsDialect", "MessagesDialect", "WhitworthDialect", "WhitworthModel", "WhitworthJSON",
                    "WhitworthEventStreams", "WhitworthTestSupport",
                ],
                exclude: ["README.md", "ChatCompletions/Fixtures", "Messages/Fixtures", "Golden/Files"]),
            tests(
                "CorpusTests",
                [
                    "ChatCompletionsDialect", "MessagesDialect", "WhitworthDialect", "WhitworthModel", "WhitworthJSON",
                    "WhitworthEventStreams", "WhitworthTestSupport",
                ], exclude: ["Normalisations.md"]),
            tests(
                "WhitworthSimulatorsTests",
                ["WhitworthSimulators", "WhitworthJSON", "WhitworthEventStreams", nioHTTP1] + nio),
            tests("WhitworthProvidersTests", ["WhitworthProviders"]),
            tests(
                "WhitworthGatewayTests",
                [
                    "WhitworthGateway", "WhitworthProviders", "WhitworthSimulators", "WhitworthDialect",
                    "WhitworthModel",
                    "WhitworthJSON", "WhitworthHTTP", "WhitworthTransport", "WhitworthTestSupport",
                    .product(name: "Logging", package: "swift-log"),
                ] + nio + dialectTargets),
        ]
)
