import Testing

@Suite(.timeLimit(.minutes(3))) struct AnswerTests {
    private func pausedProject() async throws -> (Project, RunRecord.Intervention) {
        let project = try await Project(
            settings: "verification:\n  test:\n    command: test -e \"$SCRATCH/good\"\n",
            plan: Plan.scripts(Script.count + "cat > \"$SCRATCH/prompt\"", Script.count, extra: "max_retries: 1"))
        let finished = try await project.run("run", "plan.yaml")
        #expect(finished.status == 3, "\(finished)")
        return (project, try #require(try await project.record().interventions.first))
    }

    @Test func grantsRetriesAnew() async throws {
        let (project, question) = try await pausedProject()
        let answered = try await project.run("interventions", "resolve", question.intervention_id, "resume", "--notes", "look harder")
        #expect(answered.status == 0, "\(answered)")
        let again = try await project.run("resume", "latest")
        #expect(again.status == 3, "\(again)")
        #expect(project.notes("calls") == ["1.1", "1.2", "1.3", "1.4"])
        var record = try await project.record()
        #expect(record.interventions.map(\.status) == ["resolved", "pending"] && record.phases[0].retry_count == 1)
        #expect(record.interventions[0].consumed_by == record.executions[2].execution_id)
        #expect(try !project.text(project.scratch + "/prompt").contains("look harder"))
        _ = try await project.run("interventions", "resolve", record.interventions[1].intervention_id, "resume", "--notes", "look harder")
        try project.write("", to: project.scratch + "/good")
        let finished = try await project.run("resume", "latest")
        #expect(finished.status == 0, "\(finished)")
        #expect(try project.text(project.scratch + "/prompt").contains("look harder"))
        record = try await project.record()
        #expect(record.problems == [] && record.phases.map(\.status) == ["completed", "completed"])
        let twice = try await project.run("interventions", "resolve", question.intervention_id, "resume")
        #expect(twice.status == 1 && twice.errors.contains("'resume' by user:tester at 20"), "\(twice)")
    }

    @Test func leavesAPhaseOut() async throws {
        let (project, question) = try await pausedProject()
        _ = try await project.run("interventions", "resolve", question.intervention_id, "skip")
        try project.write("", to: project.scratch + "/good")
        let finished = try await project.run("resume", "latest")
        #expect(finished.status == 0, "\(finished)")
        let record = try await project.record()
        #expect(record.problems == [] && record.phases.map(\.status) == ["skipped", "completed"])
        #expect(project.notes("calls") == ["1.1", "1.2", "2.1"])
    }

    @Test func tellsTheAgentTheNewText() async throws {
        let (project, question) = try await pausedProject()
        try project.write("Do it in another way entirely.", to: project.scratch + "/spec.md")
        let answered = try await project.run(
            "interventions", "resolve", question.intervention_id, "modify_spec", "--spec", project.scratch + "/spec.md")
        #expect(answered.status == 0, "\(answered)")
        try project.write("", to: project.scratch + "/good")
        let finished = try await project.run("resume", "latest")
        #expect(finished.status == 0, "\(finished)")
        #expect(try project.text(project.scratch + "/prompt").contains("Do it in another way entirely."))
        #expect(try await project.record().problems == [])
    }

    /// The answer lapses before a pass uses it: the question is asked again, and no pass was granted.
    @Test func lapsesUnlessItIsUsedInTime() async throws {
        let (project, question) = try await pausedProject()
        let refused = try await project.run("interventions", "resolve", question.intervention_id, "skip", "--expires", "1h")
        #expect(refused.status == 2 && refused.errors.contains("--expires goes with"), "\(refused)")
        #expect(try await project.run("interventions", "resolve", question.intervention_id, "resume", "--expires", "soon").status == 2)
        let answered = try await project.run("interventions", "resolve", question.intervention_id, "resume", "--expires", "1ms")
        #expect(answered.status == 0, "\(answered)")
        let explained = try await project.run("explain", "latest")
        #expect(explained.output.contains("answered 'resume' by user:tester, but the answer lapsed unused"), "\(explained)")
        let resumed = try await project.run("resume", "latest")
        #expect(resumed.status == 3 && resumed.text.contains("interventions resolve"), "\(resumed)")
        #expect(project.notes("calls") == ["1.1", "1.2"])
        let record = try await project.record()
        #expect(record.interventions.map(\.status) == ["expired", "pending"] && record.interventions.map(\.consumed_by) == [nil, nil])
        #expect(record.interventions[1].reason == question.reason && record.problems == [])
        let late = try await project.run("interventions", "resolve", question.intervention_id, "resume")
        #expect(late.status == 1 && late.errors.contains("the answer lapsed unused"), "\(late)")
        #expect(try await project.run("interventions", "expire").output == "nothing has lapsed\n")
        let again = try await project.run("interventions", "resolve", record.interventions[1].intervention_id, "resume", "--expires", "1h")
        #expect(again.status == 0, "\(again)")
        #expect(try await project.run("explain", "latest").output.contains("lapses in"))
        try project.write("", to: project.scratch + "/good")
        #expect(try await project.run("resume", "latest").status == 0)
        #expect(try await project.run("db", "verify").status == 0)
    }

    /// The text that came with an answer lapses with it, whoever notices that first.
    @Test(arguments: [true, false]) func givesNoPassTheTextOfAnAnswerThatLapsed(isNoticedByWorker: Bool) async throws {
        let (project, question) = try await pausedProject()
        try project.write("Do it in another way entirely.", to: project.scratch + "/spec.md")
        let answered = try await project.run(
            "interventions", "resolve", question.intervention_id, "modify_spec", "--spec", project.scratch + "/spec.md", "--expires", "1ms")
        #expect(answered.status == 0, "\(answered)")
        let waiting = try await project.run("interventions", "latest")
        #expect(waiting.output.contains("modify_spec, lapsed") && waiting.output.contains("interventions expire"), "\(waiting)")
        _ = try await project.run(isNoticedByWorker ? ["worker", "--until-idle"] : ["interventions", "expire"])
        let record = try await project.record()
        #expect(record.interventions.map(\.status) == ["expired", "pending"] && project.notes("calls") == ["1.1", "1.2"])
        _ = try await project.run("interventions", "resolve", record.interventions[1].intervention_id, "resume")
        try project.write("", to: project.scratch + "/good")
        #expect(try await project.run("resume", "latest").status == 0)
        #expect(try !project.text(project.scratch + "/prompt").contains("Do it in another way entirely."))
        #expect(try await project.run("db", "verify").status == 0)
    }

    @Test func saysWhatIsWrongWithAnAnswer() async throws {
        let (project, question) = try await pausedProject()
        let unread = try await project.run("interventions", "resolve", question.intervention_id, "modify_spec", "--spec", "/nope")
        #expect(unread.status == 2 && unread.errors.contains("--spec /nope can't be read: No such file or directory"), "\(unread)")
        let paused = try await project.run("pause", "latest")
        #expect(paused.status == 1 && paused.errors.contains("is paused already"), "\(paused)")
    }

    /// What was waived stands in nobody's way.
    @Test func explainsThatNothingStandsInTheWayAnyMore() async throws {
        let (project, _) = try await pausedProject()
        let list = try await project.run("findings", "latest", "--json").output
        let ids = list.matches(of: /"finding_id": "([^"]+)"/).map { String($0.1) }
        #expect(!ids.isEmpty)
        #expect(try await project.run("explain", "latest").output.contains("got nowhere"))
        for id in Set(ids) { #expect(try await project.run("findings", "waive", id, "--reason", "known").status == 0) }
        let explained = try await project.run("explain", "latest")
        #expect(explained.output.contains("none of its findings stands in the way any more"), "\(explained)")
        #expect(!explained.output.contains("got nowhere"), "\(explained)")
    }

    /// An answer about a phase that is in progress grants its retries anew too, also when the agent fails again at once.
    @Test func grantsRetriesAnewToAPhaseInProgress() async throws {
        // The first pass leaves a checkout that the next one can't be begun in.
        let mess = "git switch --quiet --create other; echo other > file.txt; git commit --quiet --all --message=other; echo mine > file.txt"
        let script = Script.count + "case $ORCHESTRATOR_PASS_NUMBER in 1) \(mess);; 2) exit 1;; esac"
        let project = try await Project(plan: Plan.scripts(script, extra: "max_retries: 1"))
        let finished = try await project.run("run", "plan.yaml")
        #expect(finished.status == 3, "\(finished)")
        let record = try await project.record()
        #expect(record.interventions.map(\.reason) == ["critical_error"], "\(finished)")
        #expect(record.phases.map(\.status) == ["in_progress"] && record.phases[0].retry_count == 1)
        try await project.git("checkout", "--quiet", "--force", "main")
        _ = try await project.run("interventions", "resolve", record.interventions[0].intervention_id, "resume")
        let resumed = try await project.run("resume", "latest", "--use-current-config")
        #expect(resumed.status == 0, "\(resumed)")
        #expect(project.notes("calls") == ["1.1", "1.2", "1.3"])
    }

    @Test func endsTheRun() async throws {
        let (project, question) = try await pausedProject()
        _ = try await project.run("interventions", "resolve", question.intervention_id, "abort")
        let finished = try await project.run("resume", "latest")
        #expect(finished.status == 1 && finished.errors.contains("aborted"), "\(finished)")
        #expect(try await project.record().run.status == "aborted")
    }
}
