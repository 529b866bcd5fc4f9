import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// Runs made from others as they were after one of their events.
@Suite(.everyEngine) struct ForkTests {
    /// Every event of a random history is a place to fork at, and what comes of it is a store as whole as any.
    @Test(arguments: 0..<6)
    func holdsWhatTheParentHeldAtAnyEvent(seed: Int) async throws {
        let store = try await Store()
        var history = try await RandomHistory(store, seed: 3000 + seed)
        try await history.go(steps: 60)
        let parent = try #require(history.runs.first)
        let last = try #require(await store.state.run(parent)?.lastEvent)
        for sequence in stride(from: 1, through: last, by: 7) {
            let origin = try #require(await store.state.document(of: parent, at: sequence))
            let fork = try #require(await store.state.planFork(of: parent, at: sequence))
            let run = try await store.state.createFork(fork, branch: "fork")
            let made = try #require(await store.state.document(of: run.id))
            #expect(made.run.parentRunID == parent && made.run.parentEvent == sequence && made.run.branch == "fork")
            try Self.compare(made, with: origin)
            #expect(try await store.state.document(of: run.id, at: run.lastEvent) == made)
            let report = try await store.state.verify(run.id) { Issue.record("\($0)") }
            #expect(report.events == run.lastEvent && report.artifacts == made.artifacts.count { $0.content == .present })
            for artifact in made.artifacts { _ = try await store.state.textOfArtifact(artifact.id) }
        }
        // The forks are counted and found too.
        _ = try await store.state.verify { Issue.record("\($0)") }
    }

    private static func compare(_ made: RunDocument, with origin: RunDocument) throws {
        #expect(made.run.status == .paused && made.run.completedPhases == origin.phases.count { $0.phase.status == .completed })
        for (new, old) in zip(made.phases, origin.phases) {
            let expected: Phase.Status = old.phase.status == .failed ? .inProgress : old.phase.status
            #expect(new.phase.status == expected && new.phase.title == old.phase.title && new.phase.dependencies == old.phase.dependencies)
            #expect(new.phase.id != old.phase.id && new.phase.specRevision == old.phase.specRevision)
            #expect(new.specRevisions.map(\.sha256) == old.specRevisions.map(\.sha256))
            let kept = old.executions.filter { $0.execution.status != .running && $0.execution.verification != .pending }
            #expect(new.executions.map(\.execution.passNumber) == kept.map(\.execution.passNumber))
            #expect(new.executions.map { $0.findings.map(\.title) } == kept.map { $0.findings.map(\.title) })
            for execution in new.executions {
                let before = kept.first { $0.execution.passNumber == execution.execution.passNumber }?.findings ?? []
                let isUndone = { (finding: Finding) in finding.fixedBy.map { fixedBy in !kept.contains { $0.execution.id == fixedBy } } ?? false }
                #expect(execution.findings.map(\.resolved) == before.map { $0.resolved && !isUndone($0) })
                #expect(execution.findings.map(\.waivedAt) == before.map(\.waivedAt))
                for finding in execution.findings { #expect(finding.executionID == execution.execution.id) }
                if let prompt = execution.execution.promptArtifactID { #expect(made.artifacts.contains { $0.id == prompt }) }
            }
        }
        #expect(made.artifacts.allSatisfy { $0.runID == made.run.id && $0.path.hasPrefix(made.run.id.description) })
    }

    /// Whatever the clocks of those who made the passes said.
    @Test(arguments: [1, -1]) func beginsWhereTheLastPassBegan(hours: Int) async throws {
        let store = try await Store()
        let (run, phase) = try await store.started()
        for commit in ["first", "last"] {
            let draft = ExecutionDraft(id: .init(at: store.clock.now), agent: "shell", baseCommit: commit)
            let execution = try await store.state.startExecution(of: phase, draft)
            try await store.state.interruptExecution(execution.id, ExecutionResult(errorMessage: "gone"))
            store.clock.advance(by: .seconds(3600 * hours))
        }
        let last = try #require(await store.state.run(run)?.lastEvent)
        #expect(try await store.state.planFork(of: run, at: last)?.commit == "last")
    }

    @Test func isMadeOnce() async throws {
        let store = try await Store()
        let run = try await store.state.createRun(.sample(), plan: "title: x").run.id
        let fork = try #require(await store.state.planFork(of: run, at: 1))
        #expect(fork.document.artifacts.isEmpty && fork.commit == nil && fork.leftOut.isEmpty)
        let made = try await store.state.createFork(fork, branch: "b")
        try await store.expectRefusal(of: made.id, \.isConflict) { _ = try await store.state.createFork(fork, branch: "b") }
        #expect(try await store.state.planFork(of: Run.ID(at: store.clock.now), at: 1) == nil)
        await #expect(throws: StateError.self) { _ = try await store.state.planFork(of: run, at: 3) }
        // Resumed it goes on like any other.
        try await store.state.resumeRun(made.id)
        #expect(try await store.state.readyPhases(of: made.id).map(\.number) == [1])
    }

    @Test func doesWithoutFilesThatAreGone() async throws {
        let store = try await Store()
        let run = try await store.state.createRun(.sample(), plan: "title: x").run.id
        let artifact = try #require(await store.state.artifacts(of: run).first)
        try await store.loseContent(of: artifact)
        let fork = try #require(await store.state.planFork(of: run, at: 2))
        let made = try await store.state.createFork(fork, branch: "b")
        #expect(try await store.state.artifacts(of: made.id).map(\.content) == [.absent])
    }
}
