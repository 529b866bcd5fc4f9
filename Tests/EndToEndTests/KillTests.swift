import Foundation
import Testing

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The program is killed at exact moments of a run, and the run goes on.
@Suite(.timeLimit(.minutes(5))) struct KillTests {
    /// What stands in for agents: counts its calls, leaves a daemon behind, and halts where the test wants it to.
    private static let agent = """
        \(Script.count)if [ ! -e "$SCRATCH/daemon" ]; then
        setsid sh -c 'echo $$ > "$SCRATCH/daemon"; exec tail -f /dev/null' > /dev/null 2>&1 &
        while [ ! -s "$SCRATCH/daemon" ]; do :; done
        fi
        \(Script.halt("agent-$ORCHESTRATOR_PHASE_NUMBER-$ORCHESTRATOR_PASS_NUMBER"))grep -qx "$ORCHESTRATOR_PHASE_NUMBER" file.txt || echo "$ORCHESTRATOR_PHASE_NUMBER" >> file.txt
        [ "$ORCHESTRATOR_PASS_NUMBER" = 1 ] || touch "$SCRATCH/better"
        """

    private static let check = """
        echo "$ORCHESTRATOR_PHASE_NUMBER.$ORCHESTRATOR_PASS_NUMBER" >> "$SCRATCH/checks"
        \(Script.halt("check-$ORCHESTRATOR_PHASE_NUMBER-$ORCHESTRATOR_PASS_NUMBER"))[ -e "$SCRATCH/better" ]

        """

    /// Two phases; the first pass is blocked, the second is not, and every phase is committed.
    private func project(halting: String...) async throws -> Project {
        let project = try await Project(
            settings: "verification:\n  test:\n    command: sh \"$SCRATCH/check\"\ngit:\n  auto_commit: true\n",
            plan: Plan.scripts(Self.agent, Self.agent))
        try project.write(Self.check, to: project.scratch + "/check")
        for place in ["agent-1-1", "agent-1-2", "agent-2-1", "check-1-1", "check-1-2", "check-2-1"] where !halting.contains(place) {
            try project.write("", to: project.scratch + "/\(place)-go")
        }
        return project
    }

    private func letAllGo(_ project: Project) throws {
        for phase in 1...2 {
            for pass in 1...6 {
                for place in ["agent", "check"] { try project.write("", to: project.scratch + "/\(place)-\(phase)-\(pass)-go") }
            }
        }
    }

    /// Resumes the run and looks whether it ended as if nothing had happened.
    private func expectToGoOn(_ project: Project, before: RunRecord?, options: [String] = []) async throws -> RunRecord {
        try letAllGo(project)
        let resumed = try await project.run(["resume", "latest"] + options)
        #expect(resumed.status == 0, "\(resumed)")
        let record = try await project.record()
        #expect(record.problems == [])
        #expect(record.run.status == "completed" && record.phases.map(\.status) == ["completed", "completed"])
        if let before {
            // What was acknowledged stands, and the history goes on behind it.
            #expect(record.events.prefix(before.events.count).map(\.kind) == before.events.map(\.kind))
            for (old, new) in zip(before.executions, record.executions) where old.status != "running" {
                #expect(old.status == new.status && (old.verification == "pending" || old.verification == new.verification))
            }
        }
        #expect(!record.executions.contains { $0.status == "running" || $0.verification == "pending" })
        // Every pass is one call of the agent, and one blocked pass used up the one retry.
        #expect(project.notes("calls").count <= record.executions.count)
        #expect(record.phases.map(\.retry_count).reduce(0, +) == record.executions.count { $0.verification == "blocked" })
        #expect(try project.text("file.txt") == "first\n1\n2\n")
        #expect(try await project.git("status", "--porcelain") == "")
        #expect(try await project.git("log", "--format=%s") == "Phase 2: Phase 2\nPhase 1: Phase 1\nfirst")
        #expect(project.processes == [])
        return record
    }

    @Test(arguments: ["agent-1-1", "agent-1-2", "agent-2-1"]) func goesOnAfterDyingBesideAnAgent(place: String) async throws {
        let project = try await project(halting: place)
        let running = try project.start("run", "plan.yaml")
        try await Waiting.until("\(place) is reached") { project.exists(project.scratch + "/" + place) }
        running.signal(SIGKILL)
        #expect(await running.end().wasSignalled)
        // The agent and its daemon outlived the program.
        try await Waiting.until("the agent is seen") { !project.processes.isEmpty }
        let before = try await project.record()
        #expect(before.problems == [] && before.executions.last?.status == "running")
        let after = try await expectToGoOn(project, before: before)
        #expect(after.executions.count { $0.status == "interrupted" } == 1)
        #expect(after.executions[before.executions.count - 1].status == "interrupted")
    }

    @Test(arguments: ["check-1-1", "check-1-2", "check-2-1"]) func verifiesAgainAfterDyingBesideACheck(place: String) async throws {
        let project = try await project(halting: place)
        let running = try project.start("run", "plan.yaml")
        try await Waiting.until("\(place) is reached") { project.exists(project.scratch + "/" + place) }
        running.signal(SIGKILL)
        #expect(await running.end().wasSignalled)
        let before = try await project.record()
        #expect(before.executions.last?.status == "completed" && before.executions.last?.verification == "pending")
        let after = try await expectToGoOn(project, before: before)
        #expect(!after.executions.contains { $0.status == "interrupted" })
        // Agents were called as often as without the crash, checks once more.
        #expect(project.notes("calls") == ["1.1", "1.2", "2.1"])
        #expect(project.notes("checks").count == 4)
    }

    /// How many events there are after creation, start, claim, first phase, … and the last but one.
    @Test(arguments: Array(1...30)) func goesOnAfterDyingBehindAnyEvent(number: Int) async throws {
        let project = try await project()
        let running = try project.start("run", "plan.yaml")
        let killer = try project.store("kill", String(number), String(running.processID))
        #expect(await killer.end().status == 0)
        let finished = await running.end()
        let before = try await project.record()
        #expect(before.problems == [] && before.events.count >= number)
        // It may have been over before the blow came.
        guard finished.wasSignalled, before.run.status != "completed" else { return }
        _ = try await expectToGoOn(project, before: before)
        #expect(Set(project.notes("calls")).count == project.notes("calls").count)
    }

    @Test func goesOnAfterDyingBetweenTwoPasses() async throws {
        let project = try await project()
        let running = try project.start("run", "plan.yaml", setting: ["ORCHESTRATOR__EXECUTION__RETRY_DELAY": "1h"])
        try await Waiting.until("it waits") { running.output.contains("next pass in") }
        running.signal(SIGKILL)
        #expect(await running.end().wasSignalled)
        let before = try await project.record()
        #expect(before.passes == ["1.1 completed blocked"] && before.phases[0].retry_count == 1)
        // The run's own configuration would have it wait for an hour again.
        let after = try await expectToGoOn(project, before: before, options: ["--use-current-config"])
        #expect(after.passes == ["1.1 completed blocked", "1.2 completed passed", "2.1 completed passed"])
    }

    @Test func goesOnAfterDyingBetweenACommitAndItsRecord() async throws {
        let project = try await project()
        // The hook runs when the commit is made; the program waits for it.
        try project.write("#!/bin/sh\n" + Script.halt("hook"), to: ".git/hooks/post-commit", executable: true)
        try project.write("", to: project.scratch + "/better")
        let running = try project.start("run", "plan.yaml")
        try await Waiting.until("the commit is made") { project.exists(project.scratch + "/hook") }
        running.signal(SIGKILL)
        #expect(await running.end().wasSignalled)
        #expect(try await project.record().passes == ["1.1 completed pending"])
        try project.write("", to: project.scratch + "/hook-go")
        let after = try await expectToGoOn(project, before: nil)
        #expect(after.passes == ["1.1 completed passed", "2.1 completed passed"])
        #expect(project.notes("calls") == ["1.1", "2.1"])
    }

    @Test func goesOnAfterDyingBesideAHookThatHoldsTheIndex() async throws {
        let project = try await project()
        try project.write("#!/bin/sh\n" + Script.halt("hook"), to: ".git/hooks/pre-commit", executable: true)
        try project.write("", to: project.scratch + "/better")
        let running = try project.start("run", "plan.yaml")
        try await Waiting.until("git holds its lock") { project.exists(project.scratch + "/hook") }
        running.signal(SIGKILL)
        #expect(await running.end().wasSignalled)
        #expect(project.exists(".git/index.lock"))
        try project.write("", to: project.scratch + "/hook-go")
        _ = try await expectToGoOn(project, before: nil)
    }

    @Test func undoesAMergeThatACrashHasLeft() async throws {
        let project = try await Project(settings: "execution:\n  mode: branch\n", plan: Plan.scripts(Script.count + Script.work))
        // The hook runs while the merge is under way; killed with it, git leaves it so.
        try project.write(
            "#!/bin/sh\n[ \"$(git symbolic-ref --short HEAD)\" = main ] || exit 0\n" + Script.halt("hook"), to: ".git/hooks/commit-msg",
            executable: true)
        let running = try project.start("run", "plan.yaml")
        try await Waiting.until("the branch is being merged") { project.exists(project.scratch + "/hook") }
        running.signal(SIGKILL)
        #expect(await running.end().wasSignalled)
        let record = try await project.record()
        try project.write("", to: project.scratch + "/hook-go")
        for process in project.processes { kill(process, SIGKILL) }
        try await Waiting.until("git is gone") { project.processes.isEmpty }
        try? FileManager.default.removeItem(atPath: project.root + "/.git/index.lock")
        if !project.exists(".git/MERGE_HEAD") {
            // This git keeps no trace before the hook has run: leave one as a conflict would.
            let branch = try #require(record.phases[0].branch_name)
            try await project.git("merge", "--quiet", "--no-ff", "--no-commit", branch)
        }
        let resumed = try await project.run("resume", "latest")
        #expect(resumed.status == 0 && resumed.output.contains("undid the merge"), "\(resumed)")
        #expect(try project.text("file.txt") == "first\n1\n")
        #expect(project.notes("calls") == ["1.1"])
        #expect(try await project.git("log", "--first-parent", "--format=%s") == "Merge phase 1: Phase 1\nfirst")
    }

    @Test func asksAfterThreeInterruptionsInARow() async throws {
        let project = try await project(halting: "agent-1-1")
        for _ in 1...3 {
            for pass in 1...3 { try? FileManager.default.removeItem(atPath: project.scratch + "/agent-1-\(pass)-go") }
            let pass = project.notes("calls").count + 1
            let running = try project.start(pass == 1 ? ["run", "plan.yaml"] : ["resume", "latest"])
            try await Waiting.until("pass \(pass) runs") { project.exists(project.scratch + "/agent-1-\(pass)") }
            running.signal(SIGKILL)
            #expect(await running.end().wasSignalled)
        }
        let asked = try await project.run("resume", "latest")
        #expect(asked.status == 3, "\(asked)")
        let record = try await project.record()
        #expect(record.interventions.map(\.reason) == ["critical_error"])
        #expect(record.phases[0].retry_count == 0 && record.problems == [])
        #expect(try await project.run("interventions", "resolve", record.interventions[0].intervention_id, "resume").status == 0)
        _ = try await expectToGoOn(project, before: record)
    }
}
