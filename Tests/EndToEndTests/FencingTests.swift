import Foundation
import Testing

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A process that is stopped for longer than its lease is good, and goes on when another has taken the run over (invariant 6).
@Suite(.timeLimit(.minutes(5))) struct FencingTests {
    private static let settings = """
        state:
          lease_ttl: 4s
          lease_renewal: 1s
        verification:
          test:
            command: sh "$SCRATCH/verify"
        git:
          auto_commit: true

        """

    /// A project in which the first call of the agent halts, without the mark by which others would find it; further ones do the work.
    private func project(check: String = "true\n") async throws -> Project {
        let halting = """
            \(Script.count)if [ ! -e "$SCRATCH/agent-go" ]; then
            echo $$ > "$SCRATCH/pid"; mv "$SCRATCH/pid" "$SCRATCH/agent"
            exec env -i "E2E_PROJECT=$E2E_PROJECT" "PATH=$PATH" tail -f /dev/null > /dev/null 2>&1
            fi
            \(Script.work)
            """
        let project = try await Project(settings: Self.settings, plan: Plan.scripts(halting))
        try project.write(check, to: project.scratch + "/verify")
        return project
    }

    private func isAlive(_ process: Int32) -> Bool {
        guard let line = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return false }
        return !line.contains(") Z ")
    }

    private func startAndStop(_ project: Project, at place: String) async throws -> Running {
        let stopped = try project.start("run", "plan.yaml")
        try await Waiting.until("\(place) is reached") { project.exists(project.scratch + "/\(place)") }
        stopped.signal(SIGSTOP)
        return stopped
    }

    /// Asks for the run again and again until its lease has run out and it is carried out here.
    private func takeOver(_ project: Project) async throws -> (finished: Finished, refusals: Int) {
        var refusals = 0
        while true {
            let finished = try await project.run("resume", "latest")
            guard finished.status == 75 else { return (finished, refusals) }
            #expect(finished.errors.contains("is being carried out"), "\(finished)")
            refusals += 1
        }
    }

    @Test func writesNothingAndEndsItsChildrenOnceAnotherHasTakenOver() async throws {
        let project = try await project()
        let stopped = try await startAndStop(project, at: "agent")
        let agent = try #require(Int32(project.notes("agent")[0]))
        try project.write("", to: project.scratch + "/agent-go")
        let (finished, refusals) = try await takeOver(project)
        #expect(finished.status == 0 && refusals > 0, "\(finished)")
        let record = try await project.record()
        #expect(record.problems == [] && record.passes == ["1.1 interrupted not_run", "1.2 completed passed"])
        let commits = try await project.git("log", "--format=%H")
        // The other could not see whose child this was.
        #expect(isAlive(agent))
        stopped.signal(SIGCONT)
        let woken = await stopped.end()
        #expect(woken.status == 75 && !woken.wasSignalled, "\(woken)")
        #expect(woken.errors.contains("another worker"), "\(woken)")
        #expect(!isAlive(agent) && project.processes == [])
        let after = try await project.record()
        #expect(after.problems == [] && after.events.map(\.kind) == record.events.map(\.kind) && after.passes == record.passes)
        #expect(try await project.git("log", "--format=%H") == commits)
        #expect(project.notes("calls") == ["1.1", "1.2"])
    }

    @Test func commitsNothingOnceAnotherHasTakenOver() async throws {
        let project = try await project(check: Script.halt("check"))
        try project.write("", to: project.scratch + "/agent-go")
        let stopped = try await startAndStop(project, at: "check")
        try project.write("", to: project.scratch + "/check-go")
        let (finished, _) = try await takeOver(project)
        #expect(finished.status == 0, "\(finished)")
        let record = try await project.record()
        let commits = try await project.git("log", "--format=%H")
        stopped.signal(SIGCONT)
        let woken = await stopped.end()
        #expect(woken.status == 75, "\(woken)")
        let after = try await project.record()
        #expect(after.problems == [] && after.events.map(\.kind) == record.events.map(\.kind))
        #expect(try await project.git("log", "--format=%H") == commits)
        #expect(try await project.git("status", "--porcelain") == "" && project.processes == [])
    }

    /// The control: being stopped for so long is not what ends it.
    @Test func goesOnWhereNobodyHasTakenOver() async throws {
        let project = try await project(check: Script.halt("check"))
        try project.write("", to: project.scratch + "/agent-go")
        let stopped = try await startAndStop(project, at: "check")
        try await Waiting.until("the lease has run out") {
            let now = try Self.microsecondsSinceBoot()
            return try self.leaseDeadline(project) < now
        }
        try project.write("", to: project.scratch + "/check-go")
        let check = try #require(Int32(project.notes("check")[0]))
        kill(check, SIGKILL)
        stopped.signal(SIGCONT)
        let woken = await stopped.end()
        // The check that was killed blocks the first pass; the second one is carried out by the same process under the same lease.
        #expect(woken.status == 0, "\(woken)")
        let record = try await project.record()
        #expect(record.problems == [] && record.passes == ["1.1 completed blocked", "1.2 completed passed"])
        #expect(record.events.count { $0.kind == "lease.claimed" } == 1)
    }

    private func leaseDeadline(_ project: Project) throws -> Int {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let script = "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute('SELECT lease_boot_deadline FROM runs').fetchone()[0])"
        process.arguments = ["python3", "-c", script, project.root + "/data/orchestrator.db"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return try #require(Int(text.trimmingCharacters(in: .newlines)))
    }

    private static func microsecondsSinceBoot() throws -> Int {
        let text = try String(contentsOfFile: "/proc/uptime", encoding: .utf8)
        return Int(try #require(Double(text.prefix { $0 != " " })) * 1_000_000)
    }
}
