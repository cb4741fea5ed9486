// swift-tools-version: 6.2
import PackageDescription

/// Every target is built the same strict way.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

/// The rooms, from the ground up: a room imports only what stands above it in this list (`docs/architecture.md`).
let rooms: [Target] = [
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
    .target(name: "Support", dependencies: ["CCrypto"], swiftSettings: strict),
    .target(name: "LeanSource", dependencies: ["Support"], swiftSettings: strict),
    .target(
        name: "Prompting",
        dependencies: [
            "Support", "CPCRE2", .product(name: "Stencil", package: "Stencil"),
            .product(name: "Yams", package: "Yams"),
        ],
        swiftSettings: strict),
    .target(
        name: "Inference",
        dependencies: ["Support", "CCurl", .product(name: "Logging", package: "swift-log")],
        swiftSettings: strict),
    .target(
        name: "LeanChecking",
        dependencies: [
            "Support", "LeanSource", .product(name: "Logging", package: "swift-log"),
            .product(name: "Subprocess", package: "swift-subprocess"),
            .product(name: "SystemPackage", package: "swift-system"),
        ],
        swiftSettings: strict),
    .target(
        name: "Ledger",
        dependencies: [
            "Support", "CSQLite", .product(name: "GRDB", package: "GRDB.swift"),
            .product(name: "Logging", package: "swift-log"),
        ],
        swiftSettings: strict),
    .target(name: "TrainingData", dependencies: ["Support"], swiftSettings: strict),
    .target(
        name: "Telemetry",
        dependencies: ["Support", .product(name: "CoreMetrics", package: "swift-metrics")], swiftSettings: strict),
    .target(
        name: "Factory",
        dependencies: [
            "Support", "LeanSource", "Prompting", "Inference", "LeanChecking", "Ledger", "TrainingData", "Telemetry",
            .product(name: "CoreMetrics", package: "swift-metrics"),
            .product(name: "Logging", package: "swift-log"),
            .product(name: "Subprocess", package: "swift-subprocess"),
            .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            .product(name: "Yams", package: "Yams"),
        ],
        swiftSettings: strict),
    .target(
        name: "Web",
        dependencies: [
            "Support", .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOPosix", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
        ],
        swiftSettings: strict),
    .executableTarget(
        name: "dsprover",
        dependencies: [
            "Support", "Factory", "LeanChecking", "Ledger", "Telemetry", "TrainingData", "Web",
            .product(name: "ArgumentParser", package: "swift-argument-parser"),
            .product(name: "CoreMetrics", package: "swift-metrics"),
            .product(name: "Logging", package: "swift-log"),
        ],
        swiftSettings: strict),
    // Not a package of its own: benchmarks measure the rooms, whose declarations have package access.
    .executableTarget(
        name: "dsprover-bench",
        dependencies: [
            "ChaosKit", "Factory", "FakeModelServerKit", "Inference", "LeanChecking", "LeanSource", "Ledger", "Support",
            "TrainingData", .product(name: "Logging", package: "swift-log"),
        ],
        path: "Benchmarks", exclude: ["distilabel"],
        swiftSettings: strict),
]

let tests: [Target] = [
    .target(name: "TestSupport", dependencies: ["Support"], path: "Tests/TestSupport", swiftSettings: strict),
    .executableTarget(
        name: "fake-model-server",
        dependencies: [
            "FakeModelServerKit", "Support", .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOPosix", package: "swift-nio"),
            .product(name: "NIOHTTP1", package: "swift-nio"),
            .product(name: "NIOHTTP2", package: "swift-nio-http2"),
        ],
        path: "Tests/FakeModelServer", exclude: ["README.md"], swiftSettings: strict),
    .target(
        name: "FakeModelServerKit", dependencies: ["TestSupport"], path: "Tests/FakeModelServerKit",
        swiftSettings: strict),
    .target(
        name: "ChaosKit",
        dependencies: [
            "FakeModelServerKit", "Ledger", "Support", "TestSupport", .product(name: "GRDB", package: "GRDB.swift"),
        ],
        path: "Tests/ChaosKit", swiftSettings: strict),
    // Lets operations of SQLite on files fail.
    .target(name: "FaultVFS", path: "Tests/FaultVFS", linkerSettings: [.linkedLibrary("sqlite3")]),
    .testTarget(name: "SupportTests", dependencies: ["Support", "TestSupport"], swiftSettings: strict),
    .testTarget(
        name: "LeanSourceTests", dependencies: ["LeanSource", "Support", "TestSupport"], swiftSettings: strict),
    .testTarget(name: "PromptingTests", dependencies: ["Prompting", "Support", "TestSupport"], swiftSettings: strict),
    .testTarget(
        name: "InferenceTests",
        dependencies: [
            "Inference", "Support", "TestSupport", "FakeModelServerKit", "fake-model-server", "CCurl",
            .product(name: "Logging", package: "swift-log"),
        ],
        swiftSettings: strict),
    .testTarget(
        name: "LeanCheckingTests", dependencies: ["LeanChecking", "LeanSource", "Support", "TestSupport"],
        swiftSettings: strict),
    .testTarget(
        name: "LedgerTests",
        dependencies: [
            "FaultVFS", "Ledger", "Support", "TestSupport", .product(name: "GRDB", package: "GRDB.swift"),
        ],
        swiftSettings: strict),
    .testTarget(
        name: "TrainingDataTests", dependencies: ["TrainingData", "Support", "TestSupport"], swiftSettings: strict),
    .testTarget(name: "EmbeddedLeanTests", swiftSettings: strict),
    .testTarget(
        name: "TelemetryTests",
        dependencies: ["Telemetry", "TestSupport", .product(name: "CoreMetrics", package: "swift-metrics")],
        swiftSettings: strict),
    .testTarget(name: "WebTests", dependencies: ["Web", "TestSupport"], swiftSettings: strict),
    .testTarget(
        name: "FactoryTests",
        dependencies: [
            "Factory", "Ledger", "LeanChecking", "LeanSource", "Inference", "Prompting", "Telemetry", "TrainingData",
            "Support", "TestSupport", .product(name: "CoreMetrics", package: "swift-metrics"),
            .product(name: "Logging", package: "swift-log"),
        ],
        swiftSettings: strict),
    .testTarget(
        name: "DsproverTests",
        dependencies: [
            "ChaosKit", "dsprover", "fake-model-server", "FakeModelServerKit", "Factory", "Ledger", "Support",
            "TestSupport", .product(name: "GRDB", package: "GRDB.swift"),
            .product(name: "Logging", package: "swift-log"),
        ],
        swiftSettings: strict),
]

let package = Package(
    name: "dsprover",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "dsprover", targets: ["dsprover"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.7.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.80.0"),
        .package(url: "https://github.com/apple/swift-nio-http2", from: "1.40.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.6.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/stencilproject/Stencil", from: "0.15.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.8.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0"),
    ],
    targets: rooms + tests,
    swiftLanguageModes: [.v6]
)
