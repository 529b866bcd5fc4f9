import OrchestratorDatabase
import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// Runs that are given up, and those that go for good.
@Suite(.everyEngine) struct DeletionTests {
    @Test func takesEverythingOfARunAndNothingOfOthers() async throws {
        let store = try await Store()
        let (other, _, _) = try await store.running()
        _ = try await store.state.saveArtifact("other", .agentOutput, of: other)
        let before = try await store.exported(other)
        let (run, _, execution) = try await store.running()
        _ = try await store.state.addFindings([.sample()], to: execution)
        _ = try await store.state.saveArtifact("text", .agentOutput, of: run, execution: execution)
        try await store.state.abortRun(run)
        let content = try await store.state.deletion(of: run)
        let artifact = try #require(await store.state.artifacts(of: run).first)
        #expect(content.files == [RunDeletion.File(path: artifact.path, bytes: 4)] && content.bytes == 4)
        #expect(content.rows.map(\.table) == ["phases", "executions", "findings", "artifacts", "events"])
        try await store.state.deleteRun(run)
        #expect(try await store.state.run(run) == nil)
        #expect(try await store.exported(other) == before)
        #expect(try store.artifactFiles().count == 1)
        for table in ["phases", "executions", "findings", "artifacts", "events", "phase_dependencies"] {
            let left = try await store.database.read { connection in
                try connection.first("SELECT COUNT(*) FROM \(raw: table)") { try $0.integer() }
            }
            #expect(left == ["phases": 2, "executions": 1, "artifacts": 1, "events": 5, "phase_dependencies": 1][table, default: 0], "\(table)")
        }
    }

    @Test func leavesARunThatHasNotEnded() async throws {
        let store = try await Store()
        let run = try await store.executing().run
        try await store.expectRefusal(of: run, \.isConflict) { try await store.state.deleteRun(run) }
        try await store.expectRefusal(of: run, \.isConflict) { _ = try await store.state.deletion(of: run) }
        await #expect { try await store.state.deleteRun(Run.ID(at: store.clock.now)) } throws: { ($0 as? StateError)?.isNotFound == true }
    }

    @Test func saysWhatGivingUpWouldEndAndChangesNothing() async throws {
        let store = try await Store()
        let (run, phase, _) = try await store.running()
        _ = try await store.state.askHuman(about: phase, reason: .criticalError)
        let before = try await store.exported(run)
        let cleanup = try await store.state.cleanup(of: run)
        #expect(cleanup.run.id == run && cleanup.run.status == .paused && cleanup.executions == 1 && cleanup.questions == 1)
        #expect(try await store.exported(run) == before)
        try await store.state.cleanUpRun(run)
        #expect(try await store.state.executions(of: phase).map(\.status) == [.interrupted])
        #expect(try await store.state.interventions(of: run).map(\.status) == [.expired])
        await #expect { _ = try await store.state.cleanup(of: run) } throws: {
            if case StateError.illegalTransition? = $0 as? StateError { true } else { false }
        }
        let held = try await store.running().run
        _ = try await store.claim(held)
        await #expect { _ = try await store.state.cleanup(of: held) } throws: {
            if case StateError.leaseHeld? = $0 as? StateError { true } else { false }
        }
    }

    @Test func givesUpARunThatNobodyCarriesOut() async throws {
        let store = try await Store()
        let (run, _, execution) = try await store.running()
        _ = try await store.claim(run)
        try await store.expectRefusal(of: run, { if case .leaseHeld = $0 { true } else { false } }) { try await store.state.cleanUpRun(run) }
        store.machine.set(.dead)
        try await store.state.cleanUpRun(run, reason: "its worker is gone")
        let failed = try #require(await store.state.run(run))
        #expect(failed.status == .failed && failed.errorMessage == "its worker is gone" && failed.leaseOwner == nil)
        #expect(try await store.state.execution(execution)?.status == .interrupted)
        try await store.expectRefusal(of: run, { if case .illegalTransition = $0 { true } else { false } }) {
            try await store.state.cleanUpRun(run)
        }
    }
}
