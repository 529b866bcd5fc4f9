import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// Runs come into being whole, once for a key, and not at all when something is wrong with them.
@Suite(.everyEngine) struct CreationTests {
    @Test func createsARunWithItsPhasesAndPlan() async throws {
        let store = try await Store()
        let (run, isNew) = try await store.state.createRun(.sample(phases: 3), plan: "title: search")
        #expect(isNew)
        #expect(run.status == .planning && run.totalPhases == 3 && run.completedPhases == 0)
        #expect(try await store.state.run(run.id) == run)
        let phases = try await store.state.phases(of: run.id)
        #expect(phases.map(\.number) == [1, 2, 3])
        #expect(phases.map(\.dependencies) == [[], [1], [2]])
        #expect(phases.allSatisfy { $0.status == .pending && $0.plan == PhaseDraft.sample().plan })
        let plan = try #require(await store.state.artifacts(of: run.id, type: .plan).first)
        #expect(try await store.state.textOfArtifact(plan.id) == "title: search")
        #expect(try await store.state.events(of: run.id).map(\.kind) == [.runCreated, .artifactSaved])
    }

    @Test func givesBackTheSameRunForTheSameKeyAndPlan() async throws {
        let store = try await Store()
        let first = try await store.state.createRun(.sample(key: "k"), plan: "plan")
        let files = try store.artifactFiles()
        let second = try await store.state.createRun(.sample(key: "k"), plan: "plan")
        #expect(first.isNew && !second.isNew)
        #expect(first.run.id == second.run.id)
        #expect(try store.artifactFiles() == files)
        try await store.expectRefusal(of: first.run.id, \.isConflict) {
            _ = try await store.state.createRun(.sample(title: "Another", key: "k"), plan: "plan")
        }
    }

    @Test func createsOneRunForOneKeyWhateverTheHaste() async throws {
        let store = try await Store()
        let created = try await withThrowingTaskGroup(of: (Run.ID, Bool).self) { group in
            for _ in 0..<16 {
                group.addTask {
                    let (run, isNew) = try await store.state.createRun(.sample(key: "k"), plan: "plan")
                    return (run.id, isNew)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(created.map(\.0)).count == 1)
        #expect(created.count { $0.1 } == 1)
        #expect(try store.artifactFiles().count == 1)
    }

    @Test func readyPhasesAreThoseWhoseDependenciesAreDoneOrLeftOut() async throws {
        let store = try await Store()
        let (run, phases) = try await store.executing(phases: 3)
        func ready() async throws -> [Int] { try await store.state.readyPhases(of: run).map(\.number) }
        #expect(try await ready() == [1])
        try await store.state.startPhase(phases[0])
        #expect(try await ready() == [])
        try await store.state.completePhase(phases[0])
        #expect(try await ready() == [2])
        try await store.state.pauseRun(run, reason: .userRequested)
        try await store.state.skipPhase(phases[1])
        #expect(try await ready() == [3])
    }

    @Test func namesEveryFieldThatIsWrongAndWritesNothing() async throws {
        let store = try await Store()
        var draft = RunDraft.sample(phases: 2)
        draft.title = " "
        draft.branch = ""
        draft.labels = ["a": "b\0"]
        draft.configuration = ["x": .number(.infinity)]
        draft.phases[1].intent = ""
        draft.phases[0].dependencies = [7]
        await #expect {
            _ = try await store.state.createRun(draft, plan: "plan")
        } throws: { error in
            let fields = (error as? StateError)?.fields ?? []
            return fields.sorted()
                == ["branch", "configuration", "labels.a", "phases[0].dependencies", "phases[1].intent", "title"]
        }
        draft = .sample()
        draft.title = String(repeating: "x", count: Limits.title + 1)
        draft.configuration = .string(String(repeating: "x", count: Limits.json))
        draft.phases[0].dependencies = [2]
        await #expect {
            _ = try await store.state.createRun(draft)
        } throws: { ($0 as? StateError)?.fields.sorted() == ["configuration", "phases", "title"] }
        #expect(try await store.state.runs().runs.isEmpty)
        #expect(try store.artifactFiles().isEmpty)
    }
}
