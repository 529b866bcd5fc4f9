import AgentOrchestrator
import Foundation

/// The memory of the program while it does something with a run of 1,000,000 findings.
enum ExportBenchmark: BenchmarkGroup {
    static let name = "export"
    private static let findings = 1_000_000

    static func run(_ report: Report) async throws {
        guard let executable = ProcessInfo.processInfo.environment["ORCHESTRATOR_EXECUTABLE"] else {
            throw Peer.Failure(description: "ORCHESTRATOR_EXECUTABLE is not set: 'make benchmark' sets it")
        }
        try await Workplace.with { place in
            let clock = SuspendingClock()
            let start = clock.now
            let run = try await fill(place)
            report.tell("added 1,000,000 findings to a run", report.text(clock.now - start))
            for form in ["json", "html", "sarif", "markdown"] {
                let file = "\(place.directory)/run.\(form)"
                try await measure(report, "exporting as \(form)", executable, ["export", run.id.description, "--format", form, "-o", file], place, 100)
                let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0
                report.tell("its size", "\(size / 1_000_000) MB")
            }
            try await measure(report, "verifying", executable, ["db", "verify"], place, 150)
            // Last, for it makes another run.
            try await measure(report, "forking", executable, ["fork", run.id.description, "--at", "\(run.lastEvent)"], place, 100)
            let statistics = try await place.state.statistics()
            guard statistics.findingsBySeverity.total == 2 * findings else { throw Peer.Failure(description: "the fork lacks findings") }
        }
    }

    /// A run with a pass that has ended, and was verified: so a fork takes its findings over. That its repository is elsewhere spares making one.
    private static func fill(_ place: Workplace) async throws -> Run {
        var draft = RunDraft.benchmark()
        draft.repositoryPath = "https://example.com/dashboard.git"
        let run = try await place.state.createRun(draft).run
        try await place.state.startRun(run.id)
        guard let phase = try await place.state.phases(of: run.id).first else { preconditionFailure("the run has a phase") }
        try await place.state.startPhase(phase.id)
        let execution = try await place.execution(of: phase.id)
        for first in stride(from: 0, to: findings, by: 10_000) {
            _ = try await place.state.addFindings((first..<first + 10_000).map { .benchmark($0) }, to: execution.id)
        }
        try await place.state.completeExecution(execution.id, ExecutionResult(exitStatus: 0))
        _ = try await place.state.recordVerification(of: execution.id, VerificationRecord(findings: [], verdict: .blocked, outcome: .retry))
        guard let filled = try await place.state.run(run.id) else { preconditionFailure("the run is there") }
        return filled
    }

    private static func measure(
        _ report: Report, _ name: String, _ executable: String, _ command: [String], _ place: Workplace, _ most: Int
    ) async throws {
        var memory = 0
        let time = try await Measuring.time { memory = try run(executable, command, place) }
        report.tell(
            "memory while \(name) 1,000,000 findings", "\(memory / 1_000_000) MB in \(report.text(time))", goal: "≤ \(most) MB",
            isMet: memory <= most * 1_000_000)
    }

    /// - Returns: The most memory that the program had, in bytes.
    private static func run(_ executable: String, _ command: [String], _ place: Workplace) throws -> Int {
        guard let python = ProcessInfo.processInfo.environment["BENCHMARK_PYTHON"] else {
            throw Peer.Failure(description: "BENCHMARK_PYTHON is not set: 'make benchmark' sets it")
        }
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments =
            ["Peers/memory.py", executable] + command + [
                "--project", place.directory, "--set", "state.url=sqlite:\(place.databasePath)",
                "--set", "artifacts.base_path=\(place.directory)/artifacts",
            ]
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0, let bytes = Int(text.split(separator: "\n").first ?? "") else {
            throw Peer.Failure(description: "'\(command.joined(separator: " "))' has failed")
        }
        return bytes
    }
}
