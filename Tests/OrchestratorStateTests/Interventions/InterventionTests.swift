import OrchestratorDatabase
import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// Questions put to humans.
@Suite(.everyEngine) struct InterventionTests {
    @Test func pausesTheRunUntilItIsAnswered() async throws {
        let store = try await Store()
        let (run, _, question) = try await store.asking()
        #expect(try await store.state.run(run)?.status == .paused)
        try await store.expectRefusal(of: run, \.isConflict) { try await store.state.resumeRun(run) }
        try await store.state.acting(as: Actor(.user, "ann")).resolveIntervention(question, .resume, notes: "try again")
        let answered = try #require(await store.state.intervention(question))
        #expect(answered.actor == "user:ann" && answered.notes == "try again" && answered.action == .resume)
        #expect(try await store.state.run(run)?.status == .paused)
        try await store.state.resumeRun(run)
    }

    @Test func grantsTheRetriesAnewAndIsUsedByOnePassOnly() async throws {
        let store = try await Store()
        let (run, phase, first) = try await store.running()
        try await store.state.failExecution(first, ExecutionResult(), phase: .retry)
        #expect(try await store.state.phase(phase)?.retryCount == 1)
        let question = try await store.state.askHuman(about: phase, reason: .notConverging)
        try await store.state.resolveIntervention(question, .resume)
        try await store.state.resumeRun(run)
        let second = try await store.startExecution(of: phase)
        #expect(try await store.state.phase(phase)?.retryCount == 0)
        #expect(try await store.state.intervention(question)?.consumedBy == second)
        try await store.state.failExecution(second, ExecutionResult(), phase: .retry)
        try await store.startExecution(of: phase)
        #expect(try await store.state.intervention(question)?.consumedBy == second)
        #expect(try await store.state.phase(phase)?.retryCount == 1)
    }

    @Test func givesTheNextPassANewSpec() async throws {
        let store = try await Store()
        let (run, phase, question) = try await store.asking()
        try await store.state.acting(as: Actor(.user, "ann")).resolveIntervention(question, .modifySpec, spec: "# Search\nby title")
        #expect(try await store.state.phase(phase)?.specRevision == 1)
        let revision = try #require(await store.state.specRevisions(of: phase).first)
        #expect(revision.author == "user:ann" && revision.revision == 1)
        #expect(try await store.state.textOfArtifact(revision.artifactID) == "# Search\nby title")
        #expect(try await store.state.artifact(revision.artifactID)?.sha256 == revision.sha256)
        try await store.state.resumeRun(run)
        try await store.state.startPhase(phase)
        let execution = try await store.startExecution(of: phase)
        #expect(try await store.state.execution(execution)?.specRevision == 1)
        #expect(try await store.state.intervention(question)?.consumedBy == execution)
    }

    @Test func leavesThePhaseOut() async throws {
        let store = try await Store()
        let (run, phase, question) = try await store.asking()
        try await store.state.resolveIntervention(question, .skip)
        #expect(try await store.state.phase(phase)?.status == .skipped)
        #expect(try await store.state.run(run)?.completedPhases == 0)
    }

    @Test func leavesOutAPhaseThatIsInProgress() async throws {
        let store = try await Store()
        let (_, phase) = try await store.started()
        let question = try await store.state.askHuman(about: phase, reason: .budgetExhausted)
        try await store.state.resolveIntervention(question, .skip)
        #expect(try await store.state.phase(phase)?.status == .skipped)
    }

    @Test func endsTheRunAndItsOtherQuestions() async throws {
        let store = try await Store()
        let (run, phase, question) = try await store.asking()
        let other = try await store.state.askHuman(about: phase, reason: .criticalError)
        try await store.state.resolveIntervention(question, .abort)
        #expect(try await store.state.run(run)?.status == .aborted)
        #expect(try await store.state.intervention(other)?.status == .expired)
        let last = try #require(await store.state.events(of: run).last)
        #expect(last.kind == .runAborted && last.payload["run"]?["status"] == "aborted")
        try await store.expectRefusal(of: run, { if case .illegalTransition = $0 { true } else { false } }) {
            try await store.state.askHuman(about: phase, reason: .criticalError)
        }
    }

    @Test func lapses() async throws {
        let store = try await Store()
        let (run, _, question) = try await store.asking(expiresAt: store.clock.now + .seconds(60))
        #expect(try await store.state.expireInterventions(of: run) == [])
        store.clock.advance(by: .seconds(61))
        try await store.expectRefusal(of: run, \.isConflict) { try await store.state.resolveIntervention(question, .resume) }
        #expect(try await store.state.expireInterventions(of: run) == [question])
        #expect(try await store.state.interventions(of: run, pendingOnly: true).isEmpty)
        try await store.state.resumeRun(run)
    }

