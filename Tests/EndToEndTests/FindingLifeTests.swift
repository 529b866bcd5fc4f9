import Foundation
import Testing

/// What becomes of findings over the passes of a real run.
@Suite(.timeLimit(.minutes(3))) struct FindingLifeTests {
    /// A project whose check prints what the agent has put into a file, one error a line.
    private func project(_ script: String, settings: String = "", retries: Int = 5) async throws -> Project {
        try await Project(
            settings: "verification:\n  test:\n    command: 'cat errors.txt; test ! -s errors.txt'\n" + settings,
            plan: Plan.scripts(script, extra: "max_retries: \(retries)"))
    }

    private func findings(_ project: Project, _ arguments: String...) async throws -> [[String: Any]] {
        let finished = try await project.run(["findings", "latest", "--json"] + arguments)
        let list = try JSONSerialization.jsonObject(with: Data(finished.output.utf8)) as? [String: Any]
        return try #require(list?["findings"] as? [[String: Any]], "\(finished)")
    }

    /// A script that makes the given errors in each pass: files a, b, c …
    private func errors(_ passes: String...) -> String {
        let cases = zip(1..., passes).map { number, letters in
            "\(number)) errors '\(letters.map(String.init).joined(separator: " "))';;"
        }
        return """
            errors() { : > errors.txt; for f in $1; do echo "$f.py:1:1: error: $f is wrong" >> errors.txt; done; }
            case $ORCHESTRATOR_PASS_NUMBER in
            \(cases.joined(separator: "\n"))
            *) errors '';;
            esac
            """
    }

    @Test func isToldPassByPass() async throws {
        let project = try await project(errors("ab", "bc", "abc"), retries: 2)
        #expect(try await project.run("run", "plan.yaml").status == 3)
        let states = try await findings(project).map { "\($0["file"] as? String ?? "") \($0["state"] as? String ?? "")" }
        #expect(states.sorted() == ["a.py regressed", "b.py persisting", "c.py persisting"])
        let list = try await project.run("findings", "latest")
        #expect(list.output.contains("pass 2: 1 fixed, 1 new, 1 persisting"), "\(list)")
        #expect(list.output.contains("pass 3: 1 regressed, 2 persisting"), "\(list)")
        #expect(try await project.run("show", "latest").output.contains("pass 3: 1 regressed, 2 persisting"))
        let explained = try await project.run("explain", "latest")
        #expect(explained.output.contains("the last pass got nowhere"), "\(explained)")
        #expect(explained.output.contains("a.py:1") && explained.output.contains("orchestrator findings waive "))
        let report = try await project.run("export", "latest", "--format", "markdown")
        #expect(report.output.contains("| 3 | 0 | 2 | 1 | 0 | 0 | 3 |") && report.output.contains("**regressed**"), "\(report)")

        let first = try #require(try await findings(project, "--all", "--state", "fixed").first)
        let id = try #require(first["finding_id"] as? String)
        let history = try await project.run("findings", "history", id)
        #expect(history.output.contains("gone in pass 2") && history.output.contains("unresolved"), "\(history)")
        let reports = try await project.run("findings", "history", try #require(first["fingerprint"] as? String), "--json")
        let list2 = try JSONSerialization.jsonObject(with: Data(reports.output.utf8)) as? [String: Any]
        #expect((list2?["findings"] as? [[String: Any]])?.map { $0["pass_number"] as? Int } == [1, 3])
        #expect(try await project.run("db", "verify").status == 0)
    }

    @Test func canBeLivedWith() async throws {
        let project = try await project(errors("ab", "ab", "ab") + "\ncat > \"$SCRATCH/prompt\"", retries: 1)
        #expect(try await project.run("run", "plan.yaml").status == 3)
        let known = try await findings(project)
        for finding in known {
            let id = try #require(finding["finding_id"] as? String)
            let waived = try await project.run("findings", "waive", id, "--reason", "upstream | <b>bug</b>")
            #expect(waived.status == 0, "\(waived)")
            let twice = try await project.run("findings", "waive", id, "--reason", "x")
            #expect(twice.status == 1 && twice.errors.contains("user:tester"), "\(twice)")
        }
        #expect(try await project.run("findings", "waive", "\(known[0]["finding_id"] ?? "")", "--reason", " ").status == 2)
        #expect(try await findings(project).isEmpty)
        let question = try #require(try await project.record().interventions.first)
        _ = try await project.run("interventions", "resolve", question.intervention_id, "resume")
        let resumed = try await project.run("resume", "latest")
        // The check reports them still, and they don't count.
        #expect(resumed.status == 0, "\(resumed)")
        #expect(try !project.text(project.scratch + "/prompt").contains("is wrong"))
        let record = try await project.record()
        #expect(record.passes.last == "1.3 completed passed" && record.findings.filter { $0.pass == 3 }.count == 2)
        #expect(try await findings(project, "--state", "waived").count == 2)
        let report = try await project.run("export", "latest", "--format", "markdown")
        #expect(report.output.contains("Waived by user:tester: upstream \\| &lt;b&gt;bug&lt;/b&gt;"), "\(report)")
        #expect(record.events.contains { $0.kind == "findings.waived" } && record.problems == [])
        #expect(try await project.run("db", "verify").status == 0)
    }

    @Test func pausesAPhaseThatGetsNowhere() async throws {
        let project = try await project(Script.count + errors("a", "a", "ab", "ab", "ab", "ab"), settings: "execution: {stalled_passes: 2}\n")
        let finished = try await project.run("run", "plan.yaml")
        #expect(finished.status == 3, "\(finished)")
        #expect(project.notes("calls") == ["1.1", "1.2", "1.3"])
        let record = try await project.record()
        #expect(record.run.pause_reason == "not_converging" && record.interventions.map(\.reason) == ["not_converging"])
        let explained = try await project.run("explain", "latest")
        #expect(explained.output.contains("the last 2 passes got nowhere"), "\(explained)")
        // What came before the answer does not count: two more passes are made.
        _ = try await project.run("interventions", "resolve", record.interventions[0].intervention_id, "resume")
        #expect(try await project.run("resume", "latest").status == 3)
        #expect(project.notes("calls") == ["1.1", "1.2", "1.3", "1.4", "1.5"])
    }

    /// A worker asks again what was asked, for the reason that it was asked for, and does not take the run for that.
    @Test func asksAgainForTheSameReasonWhereTheAnswerLapsed() async throws {
        let project = try await project(Script.count + errors("a", "a", "ab", "ab", "ab", "ab"), settings: "execution: {stalled_passes: 2}\n")
        #expect(try await project.run("run", "plan.yaml").status == 3)
        let question = try #require(try await project.record().interventions.first?.intervention_id)
        #expect(try await project.run("interventions", "resolve", question, "resume", "--expires", "1ms").status == 0)
        let before = try await project.record().events
        let worker = try await project.run("worker", "--until-idle")
        #expect(worker.status == 0, "\(worker)")
        let record = try await project.record()
        #expect(record.interventions.map(\.reason) == ["not_converging", "not_converging"])
        #expect(record.interventions.map(\.status) == ["expired", "pending"] && record.run.pause_reason == "not_converging")
        #expect(record.events.dropFirst(before.count).map(\.kind) == ["intervention.expired", "intervention.opened"])
        #expect(project.notes("calls") == ["1.1", "1.2", "1.3"] && record.problems == [])
    }

    @Test func pausesAPhaseThatGoesInCircles() async throws {
        let project = try await project(Script.count + errors("a", "b", "a", "b", "a"), settings: "execution: {stalled_passes: 2}\n")
        #expect(try await project.run("run", "plan.yaml").status == 3)
        #expect(project.notes("calls") == ["1.1", "1.2", "1.3", "1.4"])
        let explained = try await project.run("explain", "latest")
        #expect(explained.output.contains("pass 4 left the very findings that pass 2 had left"), "\(explained)")
    }

    /// A check that did not run to its end says nothing of what it did not report.
    @Test func fixesNothingByACheckThatDidNotEnd() async throws {
        let script = errors("a", "", "a") + "\n[ $ORCHESTRATOR_PASS_NUMBER = 2 ] && touch hang || rm -f hang\ntrue"
        let project = try await Project(
            settings: "verification:\n  test:\n    command: 'test -e hang && exec tail -f /dev/null; cat errors.txt; test ! -s errors.txt'\n    timeout: 2s\n",
            plan: Plan.scripts(script, extra: "max_retries: 2"))
        #expect(try await project.run("run", "plan.yaml").status == 3)
        let list = try await project.run("findings", "latest")
        #expect(!list.output.contains("regressed") && list.output.contains("pass 3: 1 fixed, 1 persisting"), "\(list)")
    }
}
