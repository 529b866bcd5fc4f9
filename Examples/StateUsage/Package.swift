// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "StateUsage",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "agent-orchestrator", path: "../..")],
    targets: [
        .executableTarget(
            name: "StateUsage", dependencies: [.product(name: "AgentOrchestrator", package: "agent-orchestrator")],
            swiftSettings: [.swiftLanguageMode(.v6)])
    ]
)
