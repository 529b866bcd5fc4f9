internal import OrchestratorDatabase
public import OrchestratorModel

extension StateManager {
    /// Adds phases to a run that has not ended, behind those it has, all in one transaction with one event. What follows when work turns out to be
    /// more than was planned; the phases of a plan are created with their run.
    ///
    /// - Parameters:
    ///   - drafts: The phases. Their numbers go on where those of the run end; dependencies may name any phase of the run, new ones too.
    ///   - lease: The lease of the worker; `nil` for what is done by hand.
    /// - Returns: The phases as stored, in the order given.
    /// - Throws: ``StateError/invalid(_:)`` with everything that is wrong with the drafts, for an empty list, and for more phases than
    ///   ``Limits/phases``; ``StateError/conflict(_:)`` where the run has ended; ``StateError/notFound(_:_:)``; ``StateError/leaseLost(_:)``;
    ///   `DatabaseError`.
    /// - Complexity: Linear in the phases of the run.
    public func addPhases(_ drafts: [PhaseDraft], to run: Run.ID, lease: Lease? = nil) async throws -> [Phase] {
        try await change(run, lease: lease) { transaction in
            guard !Run.transitions.isFinal(transaction.head.status) else {
                throw StateError.conflict("run \(run.short) is \(transaction.head.status.rawValue): it gets no more phases")
            }
            let known = try transaction.connection.findPhases(where: "run_id = \(run)")
            let violations = Self.violations(of: drafts, after: known)
            guard violations.isEmpty else { throw StateError.invalid(violations) }
            let phases = zip((known.count + 1)..., drafts).map { Phase($1, number: $0, of: run, at: transaction.now) }
            for phase in phases {
                try transaction.connection.insertWithDependencies(phase)
                transaction.count(.phases(phase.status, phase.size))
            }
            try transaction.makeFindable(by: phases.map(\.title))
            transaction.countPhases(phases.count)
            let documents = try phases.map { try $0.documentWithDependencies() }
            try transaction.record(.phasesCreated, .run, run.description, ["phases": "[\(documents.joined(separator: ","))]"])
            return phases
        }
    }

    /// Everything that is wrong with phases that are to follow those of a run.
    private static func violations(of drafts: [PhaseDraft], after known: [Phase]) -> [Violation] {
        guard !drafts.isEmpty else { return [Violation("phases", "must not be empty")] }
        let count = known.count + drafts.count
        guard count <= Limits.phases else { return [Violation("phases", "are more than \(Limits.phases)")] }
        var violations = drafts.enumerated().flatMap { index, draft in
            draft.violations(number: known.count + index + 1, of: count).map { Violation("phases[\(index)].\($0.field)", $0.problem) }
        }
        if let circle = PhaseOrder.circle(in: known.map(\.dependencies) + drafts.map(\.dependencies)) {
            violations.append(Violation("phases", "depend on each other in a circle: \(circle.map(String.init).joined(separator: " → "))"))
        }
        return violations
    }
}
