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
            ExportBenchmark.self, ProcessBenchmark.self, ClaimBenchmark.self, WorkerBenchmark.self, PostgresBenchmark.self,
            PostgresPages.self,
        ]
    }

    static func main() async throws {
        LoggingSystem.bootstrap { _ in SwiftLogNoOpLogHandler() }
        let wanted = Array(CommandLine.arguments.dropFirst())
        if wanted.first == ProcessBenchmark.childArgument { return await ending { try await ProcessBenchmark.child(wanted) } }
        if wanted.first == ClaimBenchmark.childArgument { return await ending { try await ClaimBenchmark.child(wanted) } }
        if let unknown = wanted.first(where: { name in !groups.contains { $0.name == name } }) {
            print("there is no group '\(unknown)'; known are \(groups.map { $0.name }.joined(separator: ", "))")
            exit(2)
        }
        let report = Report()
        for group in groups where wanted.isEmpty || wanted.contains(group.name) {
            report.begin(group.name)
            await ending { try await group.run(report) }
        }
    }

    /// Ends the process where the body fails. Not by a trap with its backtrace: what failed is what is measured, or what it needs.
    private static func ending(_ body: () async throws -> Void) async {
        do {
            try await body()
        } catch {
            FileHandle.standardError.write(Data("  failed: \(error)\n".utf8))
            exit(1)
        }
    }
}
