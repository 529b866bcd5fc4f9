// swift-tools-version: 6.2
import PackageDescription

// A package of its own: what is measured is what others can import, and nobody who only wants the product builds it.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "agent-orchestrator", path: ".."),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    ],
    targets: [
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
        .executableTarget(
            name: "state-benchmarks",
            dependencies: [
                "CSQLite", .product(name: "AgentOrchestrator", package: "agent-orchestrator"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Sources/StateBenchmarks", swiftSettings: settings),
    ]
)
