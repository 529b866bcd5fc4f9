import AgentOrchestrator

extension RunDocument {
    /// The document with one phase and what belongs to it.
    func only(phase number: Int) throws -> RunDocument {
        guard let chosen = phases.first(where: { $0.phase.number == number }) else { throw StateError.notFound(.phase, String(number)) }
        var document = self
        document.phases = [chosen]
        document.artifacts = artifacts.filter { $0.phaseID == chosen.phase.id }
        document.events = nil
        return document
    }
}
