import Foundation
import Testing

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The program was killed, and its agent goes on working: nobody else is to work beside it.
@Suite(.timeLimit(.minutes(3))) struct LeftoverTests {
    private static let note = "that pass 1 had left behind"

    /// A project whose run was killed beside its agent, which has started a daemon.
    private func killedProject() async throws -> Project {
        let daemon = "setsid tail -f /dev/null > /dev/null 2>&1 &\n"
        let project = try await Project(plan: Plan.scripts(daemon + Script.halt("agent")))
        let running = try project.start("run", "plan.yaml")
        try await Waiting.until("the agent runs") { project.exists(project.scratch + "/agent") }
        running.signal(SIGKILL)
        #expect(await running.end().wasSignalled)
        try await Waiting.until("agent and daemon are seen") { project.processes.count == 2 }
        return project
    }

    @Test(arguments: [(["abort"], "aborted"), (["runs", "cleanup"], "failed"), (["pause"], "paused")])
    func areEndedByWhoeverStopsTheRun(command: [String], status: String) async throws {
        let project = try await killedProject()
        let stopped = try await project.run(command + ["latest"])
        #expect(stopped.status == 0 && stopped.errors == "note: ended 2 processes \(Self.note)\n", "\(stopped)")
        #expect(project.processes == [])
        let record = try await project.record()
        #expect(record.run.status == status)
        // Of a paused run the one who resumes it takes the pass over.
        #expect(status == "paused" || record.problems == [])
        // There is nothing left to tell of.
        let again = try await project.run("abort", "latest")
        #expect(!again.text.contains(Self.note), "\(again)")
    }

    @Test func areEndedByAnotherRunInTheCheckout() async throws {
        let project = try await killedProject()
        let killed = try await project.record().run.run_id.suffix(8)
        try project.write("", to: project.scratch + "/agent-go")
        try project.write(Plan.scripts(Script.work), to: "other.yaml")
        let other = try await project.run("run", "other.yaml")
        #expect(other.status == 0 && other.output.contains("note: run \(killed): ended 2 processes \(Self.note)"), "\(other)")
        #expect(project.processes == [])
        // The one that was killed is left to whoever resumes it.
        let resumed = try await project.run("resume", String(killed))
        #expect(resumed.status == 0, "\(resumed)")
    }

    @Test func areNotWhatALivingProcessHasStarted() async throws {
        let script = "trap 'touch \"$SCRATCH/heard\"; exit 0' TERM\ntouch \"$SCRATCH/agent\"\ntail -f /dev/null & wait"
        let project = try await Project(plan: Plan.scripts(script))
        let running = try project.start("run", "plan.yaml")
        try await Waiting.until("the agent runs") { project.exists(project.scratch + "/agent") }
        let cleanup = try await project.run("runs", "cleanup", "latest")
        #expect(cleanup.status == 75 && project.processes.count > 1, "\(cleanup)")
        let aborted = try await project.run("abort", "latest")
        #expect(aborted.status == 0 && aborted.errors.isEmpty, "\(aborted)")
        #expect(await running.end().status == 1)
        // It was asked to end before it was ended.
        #expect(project.exists(project.scratch + "/heard") && project.processes == [])
    }
}
