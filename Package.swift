// swift-tools-version: 6.2
import PackageDescription

// One third-party package, one module: the table in ARCHITECTURE.md says which module owns which, and a tidy test holds it.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(
    _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [], resources: [Resource] = []
) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, resources: resources, swiftSettings: settings)
}

let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let system = Target.Dependency.product(
    name: "SystemPackage", package: "swift-system", condition: .when(platforms: [.linux]))

/// The driver for PostgreSQL, and with it libpq, is left out by whoever turns this trait off.
let postgres = Target.Dependency.target(name: "OrchestratorPostgres", condition: .when(traits: ["PostgreSQL"]))

let package = Package(
    name: "agent-orchestrator",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "AgentOrchestrator", targets: ["AgentOrchestrator"]),
        .library(name: "OrchestratorConfiguration", targets: ["OrchestratorConfiguration"]),
        .executable(name: "orchestrator", targets: ["orchestrator"]),
    ],
    traits: [
        .trait(name: "PostgreSQL", description: "Stores on a PostgreSQL server, by way of libpq."),
        .default(enabledTraits: ["PostgreSQL"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        library("OrchestratorModel"),
        library("OrchestratorConfiguration", ["OrchestratorModel", .product(name: "Yams", package: "Yams")]),
        library("OrchestratorDatabase"),
        library("OrchestratorSQLite", ["OrchestratorDatabase", "COrchestratorSQLite"]),
        .systemLibrary(name: "COrchestratorSQLite", providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
        library("OrchestratorPostgres", ["OrchestratorDatabase", "COrchestratorPQ"]),
        .systemLibrary(name: "COrchestratorPQ", providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
        library(
            "OrchestratorState",
            [
                "OrchestratorModel", "OrchestratorDatabase", "COrchestratorZlib", logging, system,
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        .systemLibrary(name: "COrchestratorZlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        library(
            "OrchestratorEngine",
            [
                "OrchestratorModel", "OrchestratorConfiguration", "OrchestratorState", logging, system,
                .product(name: "Subprocess", package: "swift-subprocess"),
            ]),
        library(
            "OrchestratorTestKit",
            ["OrchestratorModel", "OrchestratorDatabase", "OrchestratorState", "OrchestratorSQLite", "OrchestratorPostgres"]),
        library(
            "AgentOrchestrator",
            [
                "OrchestratorModel", "OrchestratorConfiguration", "OrchestratorDatabase", "OrchestratorSQLite",
                "OrchestratorState", "OrchestratorEngine", postgres,
            ]),
        .executableTarget(
            name: "orchestrator",
            dependencies: [
                "AgentOrchestrator", logging, .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),
        // The example is a package of its own; here its source is built with everything else, so that it is tested without building all of this
        // a second time.
        .executableTarget(
            name: "StateUsage", dependencies: ["AgentOrchestrator"], path: "Examples/StateUsage/Sources/StateUsage", swiftSettings: settings),
        tests("OrchestratorModelTests", ["OrchestratorModel"]),
        tests(
            "OrchestratorStateTests",
            [
                "AgentOrchestrator", "OrchestratorState", "OrchestratorModel", "OrchestratorDatabase", "OrchestratorSQLite",
                "OrchestratorTestKit", "StateUsage", .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"), logging,
            ],
            exclude: ["Export/judge_export.py", "Export/judge_sarif.py", "Legacy/export_legacy_run.py", "Legacy/make_legacy_database.py"]),
        tests("OrchestratorSQLiteTests", ["OrchestratorSQLite", "OrchestratorDatabase", "OrchestratorTestKit"]),
        tests("OrchestratorPostgresTests", ["OrchestratorPostgres", "OrchestratorDatabase", "OrchestratorTestKit"]),
        .target(name: "FaultyStorage", path: "Tests/FaultyStorage"),
        .executableTarget(
            name: "StoreWorker",
            dependencies: [
                "FaultyStorage", "OrchestratorState", "OrchestratorModel", "OrchestratorDatabase", "OrchestratorSQLite", "OrchestratorPostgres",
                "OrchestratorTestKit",
            ],
            path: "Tests/StoreWorker", swiftSettings: settings),
        tests(
            "FaultTests",
            ["OrchestratorState", "OrchestratorModel", "OrchestratorDatabase", "OrchestratorSQLite", "OrchestratorPostgres", "OrchestratorTestKit"]),
        tests(
            "OrchestratorEngineTests",
            [
                "OrchestratorEngine", "OrchestratorConfiguration", "OrchestratorModel", "OrchestratorState", "OrchestratorSQLite", "OrchestratorTestKit",
            ],
            exclude: ["Fixtures"]),
        tests(
            "EndToEndTests", ["TerminalScreen", "OrchestratorTestKit"],
            exclude: ["Store/store.py", "Store/leases.py", "Store/proxy.py", "Store/git_server.py"]),
        tests("TidyTests", []),
        tests("CommandLineTests", [], exclude: ["Snapshots/Help"]),
        .target(name: "TerminalScreen", path: "Tests/TerminalScreen", swiftSettings: settings),
        tests("LiveViewTests", ["orchestrator", "AgentOrchestrator", "TerminalScreen"]),
        tests(
            "OrchestratorConfigurationTests", ["OrchestratorModel", "OrchestratorConfiguration", "OrchestratorTestKit"],
            exclude: ["judge_schema.py"], resources: [.copy("Fixtures")]),
    ]
)