    @Test func saysWhoAnsweredAndWhen() async throws {
        let store = try await Store()
        let (run, _, question) = try await store.asking()
        try await store.state.acting(as: Actor(.user, "ann")).resolveIntervention(question, .resume)
        let time = try #require(await store.state.intervention(question)?.resolvedAt)
        let names: (StateError) -> Bool = { $0.isConflict && $0.description.contains("'resume' by user:ann at \(time)") }
        try await store.expectRefusal(of: run, names) { try await store.state.resolveIntervention(question, .abort) }
    }

    @Test func asksAgainWhatAnAnswerThatLapsedHadAnswered() async throws {
        let store = try await Store()
        let (run, phase, question) = try await store.asking()
        let expiry = store.clock.now + .seconds(60)
        try await store.state.resolveIntervention(question, .resume, expiresAt: expiry)
        #expect(try await store.state.expireInterventions() == [])
        store.clock.advance(by: .seconds(60))
        #expect(try await store.state.expireInterventions(of: run) == [question])
        #expect(try await store.state.expireInterventions(of: run) == [])
        let lapsed = try #require(await store.state.intervention(question))
        #expect(lapsed.status == .expired && lapsed.action == .resume && lapsed.expiresAt == expiry)
        let pending = try await store.state.interventions(of: run, pendingOnly: true)
        #expect(pending.map(\.reason) == [.maxRetriesExceeded] && pending[0].phaseID == phase && pending[0].expiresAt == nil)
    }

    @Test func givesNoWorkerARunWhoseAnswerHasLapsed() async throws {
        let store = try await Store()
        let (run, phase) = try await store.started()
        try await store.state.failPhase(phase)
        let question = try await store.state.askHuman(about: phase, reason: .notConverging)
        try await store.state.resolveIntervention(question, .resume, expiresAt: store.clock.now + .seconds(60))
        #expect(try await store.state.hasClaimableRun())
        #expect(try await store.state.expireLapsedAnswers() == [])
        store.clock.advance(by: .seconds(61))
        #expect(try await !store.state.hasClaimableRun())
        #expect(try await store.state.claimNextRun(owner: "worker", timeToLive: .seconds(30)) == nil)
        #expect(try await store.state.expireLapsedAnswers() == [question])
        #expect(try await store.state.expireLapsedAnswers() == [])
        let pending = try await store.state.interventions(of: run, pendingOnly: true)
        #expect(pending.map(\.reason) == [.notConverging] && pending[0].phaseID == phase)
        // The next answer is one again.
        try await store.state.resolveIntervention(pending[0].id, .resume)
        #expect(try await store.state.claimNextRun(owner: "worker", timeToLive: .seconds(30))?.run.id == run)
    }

    @Test func lendsAnAnswerThatLapsedToNoPass() async throws {
        let store = try await Store()
        let (run, phase, first) = try await store.running()
        try await store.state.failExecution(first, ExecutionResult(), phase: .retry)
        let question = try await store.state.askHuman(about: phase, reason: .budgetExhausted)
        try await store.state.resolveIntervention(question, .resume, expiresAt: store.clock.now + .seconds(60))
        try await store.state.resumeRun(run)
        store.clock.advance(by: .seconds(61))
        try await store.startExecution(of: phase)
        #expect(try await store.state.intervention(question)?.consumedBy == nil)
        #expect(try await store.state.phase(phase)?.retryCount == 1)
        // The run goes on: nothing is asked.
        #expect(try await store.state.expireInterventions(of: run) == [question])
        #expect(try await store.state.interventions(of: run, pendingOnly: true).isEmpty)
    }

