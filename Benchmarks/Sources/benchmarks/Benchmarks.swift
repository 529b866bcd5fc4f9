import Foundation
import Logging

/// Measures what the product promises to be fast at, next to the goals. `benchmarks [GROUP…]`: all groups where none is named.
///
/// Every ratio comes from one run, in which both sides take turns; what is printed are medians. Nothing fails for being slow: a busy machine is no fault of
/// the program. Who reads the figures judges.
@main enum Benchmarks {
    /// A new group goes here.
    static var groups: [any BenchmarkGroup.Type] {
        [
            ConfigurationBenchmarks.self, WriteBenchmark.self, ReadBenchmark.self, PageBenchmark.self, StatisticsBenchmark.self,
            ExportBenchmark.self, ProcessBenchmark.self,
        ]
    }

    static func main() async throws {
        LoggingSystem.bootstrap { _ in SwiftLogNoOpLogHandler() }
        let wanted = Array(CommandLine.arguments.dropFirst())
        if wanted.first == ProcessBenchmark.childArgument { return try await ProcessBenchmark.child(wanted) }
        if let unknown = wanted.first(where: { name in !groups.contains { $0.name == name } }) {
            print("there is no group '\(unknown)'; known are \(groups.map { $0.name }.joined(separator: ", "))")
            exit(2)
        }
        let report = Report()
        for group in groups where wanted.isEmpty || wanted.contains(group.name) {
            report.begin(group.name)
            try await group.run(report)
        }
    }
}
