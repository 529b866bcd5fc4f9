import Foundation
import Testing

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

@Suite(.timeLimit(.minutes(3))) struct StopTests {
    private func haltedProject(_ script: String = Script.count + Script.halt("agent")) async throws -> (Project, Running) {
        let project = try await Project(plan: Plan.scripts(script, Script.count))
        let running = try project.start("run", "plan.yaml")
        try await Waiting.until("the agent runs") { project.exists(project.scratch + "/agent") }
        return (project, running)
    }

    private func expectToGoOn(_ project: Project) async throws {
        try project.write("", to: project.scratch + "/agent-go")
        let resumed = try await project.run("resume", "latest")
        #expect(resumed.status == 0, "\(resumed)")
        let record = try await project.record()
        #expect(record.problems == [] && record.phases.map(\.status) == ["completed", "completed"])
        #expect(record.phases[0].retry_count == 0)
    }

    @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
    func pausesAtASignal(signal: Int32, status: Int32) async throws {
        let (project, running) = try await haltedProject()
        running.signal(signal)
        let finished = await running.end()
        #expect(finished.status == status && !finished.wasSignalled, "\(finished)")
        let record = try await project.record()
        #expect(record.run.status == "paused" && record.run.pause_reason == "user_requested" && record.interventions.isEmpty)
        #expect(record.passes == ["1.1 interrupted not_run"] && record.problems == [])
        // What stood in the working tree is recorded although the run was being stopped.
        #expect(record.executions[0].head_commit == record.executions[0].base_commit && record.executions[0].head_commit != nil)
        #expect(finished.output.contains("orchestrator resume \(record.run.run_id.suffix(8))"), "\(finished)")
        #expect(project.processes == [])
        try await expectToGoOn(project)
    }

    /// What somebody wanted is no interruption that something may be wrong with.
    @Test func goesOnHoweverOftenItWasStopped() async throws {
        let (project, first) = try await haltedProject()
        var running = first
        for time in 1...4 {
            running.signal(SIGINT)
            let finished = await running.end()
            #expect(finished.status == 130, "\(finished)")
            #expect(try await project.record().interventions.isEmpty)
            guard time < 4 else { break }
            try FileManager.default.removeItem(atPath: project.scratch + "/agent")
            running = try project.start("resume", "latest")
            try await Waiting.until("the agent runs again") { project.exists(project.scratch + "/agent") }
        }
        let events = try await project.run("events", "latest")
        #expect(events.output.contains("run.paused             user_requested") && !events.output.contains("none"), "\(events)")
        try await expectToGoOn(project)
        #expect(project.notes("calls") == ["1.1", "1.2", "1.3", "1.4", "1.5", "2.1"])
    }

    @Test func countsAnAgentThatHeedsTheSignalAsInterrupted() async throws {
        let (project, running) = try await haltedProject(
            Script.count
                + "[ -e \"$SCRATCH/agent-go\" ] && exit 0\ntrap 'echo heard > \"$SCRATCH/heard\"; exit 0' TERM\ntouch \"$SCRATCH/agent\"\ntail -f /dev/null & wait"
        )
        running.signal(SIGINT)
        #expect(await running.end().status == 130)
        #expect(project.notes("heard") == ["heard"])
        #expect(try await project.record().passes == ["1.1 interrupted not_run"])
        try await expectToGoOn(project)
    }

    @Test func endsAtOnceAtTheSecondSignal() async throws {
        let (project, running) = try await haltedProject(
            Script.count + "[ -e \"$SCRATCH/agent-go\" ] && exit 0\ntrap '' TERM\n" + Script.halt("agent"))
        running.signal(SIGINT)
        try await Waiting.until("the first signal is noticed") { running.errorOutput.contains("stopping") }
        running.signal(SIGINT)
        let finished = await running.end()
        #expect(finished.status == 130, "\(finished)")
        #expect(project.processes == [])
        #expect(try await project.record().run.status == "executing")
        try await expectToGoOn(project)
        #expect(try await project.record().passes == ["1.1 interrupted not_run", "1.2 completed passed", "2.1 completed passed"])
    }

    @Test func isStoppedFromAnotherProcess() async throws {
        let (project, running) = try await haltedProject()
        let clock = ContinuousClock()
        let asked = clock.now
        let pausing = try await project.run("pause", "latest", "--reason", "a break")
        #expect(pausing.status == 0, "\(pausing)")
        let finished = await running.end()
        #expect(clock.now - asked < .seconds(10))
        #expect(finished.status == 3 && finished.output.contains("a break"), "\(finished)")
        #expect(try await project.record().run.pause_reason == "user_requested")
        try await expectToGoOn(project)
    }

    @Test func isAbortedFromAnotherProcess() async throws {
        let (project, running) = try await haltedProject()
        #expect(try await project.run("abort", "latest").status == 0)
        let finished = await running.end()
        #expect(finished.status == 1, "\(finished)")
        let record = try await project.record()
        #expect(record.run.status == "aborted" && record.passes == ["1.1 interrupted not_run"] && record.problems == [])
        #expect(try await project.run("resume", "latest").status == 1)
    }

    @Test func isCarriedOutByOneProcess() async throws {
        let (project, running) = try await haltedProject()
        let second = try await project.run("resume", "latest")
        #expect(second.status == 75 && second.errors.contains("\(running.processID)"), "\(second)")
        // Another run in the same working tree would meet the first one's agent there.
        let other = try await project.run("run", "plan.yaml")
        #expect(other.status == 75 && other.errors.contains("\(running.processID)"), "\(other)")
        #expect(project.notes("calls") == ["1.1"])
        running.signal(SIGINT)
        #expect(await running.end().status == 130)
    }

    /// What can't be carried out is not made, and what waits for another one says so.
    @Test func leavesNothingBehindWhereTheCheckoutIsOccupied() async throws {
        let (project, running) = try await haltedProject()
        let occupant = try await project.record().run.run_id.suffix(8)
        #expect(try await project.run("run", "plan.yaml").status == 75)
        #expect(try await project.run("runs", "--json").output.components(separatedBy: "\"run_id\"").count == 2)
        #expect(try await project.run("submit", "plan.yaml").status == 0)
        let resumed = try await project.run("resume", "latest")
        #expect(resumed.status == 75 && resumed.errors.contains("run \(occupant) is being carried out"), "\(resumed)")
        let explained = try await project.run("explain", "latest")
        let reason = "its checkout is occupied: run \(occupant) is being carried out there by process \(running.processID)"
        #expect(explained.output.contains(reason), "\(explained)")
        running.signal(SIGINT)
        #expect(await running.end().status == 130)
        #expect(try await !project.run("explain", "latest").output.contains("occupied"))
    }

    /// The checkout that a link led to was free when the run was created; it leads to an occupied one when the run begins.
    @Test func tellsOfARunThatCouldNotBegin() async throws {
        let (project, running) = try await haltedProject()
        let (link, bin) = (project.directory + "/link", project.scratch + "/bin")
        try await project.shell("git clone --quiet . ../elsewhere && ln -s elsewhere '\(link)'")
        try project.write("repository: ../link\n" + Plan.scripts(Script.count), to: "other.yaml")
        let git = try await project.shell("command -v git")
        let halt = """
            [ -e "\(project.scratch)/git-go" ] || {
                touch "\(project.scratch)/git"; while [ ! -e "\(project.scratch)/git-go" ]; do sleep 0.02; done; cd "\(link)"
            }
            """
        try project.write(
            "#!/bin/sh\nif [ -n \"$ORCHESTRATOR_OUTER_EXECUTION_IDS\" ]; then\n\(halt)\nfi\nexec \(git) \"$@\"\n", to: bin + "/git", executable: true)
        let path = "\(bin):\(ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")"
        let other = try project.start("run", "other.yaml", setting: ["PATH": path])
        try await Waiting.until("the run begins") { project.exists(project.scratch + "/git") }
        try await project.shell("ln -sfn project '\(link)'")
        try project.write("", to: project.scratch + "/git-go")
        let finished = await other.end()
        let id = try await project.record().run.run_id.suffix(8)
        let told = "run \(id) was created and waits: go on with 'orchestrator resume \(id)', or give it up with 'orchestrator abort \(id)'"
        #expect(finished.status == 75 && finished.errors.contains(told), "\(finished)")
        running.signal(SIGINT)
        #expect(await running.end().status == 130)
        #expect(try await project.run("resume", String(id)).status == 0)
    }

    @Test func doesNotVerifyAgainWhatAStopLeftVerified() async throws {
        let project = try await Project(
            settings: "verification:\n  test:\n    command: 'echo t >> \"$SCRATCH/checks\"; sh \"$SCRATCH/check\"'\n",
            plan: Plan.scripts(Script.count))
        try project.write(Script.halt("agent"), to: project.scratch + "/check")
        let running = try project.start("run", "plan.yaml")
        try await Waiting.until("the check runs") { project.exists(project.scratch + "/agent") }
        running.signal(SIGINT)
        #expect(await running.end().status == 130)
        #expect(try await project.record().passes == ["1.1 completed pending"])
        try project.write("", to: project.scratch + "/agent-go")
        #expect(try await project.run("resume", "latest").status == 0)
        #expect(project.notes("calls") == ["1.1"] && project.notes("checks") == ["t", "t"])
        #expect(try await project.record().passes == ["1.1 completed passed"])
    }
}
