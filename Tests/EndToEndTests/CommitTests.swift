import Foundation
import Testing

@Suite(.timeLimit(.minutes(3))) struct CommitTests {
    private static let settings = """
        git:
          auto_commit: true
          commit_message_template: "{phase_number}: {phase_title} ({summary})"

        """

    @Test func commitsWhatTheRunChangedAndNothingElse() async throws {
        let agent = "echo made > made.txt; mkdir -p dir; echo in > 'dir/ü \n x'; echo short words > \"$ORCHESTRATOR_SUMMARY_FILE\"\n"
        let project = try await Project(settings: Self.settings, plan: Plan.scripts(agent.replacing("\n x", with: " x")))
        try project.write("*.ignored\n", to: ".gitignore")
        try await project.git("commit", "--quiet", "--all", "--message=ignore less")
        try project.write("mine\n", to: "mine.txt")
        let finished = try await project.run("run", "plan.yaml")
        #expect(finished.status == 0, "\(finished)")
        #expect(try await project.git("log", "-1", "--format=%s") == "1: Phase 1 (short words)")
        #expect(try await project.git("-c", "core.quotePath=false", "show", "--format=", "--name-only") == "dir/ü  x\nmade.txt")
        // The store, the artifacts and the log lie in the working tree and are not ignored here.
        #expect(try await project.git("status", "--porcelain", "--untracked-files=normal") == "?? data/\n?? mine.txt")
        let record = try await project.record()
        #expect(record.problems == [] && record.executions[0].summary == "short words")
    }

    @Test func leavesAllowedChangesAlone() async throws {
        let project = try await Project(settings: Self.settings, plan: Plan.scripts("echo made > made.txt"))
        try project.write("first\nmine\n", to: "file.txt")
        let refused = try await project.run("run", "plan.yaml")
        #expect(refused.status == 2 && refused.errors.contains("file.txt") && refused.errors.contains("--allow-dirty"), "\(refused)")
        #expect(!project.exists("data"))
        let finished = try await project.run("run", "plan.yaml", "--allow-dirty")
        #expect(finished.status == 0, "\(finished)")
        #expect(try await project.git("show", "--format=", "--name-only") == "made.txt")
        #expect(try await project.git("status", "--porcelain") == " M file.txt")
    }

    @Test func makesARefusingHookAFinding() async throws {
        let project = try await Project(
            settings: Self.settings, plan: Plan.scripts("cat > \"$SCRATCH/prompt\"; echo \"$ORCHESTRATOR_PASS_NUMBER\" > made.txt"))
        try project.write(
            "#!/bin/sh\ngrep -q 2 made.txt || { echo 'the hook wants a two'; exit 1; }\n", to: ".git/hooks/pre-commit", executable: true)
        let finished = try await project.run("run", "plan.yaml")
        #expect(finished.status == 0, "\(finished)")
        let record = try await project.record()
        #expect(record.passes == ["1.1 completed blocked", "1.2 completed passed"])
        #expect(record.findings.map(\.check_name) == ["git"] && record.findings[0].resolved == 1)
        #expect(record.findings.first?.evidence.contains("the hook wants a two") == true)
        #expect(try project.text(project.scratch + "/prompt").contains("the hook wants a two"))
    }

    @Test func leavesCommitsOfTheAgentAsTheyAre() async throws {
        let project = try await Project(
            settings: Self.settings, plan: Plan.scripts("echo own > own.txt; git add own.txt; git commit --quiet --message='by the agent'"))
        let finished = try await project.run("run", "plan.yaml")
        #expect(finished.status == 0, "\(finished)")
        #expect(try await project.git("log", "--format=%s") == "by the agent\nfirst")
        let execution = try #require(try await project.record().executions.first)
        #expect(execution.base_commit != execution.head_commit)
        #expect(try await project.git("rev-parse", "HEAD") == execution.head_commit)
    }

    @Test func pullsBeforeAndPushesAfterwards() async throws {
        let project = try await Project(settings: Self.settings, plan: Plan.scripts(Script.work))
        try await project.git("init", "--quiet", "--bare", "../remote.git")
        try await project.git("remote", "add", "origin", "../remote.git")
        try await project.git("push", "--quiet", "--set-upstream", "origin", "main")
        try await project.git("clone", "--quiet", "../remote.git", "../other")
        try await project.git("commit", "--quiet", "--allow-empty", "--message=from elsewhere", in: "../other")
        try await project.git("push", "--quiet", in: "../other")
        let finished = try await project.run("run", "plan.yaml", "--set", "git.push_branches=true")
        #expect(finished.status == 0, "\(finished)")
        #expect(try await project.git("log", "--format=%s", "main", in: "../remote.git") == "1: Phase 1 ()\nfrom elsewhere\nfirst")
    }

    @Test func goesOnWhenARemoteIsOutOfReach() async throws {
        let project = try await Project(settings: Self.settings, plan: Plan.scripts(Script.work))
        try await project.git("remote", "add", "origin", "../nowhere.git")
        let finished = try await project.run("run", "plan.yaml", "--set", "git.push_branches=true")
        #expect(finished.status == 0 && finished.text.contains("was not pushed"), "\(finished)")
    }
}
