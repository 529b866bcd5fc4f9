import Foundation
import OrchestratorTestKit
import Testing

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Workers whose store is on a PostgreSQL server.
@Suite(.timeLimit(.minutes(5))) struct ServerWorkerTests {
    private func with(plan: String, _ body: @Sendable (Project) async throws -> Void) async throws {
        try await TestEngine.postgresql.run {
            let url = try await TestEngine.postgresql.newSchema()
            let settings = "state:\n  url: \"\(url)\"\n  lease_ttl: 4s\n  lease_renewal: 1s\n"
            try await body(try await Project(settings: settings, plan: plan))
        }
    }

    private func submit(_ project: Project) async throws {
        let submitted = try await project.run("submit", "plan.yaml")
        #expect(submitted.status == 0, "\(submitted)")
    }

    /// Starts a worker and waits until its agent runs.
    private func worker(_ project: Project) async throws -> Running {
        let mark = project.scratch + "/agent"
        try? FileManager.default.removeItem(atPath: mark)
        let worker = try project.start("worker", "--grace-period", "0s")
        try await Waiting.until("the agent runs") { project.exists(mark) }
        return worker
    }

    private func drain(_ worker: Running) async {
        worker.signal(SIGTERM)
        #expect(await worker.end().status == 0)
    }

    @Test func takeOverFromOneThatWasKilledAndHeedWhatOthersAsk() async throws {
        try await with(plan: Plan.scripts(Script.count + Script.halt("agent"))) { project in
            try await submit(project)
            let first = try await worker(project)
            let alive = try await project.run("workers", "--json")
            #expect(alive.output.contains("\"status\": \"working\"") && alive.output.contains("\"phase_number\": 1"), "\(alive)")
            first.signal(SIGKILL)
            #expect(await first.end().wasSignalled)
            let second = try await worker(project)
            #expect(second.output.contains("taken again"))
            let both = try await project.run("workers", "--json")
            #expect(both.output.contains("\"status\": \"dead\"") || !both.output.contains(String(first.processID)), "\(both)")
            for (stop, heeded) in [("pause", "paused, 0 of 1"), ("abort", "aborted, 0 of 1")] {
                if stop == "abort" {
                    try FileManager.default.removeItem(atPath: project.scratch + "/agent")
                    try await submit(project)
                    try await Waiting.until("the next agent runs") { project.exists(project.scratch + "/agent") }
                }
                #expect(try await project.run(stop, "latest").status == 0)
                let asked = ContinuousClock.now
                try await Waiting.until("\(stop) is heeded") { second.output.contains(heeded) }
                let took = ContinuousClock.now - asked
                print("\(stop) reached the worker after \(took)")
                // Generous: other tests go on.
                #expect(took < .seconds(10))
            }
            await drain(second)
            #expect(project.processes == [])
            #expect(try await project.run("db", "verify").status == 0)
        }
    }

    @Test func goOnOnceAQuestionIsAnswered() async throws {
        let plan = Plan.scripts(Script.count + "[ -e \"$SCRATCH/better\" ]\n", extra: "max_retries: 0")
        try await with(plan: plan) { project in
            try await submit(project)
            let worker = try project.start("worker")
            try await Waiting.until("it asks") { worker.output.contains("paused, 0 of 1") }
            let list = try await project.run("interventions", "list", "--json").output
            let question = try #require(list.firstMatch(of: /"intervention_id": "([^"]+)"/)?.1)
            try project.write("", to: project.scratch + "/better")
            #expect(try await project.run("interventions", "resolve", String(question), "resume").status == 0)
            let answered = ContinuousClock.now
            try await Waiting.until("it is completed") { worker.output.contains("completed, 1 of 1") }
            print("an answer was carried out after \(ContinuousClock.now - answered)")
            await drain(worker)
        }
    }
}
