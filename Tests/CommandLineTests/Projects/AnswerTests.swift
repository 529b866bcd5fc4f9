import Testing

/// How a question is answered.
@Suite struct AnswerTests {
    private func asked() throws -> (project: ProjectDirectory, question: String) {
        let project = try ProjectDirectory.repository(test: "test -f done")
        try project.write("plan.yaml", "title: Ask\nphases: [{title: A, intent: x, script: \"true\", max_retries: 0}]\n")
        #expect(try project.run("run", "plan.yaml", "--allow-dirty").status == 3)
        let list = try project.run("interventions", "latest", "--json").json()
        let id = (list["interventions"] as? [[String: Any]])?.first?["intervention_id"] as? String
        return (project, try #require(id))
    }

    @Test func skippingLetsTheRunComplete() throws {
        let (project, question) = try asked()
        let waiting = try project.run("resume", "latest")
        #expect(waiting.status == 3 && waiting.stderr.contains("interventions resolve \(question.suffix(8)) skip"))
        let answer = try project.run("interventions", "resolve", String(question.suffix(8)), "skip", "--notes", "not now")
        #expect(answer.status == 0 && answer.stdout.contains("orchestrator resume "))
        let list = try project.run("interventions", "--all", "--json").json()
        let answered = try #require((list["interventions"] as? [[String: Any]])?.first)
        #expect(answered["actor"] as? String == "user:tester" && answered["notes"] as? String == "not now")
        #expect(try project.run("explain", "latest").stdout.contains("answered 'skip' by user:tester"))
        #expect(try project.run("interventions", "resolve", question, "abort").status == 1)
        #expect(try project.run("resume", "latest").status == 0)
    }

    @Test func aNewSpecComesFromAFile() throws {
        let (project, question) = try asked()
        #expect(try project.run("interventions", "resolve", question, "modify_spec").status == 2)
        #expect(try project.run("interventions", "resolve", question, "modify_spec", "--spec", "missing").status == 2)
        #expect(try project.run("interventions", "resolve", question, "skip", "--spec", "plan.yaml").status == 2)
        try project.write("spec.md", "Do it differently.")
        #expect(try project.run("interventions", "resolve", question, "modify_spec", "--spec", "spec.md").status == 0)
        let artifacts = try project.run("artifacts", "latest", "--type", "spec", "--json").json()
        let id = try #require((artifacts["artifacts"] as? [[String: Any]])?.first?["artifact_id"] as? String)
        #expect(try project.run("artifacts", "cat", id).stdout == "Do it differently.")
    }

    @Test func abortingEndsTheRun() throws {
        let (project, question) = try asked()
        #expect(try project.run("interventions", "resolve", question, "abort").status == 0)
        #expect(try project.run("resume", "latest").status == 1)
        #expect(try project.run("interventions").stdout.hasPrefix("nothing waits for you"))
    }

    @Test func resolvedFindingsAreListedNoMore() throws {
        let (project, _) = try asked()
        let list = try project.run("findings", "latest", "--json").json()
        let finding = try #require((list["findings"] as? [[String: Any]])?.first)
        #expect(finding["state"] as? String == "new")
        let id = try #require(finding["finding_id"] as? String)
        #expect(try project.run("findings", "resolve", String(id.suffix(8))).status == 0)
        #expect(try project.run("findings", "resolve", id).status == 1)
        #expect(try project.run("findings", "latest").stdout.hasPrefix("no unresolved findings"))
        let fixed = try project.run("findings", "latest", "--state", "fixed", "--json").json()
        #expect((fixed["findings"] as? [[String: Any]])?.count == 1)
    }

    @Test func followingEndsWithTheRun() throws {
        let (project, question) = try asked()
        try project.run("interventions", "resolve", question, "abort")
        let followed = try project.run("events", "latest", "--follow", "--json").stdout.split(separator: "\n")
        #expect(followed.last?.contains("run.aborted") == true)
        #expect(followed.first?.contains("run.created") == true)
    }
}
