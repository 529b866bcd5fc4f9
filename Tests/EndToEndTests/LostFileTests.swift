import Testing

/// A file is gone that a run can't go on without: it is paused and says which, whoever carries it out.
@Suite(.timeLimit(.minutes(3))) struct LostFileTests {
    /// Who carries the run out.
    enum Carrier: CaseIterable {
        case worker, person

        var command: [String] { self == .worker ? ["worker", "--until-idle"] : ["resume", "latest"] }
    }

    private func pausedProject() async throws -> Project {
        let project = try await Project(
            settings: "git:\n  auto_commit: true\nverification:\n  test:\n    command: test -e \"$SCRATCH/good\"\n",
            plan: Plan.scripts(Script.count + Script.work + "cat > \"$SCRATCH/prompt\"", extra: "max_retries: 0"))
        #expect(try await project.run("run", "plan.yaml").status == 3)
        return project
    }

    private func answer(_ project: Project, _ action: String, _ options: String...) async throws {
        let question = try #require(try await project.record().interventions.last { $0.status == "pending" })
        let answered = try await project.run(["interventions", "resolve", question.intervention_id, action] + options)
        #expect(answered.status == 0, "\(answered)")
    }

    private func claims(_ project: Project) async throws -> Int {
        try await project.record().events.count { $0.kind == "lease.claimed" }
    }

    @Test(arguments: Carrier.allCases) func asksForASpecThatIsGone(carrier: Carrier) async throws {
        let project = try await pausedProject()
        try project.write("Do it in another way.", to: project.scratch + "/spec.md")
        try await answer(project, "modify_spec", "--spec", project.scratch + "/spec.md")
        try await project.shell("mv data/artifacts/*/phase_1/spec* \"$SCRATCH/kept\"")
        let before = try await claims(project)
        let stopped = try await project.run(carrier.command)
        #expect(stopped.status == (carrier == .worker ? 0 : 3), "\(stopped)")
        for words in ["the spec of phase 1 can't be read", "spec-", "'modify_spec'"] { #expect(stopped.text.contains(words), "\(stopped)") }
        #expect(try await claims(project) == before + 1)
        let explained = try await project.run("explain", "latest")
        #expect(explained.output.contains("the spec of phase 1 can't be read"), "\(explained)")
        // Given anew, the phase goes on with the new text.
        try project.write("Do it in a third way.", to: project.scratch + "/spec.md")
        try await answer(project, "modify_spec", "--spec", project.scratch + "/spec.md")
        try project.write("", to: project.scratch + "/good")
        let finished = try await project.run(carrier.command)
        #expect(finished.status == 0, "\(finished)")
        #expect(try await project.record().run.status == "completed")
        #expect(try project.text(project.scratch + "/prompt").contains("in a third way"))
    }

    @Test(arguments: Carrier.allCases) func pausesWhereTheBeginningIsGoneAndTheCheckoutIsChanged(carrier: Carrier) async throws {
        let project = try await pausedProject()
        try await answer(project, "resume")
        try await project.shell("mv data/artifacts/*/working_tree* \"$SCRATCH\"")
        let before = try await claims(project)
        let stopped = try await project.run(carrier.command)
        #expect(stopped.status == (carrier == .worker ? 0 : 1), "\(stopped)")
        #expect(stopped.text.contains("working_tree-") && stopped.text.contains("commit or stash"), "\(stopped)")
        #expect(try await claims(project) == before + 1)
        var record = try await project.record()
        #expect(record.run.status == "paused" && record.run.error_message?.contains("working_tree-") == true)
        let explained = try await project.run("explain", "latest")
        #expect(explained.output.contains("put the file back, or commit or stash"), "\(explained)")
        // A worker would not take it: what it was asked is answered.
        #expect(explained.output.contains("no question is open") && !explained.output.contains("or a worker"), "\(explained)")
        // Nothing that stood there before can be mistaken for the work of the run any more.
        try await project.git("commit", "--quiet", "--all", "--message=mine")
        try project.write("", to: project.scratch + "/good")
        let finished = try await project.run("resume", "latest")
        #expect(finished.status == 0, "\(finished)")
        record = try await project.record()
        #expect(record.run.status == "completed")
        #expect(try await project.git("log", "-1", "--format=%s", "--", "file.txt") != "mine")
    }

    /// Before the first pass all that differs is what stood there before the run.
    @Test func takesTheBeginningAnewWhereNothingWasDone() async throws {
        let project = try await Project(
            settings: "execution:\n  mode: branch\n  branch_prefix: taken/\n", plan: Plan.scripts(Script.count + Script.work))
        try project.write("mine\n", to: "mine.txt")
        // No branch can be made below it, so that the run asks before its first pass.
        try await project.git("branch", "taken")
        let asked = try await project.run("run", "plan.yaml")
        #expect(asked.status == 3 && project.notes("calls") == [], "\(asked)")
        try await project.shell("rm data/artifacts/*/working_tree*")
        try await project.git("branch", "-D", "taken")
        try await answer(project, "resume")
        let finished = try await project.run("resume", "latest")
        #expect(finished.status == 0 && finished.output.contains("is taken anew"), "\(finished)")
        #expect(try await project.git("status", "--porcelain") == "?? mine.txt")
    }

    /// Who looks at the run later is told why it does not go on, though it was told at the terminal of somebody else.
    @Test func keepsTheReasonWhereTheDirectoryIsGone() async throws {
        let project = try await pausedProject()
        try await answer(project, "resume")
        try await project.shell("mv .git ../kept")
        let stopped = try await project.run("resume", "latest")
        #expect(stopped.status == 2 && stopped.errors.contains("is not in a git repository"), "\(stopped)")
        let record = try await project.record()
        #expect(record.run.status == "paused" && record.run.error_message?.contains("is not in a git repository") == true)
        try await project.shell("mv ../kept .git")
        try project.write("", to: project.scratch + "/good")
        #expect(try await project.run("resume", "latest").status == 0)
        #expect(try await project.run("db", "verify").status == 0)
    }
}
