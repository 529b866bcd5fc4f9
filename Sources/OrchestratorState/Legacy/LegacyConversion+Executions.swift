internal import OrchestratorDatabase
internal import OrchestratorModel

extension LegacyConversion {
    /// The executions of a phase, by pass.
    mutating func executions(
        _ rows: [LegacyRow], of phase: Phase, inEndedRun isEnded: Bool, _ artifacts: inout LegacyArtifacts
    ) -> [RunDocument.ExecutionDocument] {
        var numbers = LegacyNumbers()
        var numbered: [(row: LegacyRow, number: Int, problem: String?)] = []
        var late: [LegacyRow] = []
        for row in rows {
            if row.id.isEmpty {
                report(row, "it has no identity")
            } else if case .integer(let number) = row.values["pass_number"] ?? .null, numbers.take(number) {
                numbered.append((row, Int(number), nil))
            } else {
                late.append(row)
            }
        }
        for row in late {
            let number = numbers.next()
            let problem =
                "pass_number is '\(row.text("pass_number") ?? "")', which is missing, no number, too great or taken: it is pass \(number) here"
            numbered.append((row, number, problem))
        }
        numbered.sort { $0.number < $1.number }
        let last = numbered.last?.number
        return numbered.map { row, number, problem in
            var reading = LegacyReading(row, zone)
            if let problem { reading.note(problem) }
            var execution = execution(&reading, number: number, of: phase, inEndedRun: isEnded)
            execution.verification = Self.verification(of: execution, isLast: number == last, phase.status)
            artifacts.placeFiles(of: &execution, &reading)
            report(reading)
            return RunDocument.ExecutionDocument(execution: execution)
        }
    }

    private mutating func execution(
        _ reading: inout LegacyReading, number: Int, of phase: Phase, inEndedRun isEnded: Bool
    ) -> Execution {
        let id: Execution.ID = identifier(&reading)
        var status: Execution.Status = reading.choice("status", else: .failed)
        if status == .running, isEnded {
            reading.note("status is 'running' in a run that has ended: taken as interrupted")
            status = .interrupted
        }
        return Execution(
            id: id, phaseID: phase.id, passNumber: number, status: status, verification: .notRun,
            mode: reading.choice("execution_mode", else: .direct), agent: "copilot", specRevision: 0, leaseEpoch: 0,
            summary: reading.text("copilot_summary"), errorMessage: reading.text("error_message"),
            startedAt: reading.time("started_at", else: phase.startedAt ?? phase.createdAt), completedAt: reading.time("completed_at"))
    }

    /// What the Python program did not record: whether a pass was verified follows from what became of its phase. Where that is open the pass is
    /// verified again when the run goes on.
    private static func verification(of execution: Execution, isLast: Bool, _ phase: Phase.Status) -> Execution.Verification {
        switch (execution.status, phase) {
        case (.running, _): .pending
        case (.failed, _), (.interrupted, _): .notRun
        case (.completed, _) where !isLast: .blocked
        case (.completed, .completed): .passed
        case (.completed, .failed): .blocked
        case (.completed, .skipped): .notRun
        case (.completed, .pending), (.completed, .inProgress): .pending
        }
    }

    /// Puts the findings below their executions.
    mutating func placeFindings(_ phases: inout [RunDocument.PhaseDocument]) {
        let rows = Dictionary(grouping: legacy.findings) { execution(of: $0) }
        for phase in phases.indices {
            for index in phases[phase].executions.indices {
                let execution = phases[phase].executions[index].execution
                phases[phase].executions[index].findings = findings(rows[execution.id] ?? [], of: execution)
            }
        }
    }

    private mutating func findings(_ rows: [LegacyRow], of execution: Execution) -> [Finding] {
        var found: [(id: Finding.ID, draft: FindingDraft, resolved: Bool, createdAt: Timestamp)] = []
        for row in rows {
            guard !row.id.isEmpty else {
                report(row, "it has no identity")
                continue
            }
            var reading = LegacyReading(row, zone)
            let id: Finding.ID = identifier(&reading)
            let draft = FindingDraft(
                severity: reading.choice("severity", else: .medium), category: reading.choice("category", else: .custom),
                title: reading.title("title"), description: reading.text("description") ?? "", evidence: reading.text("evidence") ?? "",
                suggestedFix: reading.text("suggested_fix"))
            let resolved = reading.integer("resolved", from: 0...Int.max, else: 0) != 0
            found.append((id, draft, resolved, reading.time("created_at", else: execution.completedAt ?? execution.startedAt)))
            report(reading)
        }
        return zip(found, FindingIdentity.identities(of: found.map(\.draft))).map { found, identity in
            var finding = Finding(found.draft, id: found.id, in: execution.id, identity, nil, at: found.createdAt)
            finding.resolved = found.resolved
            return finding
        }.sorted { $0.id < $1.id }
    }
}
