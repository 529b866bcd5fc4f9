import AgentOrchestrator
import Foundation
import Logging

/// Measures the state manager against the limits of the machine and against its peers.
///
/// Every ratio comes from one run, in which both sides take turns; what is printed are medians. Nothing here is a test: a slow machine fails nothing.
@main
enum StateBenchmarks {
    /// The groups, by the name that selects one.
    private static let groups: [(name: String, run: @Sendable (Report) async throws -> Void)] = [
        ("writes", WriteBenchmark.run), ("reads", ReadBenchmark.run), ("pages", PageBenchmark.run),
        ("statistics", StatisticsBenchmark.run), ("export", ExportBenchmark.run), ("processes", ProcessBenchmark.run),
    ]

    static func main() async throws {
        LoggingSystem.bootstrap { _ in SwiftLogNoOpLogHandler() }
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.first == ProcessBenchmark.childArgument { return try await ProcessBenchmark.child(arguments) }
        guard arguments.allSatisfy({ argument in groups.contains { $0.name == argument } }) else {
            FileHandle.standardError.write(Data("usage: state-benchmarks [\(groups.map(\.name).joined(separator: "|"))]...\n".utf8))
            exit(2)
        }
        let report = Report()
        for group in groups where arguments.isEmpty || arguments.contains(group.name) {
            report.begin(group.name)
            try await group.run(report)
        }
    }
}
