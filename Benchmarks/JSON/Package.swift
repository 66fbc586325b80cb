// swift-tools-version: 6.2
import PackageDescription

// Its own package: neither the build of the product nor CI knows of it.
let package = Package(
    name: "json-benchmark",
    dependencies: [.package(name: "whitworth", path: "../..")],
    targets: [
        // simdjson is C++ and has no C interface; this is all that is needed of one.
        .target(
            name: "CSimdjson", cxxSettings: [.unsafeFlags(["-O3"])], linkerSettings: [.linkedLibrary("simdjson")]),
        .executableTarget(
            name: "JSONBenchmark", dependencies: ["CSimdjson", .product(name: "WhitworthJSON", package: "whitworth")],
            swiftSettings: [.swiftLanguageMode(.v6)]),
    ],
    cxxLanguageStandard: .cxx17
)
