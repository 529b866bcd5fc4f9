import Foundation
import Testing

@Suite(.timeLimit(.minutes(3))) struct GateTests {
    @Test func asksWhenTheRetriesAreUsedUp() async throws {
        let project = try await Project(
            settings: "execution:\n  max_retries: 1\nverification:\n  build:\n    command: echo no; exit 4\n",
            plan: Plan.scripts(Script.count, Script.count))
        let finished = try await project.run("run", "plan.yaml")
        #expect(finished.status == 3, "\(finished)")
        let record = try await project.record()
        #expect(record.problems == [])
        #expect(record.run.status == "paused" && record.run.pause_reason == "max_retries_exceeded")
        #expect(record.phases.map(\.status) == ["failed", "pending"] && record.phases[0].retry_count == 1)
        #expect(record.interventions.map(\.reason) == ["max_retries_exceeded"] && record.interventions[0].status == "pending")
        #expect(finished.output.contains("orchestrator interventions resolve") && finished.output.contains("orchestrator resume"))
        #expect(project.notes("calls") == ["1.1", "1.2"])
        let early = try await project.run("resume", "latest")
        #expect(early.status == 3 && early.text.contains("interventions resolve"), "\(early)")
        #expect(project.notes("calls") == ["1.1", "1.2"])
    }

    @Test func obeysPhasesThatSayHowOftenAndByWhom() async throws {
        let plan = """
            title: T
            phases:
              - {title: A, intent: I, agent: bad, max_retries: 1}

            """
        let project = try await Project(
            settings: "execution:\n  max_retries: 5\nagents:\n  bad: {command: [sh, -c, 'exit 3']}\n", plan: plan)
        let finished = try await project.run("run", "plan.yaml")
        #expect(finished.status == 3, "\(finished)")
        let record = try await project.record()
        #expect(record.passes == ["1.1 failed not_run", "1.2 failed not_run"])
        #expect(record.executions.map(\.exit_status) == [3, 3] && record.executions[0].error_message == "the agent exited with status 3")
    }

    @Test func weighsFindingsAsConfigured() async throws {
        let settings = """
            findings_thresholds: {major: 0, medium: 1, minor: 2}
            verification:
              build: {command: "exit 1", severity_on_failure: minor}
              test: {command: "exit 1"}
              lint: {command: "exit 1"}
              security: {command: "exit 1", severity_on_failure: minor, enabled: false}

            """
        let project = try await Project(settings: settings, plan: Plan.scripts("true"))
        let finished = try await project.run("run", "plan.yaml")
        #expect(finished.status == 0, "\(finished)")
        let findings = try await project.record().findings
        #expect(findings.map { "\($0.category) \($0.severity)" } == ["build minor", "test medium", "lint minor"])
        let refused = try await project.run("run", "plan.yaml", "--set", "findings_thresholds.minor=1", "--set", "execution.max_retries=1")
        #expect(refused.status == 3 && refused.output.contains("2 minor (at most 1 allowed)"), "\(refused)")
    }

    @Test func readsJUnitReports() async throws {
        let report = """
            <testsuite name="s"><testcase classname="c" name="works"/><testcase classname="c" name="fails" file="a.py" line="3">
            <failure message="one is not two"/></testcase></testsuite>
            """
        let settings = """
            execution: {max_retries: 1}
            verification:
              build: {command: 'cat "$SCRATCH/report.xml"; exit 1', output_format: junit}
              test: {command: 'cp "$SCRATCH/report.xml" out.xml; : --junitxml=out.xml; exit 1'}
              lint: {command: 'cp "$SCRATCH/report.xml" "$ORCHESTRATOR_REPORT_DIRECTORY/any.xml"; exit 1'}

            """
        let project = try await Project(settings: settings, plan: Plan.scripts("true", extra: "max_retries: 1"))
        try project.write(report, to: project.scratch + "/report.xml")
        let finished = try await project.run("run", "plan.yaml")
        #expect(finished.status == 3, "\(finished)")
        let findings = try await project.record().findings.filter { $0.pass == 1 }
        #expect(findings.map(\.category) == ["build", "test", "lint"])
        for finding in findings {
            #expect(
                finding.file == "a.py" && finding.line == 3 && (finding.title + finding.evidence).contains("one is not two"), "\(finding)")
        }
    }

    @Test func runsCustomTestsWhereTheyBelong() async throws {
        let settings = """
            verification:
              custom_tests:
                - {name: place, command: 'pwd > "$SCRATCH/place"; exit 1', working_directory: sub, severity_on_failure: minor}
                - {name: off, command: 'exit 1', enabled: false}

            """
        let project = try await Project(settings: settings, plan: Plan.scripts("mkdir -p sub"))
        let finished = try await project.run("run", "plan.yaml")
        #expect(finished.status == 0, "\(finished)")
        #expect(project.notes("place") == [project.root + "/sub"])
        #expect(try await project.record().findings.map(\.check_name) == ["custom:place"])
    }

    @Test func endsChecksThatTakeTooLong() async throws {
        let settings = """
            execution: {max_retries: 1}
            verification:
              test: {command: 'echo begun; tail -f /dev/null', timeout: 1s}

            """
        let project = try await Project(settings: settings, plan: Plan.scripts("true"))
        let finished = try await project.run("run", "plan.yaml", "--set", "findings_thresholds.medium=1")
        #expect(finished.status == 0, "\(finished)")
        let record = try await project.record()
        #expect(record.findings.count == 1 && record.findings[0].evidence.contains("begun"), "\(record.findings)")
        #expect(record.findings[0].title.contains("1 s"), "\(record.findings)")
        #expect(project.processes == [])
    }

    @Test func waitsBeforeTheNextPass() async throws {
        let project = try await Project(
            settings: "verification:\n  test:\n    command: test -e \"$SCRATCH/two\"\n",
            plan: Plan.scripts("[ $ORCHESTRATOR_PASS_NUMBER = 1 ] || touch \"$SCRATCH/two\""))
        let clock = ContinuousClock()
        let began = clock.now
        let finished = try await project.run("run", "plan.yaml", setting: ["ORCHESTRATOR__EXECUTION__RETRY_DELAY": "1s"])
        #expect(finished.status == 0 && finished.output.contains("next pass in 1 s"), "\(finished)")
        #expect(clock.now - began >= .seconds(1))
    }

    @Test func stopsWhenTheBudgetIsUsedUp() async throws {
        let project = try await Project(plan: Plan.scripts(Script.count + Script.halt("agent")))
        let finished = try await project.run("run", "plan.yaml", "--set", "execution.budget.max_duration=3s")
        #expect(finished.status == 3, "\(finished)")
        let record = try await project.record()
        #expect(record.run.pause_reason == "budget_exhausted" && record.interventions.map(\.reason) == ["budget_exhausted"])
        #expect(record.passes == ["1.1 interrupted not_run"] && record.problems == [], "\(record.passes) \(finished)")
        #expect(project.processes == [])
        _ = try await project.run("interventions", "resolve", record.interventions[0].intervention_id, "resume")
        try project.write("", to: project.scratch + "/agent-go")
        let resumed = try await project.run("resume", "latest")
        #expect(resumed.status == 0, "\(resumed)")
    }
}
