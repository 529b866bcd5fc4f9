import OrchestratorModel
import OrchestratorSQLite
import OrchestratorState
import OrchestratorTestKit
import Testing

@testable import OrchestratorEngine

/// At which commit a run goes on in a clone.
@Suite struct RecordedHeadTests {
    /// A run whose two phases are completed, the second one on a machine whose clock is that much ahead.
    private func completed(
        _ state: StateManager, _ clock: TestClock, ahead: Duration
    ) async throws -> Run.ID {
        let run = try await state.createRun(.sample()).run.id
        try await state.startRun(run)
        for phase in try await state.phases(of: run) {
            try await state.startPhase(phase.id)
            let execution = try await state.startExecution(of: phase.id, ExecutionDraft(id: Execution.ID(at: clock.now), agent: "shell"))
            try await state.completeExecution(execution.id, ExecutionResult(exitStatus: 0, headCommit: "commit-\(phase.number)"))
            _ = try await state.recordVerification(of: execution.id, VerificationRecord(findings: [], verdict: .passed, outcome: .complete))
            clock.advance(by: ahead)
        }
        return run
    }

    @Test(arguments: [Duration.seconds(300), .seconds(-300), .zero])
    func isThatOfThePassThatWasRecordedLastWhateverTheClocksSay(ahead: Duration) async throws {
        let directory = try TemporaryDirectory()
        let clock = TestClock()
        let state = try await StateManager.open(
            try SQLiteDatabase.open(directory.path + "/state.db"), artifacts: directory.path + "/artifacts", actor: Actor(.worker, "tests"),
            clock: clock)
        let run = try await completed(state, clock, ahead: ahead)
        #expect(try await Clone.recordedHead(of: try await state.phases(of: run), state) == "commit-2")
        // A fork has no events of its passes, and goes by the times.
        guard ahead > .zero else { return }
        let last = try #require(await state.run(run)?.lastEvent)
        for _ in 0..<8 {
            let fork = try #require(await state.planFork(of: run, at: last - 1))
            let made = try await state.createFork(fork, branch: "main").id
            #expect(try await Clone.recordedHead(of: try await state.phases(of: made), state) == "commit-2")
            clock.advance(by: .seconds(1))
        }
    }
}
