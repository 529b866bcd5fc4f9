import Foundation
import Testing

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Workers take runs, share them, and leave them in good order.
@Suite(.timeLimit(.minutes(5))) struct WorkerTests {
    private static let settings = "state:\n  lease_ttl: 4s\n  lease_renewal: 1s\n"

    private func submit(_ project: Project, _ options: String...) async throws {
        let submitted = try await project.run(["submit", "plan.yaml"] + options)
        #expect(submitted.status == 0, "\(submitted)")
    }

    private func haltedProject() async throws -> (Project, Running) {
        let project = try await Project(
            settings: Self.settings, plan: Plan.scripts(Script.count + Script.halt("agent") + Script.work, Script.count + Script.work))
        try await submit(project)
        let worker = try project.start("worker", "--grace-period", "0s")
        try await Waiting.until("the agent runs") { project.exists(project.scratch + "/agent") }
        return (project, worker)
    }

    private func expectAnotherToGoOn(_ project: Project, interrupted: Int = 1) async throws {
        try project.write("", to: project.scratch + "/agent-go")
        let other = try await project.run("worker", "--until-idle")
        #expect(other.status == 0, "\(other)")
        let record = try await project.record()
        #expect(record.problems == [] && record.run.status == "completed")
        #expect(record.executions.count { $0.status == "interrupted" } == interrupted)
        #expect(record.phases.allSatisfy { $0.retry_count == 0 })
        #expect(try project.text("file.txt") == "first\n1\n2\n")
        #expect(project.processes == [])
    }

    @Test func carriesOutWhatWasSubmittedAndEndsWhenIdle() async throws {
        let project = try await Project(plan: Plan.scripts(Script.count + Script.work))
        for _ in 1...3 { try await submit(project) }
        let worker = try await project.run("worker", "--until-idle", "--concurrency", "3", "--json")
        #expect(worker.status == 0, "\(worker)")
        let told = try worker.output.split(separator: "\n").map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
        #expect(told.first?["event"] as? String == "worker_started" && told.last?["event"] as? String == "worker_ended")
        #expect(told.count { $0["event"] as? String == "run_claimed" } == 3)
        #expect(told.filter { $0["event"] as? String == "run_left" }.map { $0["status"] as? String } == ["completed", "completed", "completed"])
        #expect(project.notes("calls").count == 3)
        #expect(try await project.run("workers", "--json").output.contains("\"workers\": []"))
    }

    /// A worker without work looks now and then, and leaves the machine to others.
    @Test func restsWhereThereIsNothingToDo() async throws {
        let project = try await Project(settings: "state:\n  lease_ttl: 4s\n  lease_renewal: 500ms\n")
        let worker = try project.start("worker")
        func seen() async throws -> String {
            let list = try await project.run("workers", "--json").output
            return String(try #require(list.firstMatch(of: /"last_seen_at": "([^"]+)"/)?.1))
        }
        func reads() throws -> Int {
            let counts = try project.text("/proc/\(worker.processID)/io")
            return try #require(counts.firstMatch(of: /syscr: ([0-9]+)/).flatMap { Int($0.1) })
        }
        try await Waiting.until("it waits") { worker.output.contains("waits for runs") }
        let before = try reads()
        for _ in 1...2 {
            let last = try await seen()
            while try await seen() == last {}
        }
        // About five looks, of a few reads each. One after the other they would be thousands a second.
        let count = try reads() - before
        #expect(count < 1500)
        worker.signal(SIGTERM)
        #expect(await worker.end().status == 0)
    }

    /// Two agents in one working tree can't be fenced, whatever its directories are called.
    @Test func letsOneAgentAtATimeIntoAWorkingTree() async throws {
        let agent = """
            mkdir "$SCRATCH/inside" || touch "$SCRATCH/two"
            for n in 1 2 3 4 5; do git status > /dev/null; done
            rmdir "$SCRATCH/inside"
            \(Script.count)
            """
        let project = try await Project()
        try await project.shell("mkdir sub && ln -s project ../link && ln -s project/sub ../deep")
        for (number, place) in [".", "../link", "sub", "../deep"].enumerated() {
            try project.write("repository: \(place)\n" + Plan.scripts(agent), to: "plan-\(number).yaml")
            #expect(try await project.run("submit", "plan-\(number).yaml").status == 0)
        }
        let workers = try (1...2).map { _ in try project.start("worker", "--concurrency", "3") }
        try await Waiting.until("all are done") { project.notes("calls").count == 4 }
        for worker in workers { worker.signal(SIGTERM) }
        for worker in workers { #expect(await worker.end().status == 0) }
        #expect(!project.exists(project.scratch + "/two"))
        #expect(project.notes("calls").count == 4)
    }

    /// A run that is named is claimed whatever goes on in its directory, and let go.
    @Test func refusesToCarryOutARunWhereAnotherOneIs() async throws {
        let (project, worker) = try await haltedProject()
        try await project.shell("ln -s project ../link")
        try project.write("repository: ../link\n" + Plan.scripts(Script.count), to: "other.yaml")
        let run = try await project.run("run", "other.yaml", "--allow-dirty")
        #expect(run.status == 75 && run.errors.contains("in the same checkout"), "\(run)")
        #expect(project.notes("calls") == ["1.1"])
        worker.signal(SIGTERM)
        #expect(await worker.end().status == 0)
    }

    /// Workers come and go; that says nothing of the phase.
    @Test func asksNobodyHoweverOftenARunIsHandedBack() async throws {
        let (project, first) = try await haltedProject()
        var worker = first
        for _ in 1...3 {
            try FileManager.default.removeItem(atPath: project.scratch + "/agent")
            worker.signal(SIGTERM)
            #expect(await worker.end().output.contains("handed back"))
            worker = try project.start("worker", "--grace-period", "0s")
            try await Waiting.until("the next agent runs") { project.exists(project.scratch + "/agent") }
        }
        worker.signal(SIGTERM)
        #expect(await worker.end().status == 0)
        try await expectAnotherToGoOn(project, interrupted: 4)
        #expect(try await project.record().interventions.isEmpty)
    }

    /// Whoever takes a run over waits for what is left of the time between two passes.
    @Test(arguments: [true, false]) func waitsForWhatIsLeftOfTheDelay(isOver: Bool) async throws {
        let project = try await Project(plan: Plan.scripts(Script.count + "[ $ORCHESTRATOR_PASS_NUMBER = 2 ]"))
        let setting = ["ORCHESTRATOR__EXECUTION__RETRY_DELAY": "1h"]
        #expect(try await project.run("submit", "plan.yaml", setting: setting).status == 0)
        let worker = try project.start("worker", setting: setting)
        try await Waiting.until("it waits") { worker.output.contains("next pass in") }
        worker.signal(SIGKILL)
        #expect(await worker.end().wasSignalled)
        // The time goes by.
        let minutes = isOver ? 60 : 50
        try await project.shell(
            """
            python3 - <<END
            import sqlite3
            db = sqlite3.connect("data/orchestrator.db", timeout=20)
            db.execute("UPDATE events SET time = strftime('%Y-%m-%dT%H:%M:%S', time, '-\(minutes) minutes') || substr(time, 20)")
            db.commit()
            END
            """)
        let other = try project.start("worker", "--until-idle", "--grace-period", "0s", setting: setting)
        if !isOver {
            try await Waiting.until("it waits") { other.output.contains("next pass in 9 min") || other.output.contains("next pass in 10 min") }
            other.signal(SIGTERM)
        }
        #expect(await other.end().status == 0)
        #expect(project.notes("calls") == (isOver ? ["1.1", "1.2"] : ["1.1"]))
    }

    @Test func handsARunBackWhenItsTimeIsOver() async throws {
        let (project, worker) = try await haltedProject()
        worker.signal(SIGTERM)
        let finished = await worker.end()
        #expect(finished.status == 0 && finished.output.contains("handed back"), "\(finished)")
        #expect(project.processes == [])
        let record = try await project.record()
        #expect(record.run.status == "executing" && record.passes == ["1.1 interrupted not_run"])
        #expect(record.events.last?.kind == "lease.released" && record.problems == [])
        try await expectAnotherToGoOn(project)
    }

    @Test func finishesWhatItHasWhenItIsDrained() async throws {
        let agent = "touch \"$SCRATCH/agent\"; while [ ! -e \"$SCRATCH/go\" ]; do sleep 0.02; done\n" + Script.count
        let project = try await Project(plan: Plan.scripts(agent, Script.count))
        for _ in 1...2 { try await submit(project) }
        let worker = try project.start("worker", "--grace-period", "1m")
        try await Waiting.until("the agent runs") { project.exists(project.scratch + "/agent") }
        worker.signal(SIGTERM)
        try await Waiting.until("it drains") { worker.output.contains("takes no more runs") }
        try project.write("", to: project.scratch + "/go")
        let finished = await worker.end()
        #expect(finished.status == 0 && finished.output.contains("completed, 2 of 2 phases"), "\(finished)")
        // The other run is left to others.
        #expect(project.notes("calls") == ["1.1", "2.1"])
        #expect(try await project.run("worker", "--until-idle").status == 0)
        #expect(project.notes("calls").count == 4)
    }

    @Test func endsAtOnceAtTheSecondSignal() async throws {
        let agent = Script.count + "[ -e \"$SCRATCH/agent-go\" ] && \(Script.work) && exit 0\ntrap '' TERM\n" + Script.halt("agent")
        let project = try await Project(settings: Self.settings, plan: Plan.scripts(agent.replacing("\n && exit", with: " && exit")))
        try await submit(project)
        let worker = try project.start("worker", "--grace-period", "1m")
        try await Waiting.until("the agent runs") { project.exists(project.scratch + "/agent") }
        worker.signal(SIGTERM)
        try await Waiting.until("the first signal is noticed") { worker.output.contains("takes no more runs") }
        worker.signal(SIGTERM)
        let finished = await worker.end()
        #expect(finished.status == 143 && !finished.wasSignalled, "\(finished)")
        // They are killed; the system may take a moment to end them.
        try await Waiting.until("no process is left") { project.processes.isEmpty }
        try project.write("", to: project.scratch + "/agent-go")
        #expect(try await project.run("worker", "--until-idle").status == 0)
        #expect(try await project.record().run.status == "completed")
    }

    @Test func takesOverFromAWorkerThatWasKilled() async throws {
        let (project, worker) = try await haltedProject()
        let alive = try await project.run("workers", "--json")
        #expect(alive.output.contains("\"status\": \"working\"") && alive.output.contains("\"phase_number\": 1"), "\(alive)")
        worker.signal(SIGKILL)
        #expect(await worker.end().wasSignalled)
        let dead = try await project.run("workers", "--json")
        #expect(dead.output.contains("\"status\": \"dead\"") && dead.output.contains("\"next\": null"), "\(dead)")
        try await expectAnotherToGoOn(project)
    }

    @Test(arguments: ["pause", "abort"]) func heedsWhatOtherProcessesAsk(stop: String) async throws {
        let (project, worker) = try await haltedProject()
        let clock = ContinuousClock()
        #expect(try await project.run(stop, "latest").status == 0)
        let asked = clock.now
        try await Waiting.until("it is heeded") { worker.output.contains(stop == "pause" ? "paused, 0 of 2" : "aborted, 0 of 2") }
        // Generous: the figure is measured elsewhere. Without an event it would take half a second more on the average.
        #expect(clock.now - asked < .seconds(10))
        worker.signal(SIGTERM)
        #expect(await worker.end().status == 0)
        #expect(project.processes == [])
        // A person has paused it: no worker goes on by itself.
        if stop == "pause" { #expect(try await project.run("worker", "--until-idle").output.contains("taken") == false) }
    }

    @Test func goesOnOnceItsQuestionIsAnswered() async throws {
        let agent = Script.count + "[ -e \"$SCRATCH/better\" ]\n"
        let project = try await Project(plan: Plan.scripts(agent, extra: "max_retries: 0"))
        try await submit(project)
        let worker = try project.start("worker")
        try await Waiting.until("it asks") { worker.output.contains("paused, 0 of 1") }
        let question = try #require(try await project.record().interventions.first)
        try project.write("", to: project.scratch + "/better")
        #expect(try await project.run("interventions", "resolve", question.intervention_id, "resume").status == 0)
        try await Waiting.until("it is completed") { worker.output.contains("completed, 1 of 1") }
        worker.signal(SIGTERM)
        #expect(await worker.end().status == 0)
        #expect(try await project.record().problems == [])
    }

    @Test func pausesWhatCanBeCarriedOutNowhere() async throws {
        let project = try await Project(plan: Plan.scripts(Script.count))
        try await project.git("clone", "--quiet", ".", "../other")
        try project.write("repository: ../other\n" + (try project.text("plan.yaml")), to: "plan.yaml")
        try await submit(project)
        try FileManager.default.removeItem(atPath: project.directory + "/other/.git")
        let worker = try await project.run("worker", "--until-idle")
        #expect(worker.status == 0 && worker.output.contains("paused"), "\(worker)")
        let record = try await project.record()
        #expect(record.run.status == "paused" && record.run.error_message?.contains("not in a git repository") == true)
    }
}
