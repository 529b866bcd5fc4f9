internal import OrchestratorDatabase
public import OrchestratorModel

extension StateManager {
    /// The versions of a phase's spec, oldest first. Empty while the plan itself is the spec.
    ///
    /// - Throws: ``StateError/damaged(_:_:problem:)``, `DatabaseError`.
    public func specRevisions(of phase: Phase.ID) async throws -> [SpecRevision] {
        try await database.read { connection in
            try undamaged(.phase, phase.description) {
                try connection.findAll(SpecRevision.self, where: "phase_id = \(phase)", orderedBy: "revision")
            }
        }
    }
}
