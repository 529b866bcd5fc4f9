import AgentOrchestrator
import ArgumentParser

/// `orchestrator findings history ID`
struct FindingsHistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Where a finding was reported before, and what came of it.",
        discussion: "Findings are the same when category, rule, title without its numbers, and file are: then they share a fingerprint.")

    @Argument(help: "The finding: an id, a unique part of one, or a fingerprint of 64 digits.") var finding: String
    @Option(name: .customLong("run"), help: "Only in this run.") var runName: String?
    @Option(name: .long, help: "At most that many.") var limit = 100
    @Option(name: .long, help: ArgumentHelp("Only what comes after this report.", valueName: "finding")) var after: String?
    @OptionGroup var options: GlobalOptions
    @Flag(name: .long, help: "Print the reports as JSON.") var json = false

    func run() async throws {
        try await Session.with(options) { session in
            let state = session.state
            let run: Run.ID? = if let runName { try await state.runID(named: runName) } else { nil }
            let cursor: Finding.ID? = if let after { try await state.findingID(named: after) } else { nil }
            let (reports, next) = try await state.history(
                ofFingerprint: try await fingerprint(state), in: run, limit: limit, after: cursor)
            guard !json else {
                return try JSONOutput.writeList("findings", reports.map(FindingAppearanceDocument.init), next: next?.description)
            }
            guard let first = reports.first else { return Console.output("it was never reported") }
            Console.output(Printable.escaped(first.finding.title))
            Console.output(Console.outputs.styled("fingerprint \(first.finding.fingerprint)", .dim))
            table(reports, now: state.clock.now).print()
            if let next { Console.output("more: \(NextPage.command(after: next.short))") }
        }
    }

    private func fingerprint(_ state: StateManager) async throws -> String {
        if finding.utf8.count == 64 { return finding.lowercased() }
        let id = try await state.findingID(named: finding)
        guard let found = try await state.finding(id) else { throw StateError.notFound(.finding, finding) }
        return found.fingerprint
    }

    private func table(_ reports: [FindingAppearance], now: Timestamp) -> Table {
        var table = Table(["finding", "run", .right("phase"), .right("pass"), "severity", "reported", .flexible("what came of it")])
        for report in reports {
            let found = report.finding
            table.add([
                Cell(found.id.short), Cell(report.runID.short), Cell(report.phaseNumber), Cell(report.passNumber),
                Cell(found.severity.rawValue, found.severity.style), Cell(MomentText.relative(found.createdAt, now: now)),
                Cell(Self.ending(of: report)),
            ])
        }
        return table
    }

    private static func ending(of report: FindingAppearance) -> String {
        let found = report.finding
        if let pass = report.fixedInPass { return "gone in pass \(pass)" }
        if found.resolved { return "marked as resolved" }
        if found.waivedAt != nil { return "waived by \(found.waivedBy ?? "somebody"): \(found.waiveReason ?? "")" }
        return "unresolved"
    }
}
