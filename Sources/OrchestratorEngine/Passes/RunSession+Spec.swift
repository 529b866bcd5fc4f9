internal import OrchestratorModel
internal import OrchestratorState

extension RunSession {
    /// What the phase is to be done by. Where the text can't be read, a human is asked: no other pass could read it, and its author may give it anew.
    ///
    /// - Returns: `nil` where a human is asked.
    func spec(of phase: Phase) async throws -> PhaseSpec? {
        guard phase.specRevision > 0,
            let revision = try await state.specRevisions(of: phase.id).first(where: { $0.revision == phase.specRevision })
        else { return PhaseSpec(text: nil) }
        do {
            return PhaseSpec(text: try await state.textOfArtifact(revision.artifactID))
        } catch let error as ArtifactError {
            let message = """
                the spec of phase \(phase.number) can't be read: \(error); put the file back and answer 'resume', or give the text anew with \
                'modify_spec'
                """
            try await state.askHuman(
                about: phase.id, reason: .criticalError, message: TextCut.head(message, atMost: Limits.text), lease: lease)
            return nil
        }
    }
}