    /// The text of an answer that lapsed is used by nobody: the phase goes on with the one before, everywhere that is told.
    @Test func takesTheTextBackOfAnAnswerThatLapsed() async throws {
        let store = try await Store()
        let (run, phase, question) = try await store.asking()
        func revision() async throws -> Int? { try await store.state.phase(phase)?.specRevision }
        func answer(_ spec: String, expiring: Bool) async throws {
            let question = try #require(await store.state.interventions(of: run, pendingOnly: true).first)
            let expiry = expiring ? store.clock.now + .seconds(60) : nil
            try await store.state.resolveIntervention(question.id, .modifySpec, spec: spec, expiresAt: expiry)
        }
        try await answer("first", expiring: true)
        #expect(try await revision() == 1)
        store.clock.advance(by: .seconds(61))
        #expect(try await store.state.lapsedAnswers(of: run).map(\.id) == [question])
        #expect(try await store.state.expireInterventions(of: run) == [question])
        #expect(try await revision() == 0)
        #expect(try await store.state.lapsedAnswers().isEmpty)
        // What was said once stays, under its number.
        #expect(try await store.state.specRevisions(of: phase).map(\.revision) == [1])
        try await answer("second", expiring: false)
        try await store.state.askHuman(about: phase, reason: .criticalError)
        try await answer("third", expiring: true)
        #expect(try await revision() == 3)
        store.clock.advance(by: .seconds(61))
        try await store.state.expireInterventions(of: run)
        #expect(try await revision() == 2)
        let report = try await store.state.verify { Issue.record("\($0)") }
        #expect(report.problems == 0)
        let last = try #require(await store.state.run(run)?.lastEvent)
        #expect(try await store.state.document(of: run, at: last)?.phases.first?.phase.specRevision == 2)
        let other = try await Store()
        try await other.importRun(try await store.exported(run))
        #expect(try await other.exported(run) == store.exported(run))
        let fork = try await store.state.createFork(#require(await store.state.planFork(of: run, at: last)), branch: "fork")
        let copy = try #require(await store.state.phases(of: fork.id).first)
        #expect(copy.specRevision == 2)
        #expect(try await store.state.specRevisions(of: copy.id).map(\.revision) == [2])
    }

    /// A row of a damaged store: to count on from it would end the program.
    @Test func countsOnFromNoRevisionThatIsTheLast() async throws {
        let store = try await Store()
        let (_, phase, question) = try await store.asking()
        try await store.state.resolveIntervention(question, .modifySpec, spec: "first")
        _ = try await store.database.write { try $0.execute("UPDATE spec_revisions SET revision = \(Int.max)") }
        let next = try await store.state.askHuman(about: phase, reason: .criticalError)
        await #expect {
            try await store.state.resolveIntervention(next, .modifySpec, spec: "second")
        } throws: {
            "\($0)".hasSuffix("in the store is damaged: spec_revision is \(Int.max), after which there is no number")
        }
    }

    /// Nobody may have noticed that it lapsed when a pass begins.
    @Test func givesNoPassATextThatLapsed() async throws {
        let store = try await Store()
        let (run, phase, question) = try await store.asking()
        try await store.state.resolveIntervention(question, .modifySpec, spec: "new", expiresAt: store.clock.now + .seconds(60))
        try await store.state.resumeRun(run)
        try await store.state.startPhase(phase)
        store.clock.advance(by: .seconds(61))
        let id = Execution.ID(at: store.clock.now)
        try await store.expectRefusal(of: run, \.isConflict) {
            _ = try await store.state.startExecution(of: phase, ExecutionDraft(id: id, agent: "shell", specRevision: 1))
        }
        let execution = try await store.state.startExecution(of: phase, ExecutionDraft(id: id, agent: "shell"))
        #expect(execution.specRevision == 0)
        #expect(try await store.state.intervention(question)?.status == .expired)
        #expect(try await store.state.verify().problems == 0)
    }

    @Test func lapsesOnlyWhereItWaitsAndInTheFuture() async throws {
        let store = try await Store()
        let (run, _, question) = try await store.asking()
        let past = store.clock.now
        try await store.expectRefusal(of: run, { $0.fields == ["expires_at"] }) {
            try await store.state.resolveIntervention(question, .resume, expiresAt: past)
        }
        let future = store.clock.now + .seconds(60)
        try await store.expectRefusal(of: run, { $0.fields == ["expires_at"] }) {
            try await store.state.resolveIntervention(question, .skip, expiresAt: future)
        }
    }

    @Test func wantsASpecWithModifySpecAndOnlyThere() async throws {
        let store = try await Store()
        let (run, _, question) = try await store.asking()
        let cases: [(ManualIntervention.Action, String?)] = [(.modifySpec, nil), (.modifySpec, "  "), (.resume, "text"), (.skip, "text")]
        for (action, spec) in cases {
            try await store.expectRefusal(of: run, { $0.fields == ["spec"] }) {
                try await store.state.resolveIntervention(question, action, spec: spec)
            }
        }
        try await store.expectRefusal(of: run, { $0.fields == ["notes"] }) {
            try await store.state.resolveIntervention(question, .resume, notes: "\0")
        }
        let unknown = ManualIntervention.ID(at: store.clock.now)
        await #expect(throws: StateError.notFound(.intervention, unknown.description)) {
            try await store.state.resolveIntervention(unknown, .resume)
        }
    }

    @Test func isAnsweredByOneOfManyOnly() async throws {
        let store = try await Store()
        let (run, phase, question) = try await store.asking()
        let answered = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<8 {
                group.addTask {
                    do {
                        try await store.state.resolveIntervention(question, .modifySpec, spec: "spec \(number)")
                        return true
                    } catch {
                        return false
                    }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(answered == 1)
        #expect(try await store.state.specRevisions(of: phase).count == 1)
        #expect(try store.artifactFiles().count == 1)
        #expect(try await store.state.artifacts(of: run).count == 1)
    }
}
