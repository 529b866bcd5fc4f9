import AgentOrchestrator
import Foundation

/// Thirty processes that open one fresh database at the same moment and write a hundred times each.
enum ProcessBenchmark: BenchmarkGroup {
    static let name = "processes"
    static let childArgument = "--child"
    private static let processes = 30
    private static let writes = 100

    static func run(_ report: Report) async throws {
        let directory = NSTemporaryDirectory() + "/benchmark-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        var failures = 0
        let time = try await Measuring.time {
            let children = try (0..<processes).map { _ in try start(directory) }
            for child in children {
                child.waitUntilExit()
                if child.terminationStatus != 0 { failures += 1 }
            }
        }
        let database = try SQLiteDatabase.open(directory + "/state.db", .existing)
        let state = try await StateManager.open(database, artifacts: directory + "/artifacts", actor: Actor(.user, "benchmark"))
        var found = 0
        for run in try await state.runs(RunFilter(limit: 100)).runs { found += try await state.findings(FindingFilter(run: run.id)).count }
        try await database.close()
        report.tell(
            "\(processes) processes × \(writes) writes on a fresh database",
            "\(failures) errors, \(processes * writes - found) lost, \(report.text(time))", goal: "no error, none lost",
            isMet: failures == 0 && found == processes * writes)
    }

    private static func start(_ directory: String) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
        process.arguments = [childArgument, directory]
        try process.run()
        return process
    }

    /// What each of the processes does.
    static func child(_ arguments: [String]) async throws {
        let directory = arguments[1]
        let database = try SQLiteDatabase.open(directory + "/state.db")
        let state = try await StateManager.open(database, artifacts: directory + "/artifacts", actor: Actor(.user, "benchmark"))
        let execution = try await Workplace(directory: directory, state: state).execution()
        for number in 0..<writes { _ = try await state.addFindings([.benchmark(number)], to: execution.id) }
        try await database.close()
    }
}
