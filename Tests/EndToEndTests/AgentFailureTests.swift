import Foundation
import Testing

@Suite(.timeLimit(.minutes(3))) struct AgentFailureTests {
    /// Runs one phase with an agent that is no good, once.
    private func run(_ script: String, settings: String = "", _ arguments: String...) async throws -> (Project, Finished, RunRecord) {
        let project = try await Project(
            settings: "execution: {max_retries: 1}\n" + settings, plan: Plan.scripts(script, extra: "max_retries: 1"))
        let finished = try await project.run("run", "plan.yaml")
        let record = try await project.record()
        #expect(record.problems == [])
        #expect(project.processes == [])
        return (project, finished, record)
    }

    @Test(arguments: [
        ("exit 3", "exited with status 3", 3), ("no-such-program-here", "exited with status 127", 127),
        ("kill -9 $$", "ended by signal 9", 137), ("kill -SEGV $$", "ended by signal 11", 139),
    ])
    func tellsHowAnAgentEnded(script: String, message: String, status: Int) async throws {
        let (_, finished, record) = try await run(script)
        #expect(finished.status == 3, "\(finished)")
        #expect(record.passes == ["1.1 failed not_run", "1.2 failed not_run"])
        #expect(record.executions[0].error_message?.contains(message) == true && record.executions[0].exit_status == status)
        #expect(finished.output.contains(message))
    }

    @Test(arguments: [
        ("/nowhere/agent", "does not exist"), ("agent-of-nobody", "agent-of-nobody"), ("./file.txt", "not executable"),
    ])
    func tellsWhyAnAgentDidNotStart(command: String, message: String) async throws {
        let project = try await Project(
            settings: "agents:\n  bad: {command: [\"\(command)\"]}\n",
            plan: "title: T\nphases: [{title: A, intent: B, agent: bad, max_retries: 1}]\n")
        let finished = try await project.run("run", "plan.yaml")
        #expect(finished.status == 3, "\(finished)")
        let record = try await project.record()
        #expect(record.problems == [] && record.passes == ["1.1 failed not_run", "1.2 failed not_run"])
        let text = try #require(record.executions[0].error_message)
        #expect(text.contains("could not be started") && text.contains(message), "\(text)")
    }

    @Test func endsAnAgentThatTakesTooLong() async throws {
        let (_, finished, record) = try await run(
            "trap '' TERM; (trap '' TERM; tail -f /dev/null) & tail -f /dev/null", settings: "agents: {shell: {timeout: 1s}}\n")
        #expect(finished.status == 3, "\(finished)")
        #expect(record.executions.count == 2 && record.executions[0].error_message?.contains("did not end within 1 s") == true)
    }

    @Test func keepsWhateverAnAgentPrints() async throws {
        let script =
            "head -c 100000 /dev/urandom; printf 'half \\303'; printf '\\000nul\\033[2J\\n'; printf '\\377\\000' > \"$ORCHESTRATOR_SUMMARY_FILE\""
        let (project, finished, record) = try await run(script)
        #expect(finished.status == 0, "\(finished)")
        #expect(!finished.text.contains("\u{1B}[2J"))
        let output = try #require(record.artifacts.first { $0.type == "agent_output" })
        #expect((output.size_bytes ?? 0) > 100_000)
        #expect(record.executions[0].summary?.contains("\0") == false)
        let shown = try await project.run("show", "latest", "--json")
        #expect(shown.status == 0, "\(shown.errors)")
    }

    @Test func staysSmallWhateverAnAgentPrints() async throws {
        let project = try await Project(
            plan: Plan.scripts(
                "yes 'a line of a hundred characters or nearly so, which is what programs print' | head -c 200000000\n"
                    + Script.halt("done")))
        let running = try project.start("run", "plan.yaml")
        try await Waiting.until("the agent has printed") { project.exists(project.scratch + "/done") }
        let status = try project.text("/proc/\(running.processID)/status")
        let peak = try #require(
            status.split(separator: "\n").first { $0.hasPrefix("VmHWM") }?.split(separator: " ").dropLast().last.flatMap { Int($0) })
        #expect(peak < 60 * 1024, "\(peak) kB")
        running.signal(SIGINT)
        #expect(await running.end().status == 130)
        let size = try #require(try await project.record().artifacts.first { $0.type == "agent_output" }?.size_bytes)
        #expect(size <= (10 << 20) + 64)
    }

    @Test func endsDaemonsOfAnAgent() async throws {
        // A new session, and a parent that is gone: only the environment tells whose it is.
        let (project, finished, record) = try await run(
            "setsid sh -c 'echo $$ > \"$SCRATCH/daemon\"; exec tail -f /dev/null' > /dev/null 2>&1 &\nwhile [ ! -s \"$SCRATCH/daemon\" ]; do :; done"
        )
        #expect(finished.status == 0, "\(finished)")
        #expect(record.passes == ["1.1 completed passed"])
        #expect(project.notes("daemon").count == 1)
    }

    @Test func failsAnAgentThatLeavesAnotherBranch() async throws {
        let (project, finished, record) = try await run(
            "if [ $ORCHESTRATOR_PASS_NUMBER = 1 ]; then git switch --quiet --create other; echo o > o.txt; git add o.txt; git commit --quiet --message=o; fi"
        )
        #expect(finished.status == 0, "\(finished)")
        #expect(record.passes == ["1.1 failed not_run", "1.2 completed passed"])
        #expect(record.executions[0].error_message?.contains("left branch 'other' checked out instead of 'main'") == true)
        #expect(try await project.git("symbolic-ref", "--short", "HEAD") == "main")
    }

    @Test func asksWhenTheCheckoutCanNotBeBroughtBack() async throws {
        let (project, finished, record) = try await run(
            "git switch --quiet --create other; echo o > file.txt; git commit --quiet --all --message=o; echo p > file.txt")
        #expect(finished.status == 3 && finished.output.contains("can't be brought to phase 1"), "\(finished)")
        #expect(record.interventions.map(\.reason) == ["critical_error"])
        try await project.git("switch", "--quiet", "--discard-changes", "main")
        _ = try await project.run("interventions", "resolve", record.interventions[0].intervention_id, "skip")
        #expect(try await project.run("resume", "latest").status == 0)
    }

    @Test(arguments: [
        ("mv .git \"$SCRATCH/git\"", "is not in a git repository", "mv \"$SCRATCH/git\" .git"),
        (
            "git switch -qc o; echo o > file.txt; git commit -qam o; git switch -q main; echo m > file.txt; git commit -qam m; git merge -q o || true",
            "a merge is in progress", "git merge --abort"
        ),
    ])
    func asksWhenTheCheckoutIsUnusable(script: String, message: String, remedy: String) async throws {
        let (project, finished, record) = try await run("[ -e \"$SCRATCH/mended\" ] && exit 0\n" + script)
        #expect(finished.status == 3 && finished.output.contains(message), "\(finished)")
        #expect(record.passes == ["1.1 failed not_run"] && record.interventions.map(\.reason) == ["critical_error"])
        #expect(record.executions[0].error_message?.contains(message) == true)
        try await project.shell(remedy + "; touch \"$SCRATCH/mended\"")
        _ = try await project.run("interventions", "resolve", record.interventions[0].intervention_id, "resume")
        let resumed = try await project.run("resume", "latest")
        #expect(resumed.status == 0, "\(resumed)")
    }

    @Test func survivesTheLossOfTheWorkingDirectory() async throws {
        let project = try await Project(plan: Plan.scripts("[ -e \"$SCRATCH/mended\" ] || rm -rf \"$PWD\""))
        let state = ["--set", "state.url=sqlite:\(project.directory)/state/store.db"]
        let files = ["--set", "artifacts.base_path=\(project.directory)/state/files"]
        let log = ["--set", "logging.file_path=\(project.directory)/state/log"]
        try FileManager.default.createDirectory(atPath: project.directory + "/state", withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: project.root, toPath: project.directory + "/copy")
        let options = state + files + log + ["--project", project.root]
        let finished = try await project.run(["run", "plan.yaml"] + options)
        #expect(finished.status == 3, "\(finished)")
        try FileManager.default.copyItem(atPath: project.directory + "/copy", toPath: project.root)
        try project.write("", to: project.scratch + "/mended")
        let record = try await project.record(
            database: project.directory + "/state/store.db", artifacts: project.directory + "/state/files")
        #expect(record.problems == [] && record.passes == ["1.1 failed not_run"])
        let answered = try await project.run(["interventions", "resolve", record.interventions[0].intervention_id, "resume"] + options)
        #expect(answered.status == 0, "\(answered)")
        let resumed = try await project.run(["resume", "latest"] + options)
        #expect(resumed.status == 0, "\(resumed)")
    }
}
