import OrchestratorDatabase
import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// Runs that are given up, and those that go for good.
@Suite struct DeletionTests {
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
        #expect(content.files == 1 && content.bytes == 4)
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
