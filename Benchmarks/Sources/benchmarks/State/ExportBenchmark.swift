import AgentOrchestrator
import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The memory of the program while it exports a run of 1,000,000 findings.
enum ExportBenchmark: BenchmarkGroup {
    static let name = "export"
    static func run(_ report: Report) async throws {
        guard let executable = ProcessInfo.processInfo.environment["ORCHESTRATOR_EXECUTABLE"] else {
            throw Peer.Failure(description: "ORCHESTRATOR_EXECUTABLE is not set: 'make benchmark' sets it")
        }
        try await Workplace.with { place in
            let execution = try await place.execution()
            for first in stride(from: 0, to: 1_000_000, by: 10_000) {
                _ = try await place.state.addFindings((first..<first + 10_000).map { .benchmark($0) }, to: execution.id)
            }
            var memory = 0
            let time = try await Measuring.time { memory = try export(executable, place) }
            report.tell(
                "memory while exporting a run of 1,000,000 findings", "\(memory / 1_000_000) MB in \(report.text(time))", goal: "≤ 100 MB",
                isMet: memory <= 100_000_000)
        }
    }

    /// - Returns: The most memory that the program had, in bytes.
    private static func export(_ executable: String, _ place: Workplace) throws -> Int {
        let arguments = [
            executable, "export", "latest", "--format", "json", "-o", place.directory + "/run.json", "--project", place.directory,
            "--set", "state.url=sqlite:\(place.databasePath)", "--set", "artifacts.base_path=\(place.directory)/artifacts",
        ]
        var texts = arguments.map { strdup($0) } + [nil]
        defer { texts.forEach { free($0) } }
        var process = pid_t()
        guard posix_spawn(&process, executable, nil, nil, &texts, environ) == 0 else { throw Peer.Failure(description: "posix_spawn") }
        var status: Int32 = 0
        var usage = rusage()
        guard wait4(process, &status, 0, &usage) == process, status == 0 else {
            throw Peer.Failure(description: "the export has ended with \(status)")
        }
        #if canImport(Darwin)
            return usage.ru_maxrss
        #else
            return usage.ru_maxrss * 1024
        #endif
    }
}
