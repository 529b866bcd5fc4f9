internal import OrchestratorDatabase
public import OrchestratorModel

extension StateManager {
    /// The versions of a phase's spec, oldest first. Empty while the plan itself is the spec.
    ///
    /// The one that holds is named by the phase's `specRevision`. It is the last one, unless the answer that gave that lapsed unused.
    /// - Throws: ``StateError/damaged(_:_:problem:)``, `DatabaseError`.
    public func specRevisions(of phase: Phase.ID) async throws -> [SpecRevision] {
        try await database.read { connection in
            try undamaged(.phase, phase.description) {
                try connection.findAll(SpecRevision.self, where: "phase_id = \(phase)", orderedBy: "revision")
            }
        }
    }
}
