import Foundation
import Testing

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A run that is asked for again under its key.
@Suite(.timeLimit(.minutes(3))) struct KeyTests {
    private func run(_ project: Project, _ command: String = "run") async throws -> Finished {
        try await project.run(command, "plan.yaml", "--idempotency-key", "a")
    }

    @Test func saysThatItIsCompleted() async throws {
        let project = try await Project(plan: Plan.scripts(Script.count))
        #expect(try await run(project).status == 0)
        let again = try await run(project)
        #expect(again.status == 0 && again.errors.contains("was created with this key before\nrun ") && again.errors.contains("is completed already"))
        #expect(project.notes("calls") == ["1.1"])
        let submitted = try await run(project, "submit")
        #expect(submitted.status == 0 && submitted.output.contains("\nit is completed: "), "\(submitted)")
        let json = try await project.run("run", "plan.yaml", "--idempotency-key", "a", "--json")
        #expect(json.status == 0 && json.output.contains("\"status\":\"completed\""), "\(json)")
    }

    /// The work of the run itself does not keep it from going on.
    @Test func asksWhatItHasAskedAndGoesOnOnceItIsAnswered() async throws {
        let project = try await Project(
            settings: "verification:\n  test:\n    command: test -e \"$SCRATCH/good\"\n",
            plan: Plan.scripts(Script.count + Script.work, extra: "max_retries: 0"))
        #expect(try await run(project).status == 3)
        let question = try #require(try await project.record().interventions.first?.intervention_id)
        let again = try await run(project)
        #expect(again.status == 3 && again.errors.contains("waits for an answer") && again.errors.contains("interventions resolve"), "\(again)")
        let submitted = try await run(project, "submit")
        #expect(submitted.status == 0 && submitted.output.contains("\nit is paused and waits for an answer: "), "\(submitted)")
        #expect(try await project.run("interventions", "resolve", question, "resume").status == 0)
        #expect(try await run(project, "submit").output.contains("\nit is paused, and its question is answered: a worker takes it"))
        try project.write("", to: project.scratch + "/good")
        let finished = try await run(project)
        #expect(finished.status == 0, "\(finished)")
        #expect(project.notes("calls") == ["1.1", "1.2"])
        // A new run has to find the working tree clean, under a key too.
        #expect(try await project.run("run", "plan.yaml", "--idempotency-key", "b").status == 2)
    }

    @Test func goesOnWhereItWasPaused() async throws {
        let project = try await Project(plan: Plan.scripts(Script.count))
        #expect(try await run(project, "submit").output.contains("\na worker takes it"))
        #expect(try await project.run("pause", "latest").status == 0)
        let submitted = try await run(project, "submit")
        #expect(submitted.status == 0 && submitted.output.contains("\nit is paused: go on with 'orchestrator resume "), "\(submitted)")
        let finished = try await run(project)
        #expect(finished.status == 0, "\(finished)")
    }

    @Test func saysThatItHasEnded() async throws {
        let project = try await Project(plan: Plan.scripts(Script.count))
        _ = try await run(project, "submit")
        #expect(try await project.run("abort", "latest").status == 0)
        let again = try await run(project)
        #expect(again.status == 1 && again.errors.contains("is aborted and can't go on"), "\(again)")
        let submitted = try await run(project, "submit")
        #expect(submitted.status == 0 && submitted.output.contains("\nit is aborted and can't go on: "), "\(submitted)")
        #expect(project.notes("calls") == [])
    }
}
