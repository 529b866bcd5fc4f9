internal import Foundation
internal import OrchestratorModel
internal import OrchestratorState

/// Runs one check and reads what it says.
struct CheckRun: Sendable {
    let plan: CheckPlan
    let root: String
    let processes: ProcessRunner
    let environment: [String: String]

    /// What a check gave.
    struct Result: Sendable {
        let outcome: CheckOutcome
        let took: Duration
        /// Whether it was cut short by a stop, so that nothing of it counts.
        let wasStopped: Bool
    }

    /// The most of the output that is searched for findings.
    private static let tailSize = 4 << 20
    /// The most of a report file that is read.
    private static let reportSize = 16 << 20

    /// Runs the command in a shell, with its whole output in the log file, and a directory for reports in `ORCHESTRATOR_REPORT_DIRECTORY`.
    func run(log: String, onLine: @escaping @Sendable (String) -> Void) async -> Result {
        let reports = NSTemporaryDirectory() + "orchestrator-reports-\(UUID().uuidString)"
        try? FileManager.default.createDirectory(
            atPath: reports, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(atPath: reports) }
        let outcome = await processes.run(
            ProcessRequest(
                executable: "/bin/sh", arguments: ["-c", plan.command], workingDirectory: directory,
                environment: environment.merging(["ORCHESTRATOR_REPORT_DIRECTORY": reports]) { $1 }, outputFile: log,
                maxOutputSize: 64 << 20, tailSize: Self.tailSize, timeout: plan.timeout),
            onLastLine: onLine)
        let report = CheckReport(
            check: plan.name, category: plan.category, severityOnFailure: plan.severity, command: plan.command,
            ending: CheckEnding(outcome.ending), output: outcome.tail, outputIsCut: outcome.totalBytes > outcome.tailBytes.count,
            reportFiles: Self.reports(in: reports) + Self.reports(namedIn: plan.command, root: root, since: outcome.startedAt),
            format: plan.format, root: root)
        return Result(
            outcome: CheckParser.outcome(of: report), took: outcome.duration, wasStopped: outcome.ending == .stopped)
    }

    private var directory: String {
        guard let directory = plan.directory else { return root }
        return directory.hasPrefix("/") ? directory : root + "/" + directory
    }

    private static func reports(in directory: String) -> [String] {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []).sorted()
        return names.compactMap { text(ofFile: directory + "/" + $0) }
    }

    /// Report files that the command line names, such as `--junitxml=report.xml`, where they were written by this run of it.
    private static func reports(namedIn command: String, root: String, since start: Timestamp) -> [String] {
        let words = command.split { $0.isWhitespace || "='\";&|()<>".contains($0) }
        return words.filter { $0.hasSuffix(".xml") || $0.hasSuffix(".sarif") }.compactMap { word in
            let path = word.hasPrefix("/") ? String(word) : root + "/" + word
            let changed = try? FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
            // File systems keep times no finer than a few milliseconds.
            let earliest = Double(start.microsecondsSinceEpoch) / 1_000_000 - 0.02
            guard let changed, changed.timeIntervalSince1970 >= earliest else { return nil }
            return text(ofFile: path)
        }
    }

    private static func text(ofFile path: String) -> String? {
        // A link or a pipe of that name is no report.
        guard let bytes = try? DurableFile(reading: path).read(atMost: reportSize) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension CheckEnding {
    /// The ending of a process as a check sees it.
    fileprivate init(_ ending: ProcessOutcome.Ending) {
        switch ending {
        case .exited(let status): self = .exited(status)
        case .signalled(let signal): self = .signalled(signal)
        case .timedOut(let limit): self = .timedOut(limit)
        case .stopped: self = .notStarted("it was stopped")
        case .notStarted(let reason): self = .notStarted(reason)
        }
    }
}
