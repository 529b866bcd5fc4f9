// swift-tools-version: 6.2
import PackageDescription

// A package of its own: the sanitizer's flags must not reach the product's build. scripts/fuzz-configuration.sh builds and runs it.
let package = Package(
    name: "fuzzing",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "agent-orchestrator", path: "..")],
    targets: [
        .executableTarget(
            name: "FuzzConfiguration",
            dependencies: [.product(name: "OrchestratorConfiguration", package: "agent-orchestrator")],
            swiftSettings: [.swiftLanguageMode(.v6), .unsafeFlags(["-parse-as-library"])])
    ]
)
