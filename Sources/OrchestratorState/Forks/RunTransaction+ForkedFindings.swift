internal import OrchestratorDatabase
internal import OrchestratorModel

extension RunTransaction {
    /// Takes over the findings of the passes that are taken over, a few at a time, each few told by an event.
    mutating func copyFindings(_ fork: RunFork) throws {
        let before = try FindingsBefore(fork.event, of: fork.parent, connection)
        let origins = Dictionary(fork.passes.map { ($0.value, $0.key) }) { first, _ in first }
        var numbers = AscendingNumbers()
        for phase in fork.document.phases {
            for execution in phase.executions.map(\.execution.id) {
                guard let origin = origins[execution] else { continue }
                var rest = try connection.findingIDs(of: origin)[...]
                while !rest.isEmpty {
                    let copies = try connection.findings(rest.prefix(Self.copiedRows)).compactMap { before.finding($0) }.map {
                        $0.copied(as: Finding.ID(at: now, using: &numbers), to: execution, fork.passes)
                    }
                    rest = rest.dropFirst(Self.copiedRows)
                    try add(copies, of: phase.phase.id, execution)
                }
            }
        }
    }

    /// Few enough that their texts fit into memory however long they are.
    private static let copiedRows = 100

    private mutating func add(_ copies: [Finding], of phase: Phase.ID, _ execution: Execution.ID) throws {
        guard !copies.isEmpty else { return }
        for finding in copies { try connection.insert(finding, hidden: [head.id.sqlValue, phase.sqlValue]) }
        let told = "[\(copies.map(\.document).joined(separator: ","))]"
        try record(.findingsAdded, .execution, execution.description, ["findings": told])
    }
}

extension Finding {
    /// - Parameter passes: The passes that are taken over.
    fileprivate func copied(as id: Finding.ID, to execution: Execution.ID, _ passes: [Execution.ID: Execution.ID]) -> Finding {
        // What only a pass that is left out did not report again stands as it did before.
        let isUndone = fixedBy.map { passes[$0] == nil } ?? false
        return Finding(
            id: id, executionID: execution, severity: severity, category: category, title: title, description: description,
            evidence: evidence, file: file, line: line, rule: rule, suggestedFix: suggestedFix, fingerprint: fingerprint, ordinal: ordinal,
            check: check, resolved: resolved && !isUndone, createdAt: createdAt, resolvedAt: isUndone ? nil : resolvedAt,
            fixedBy: fixedBy.flatMap { passes[$0] }, waivedAt: waivedAt, waivedBy: waivedBy, waiveReason: waiveReason)
    }
}
