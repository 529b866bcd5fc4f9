import Testing

@Suite(.timeLimit(.minutes(3))) struct BranchModeTests {
    private static let settings = "execution:\n  mode: branch\n  max_retries: 1\n"

    @Test func givesEachPhaseABranchAndMergesIt() async throws {
        let project = try await Project(
            settings: Self.settings,
            plan: Plan.scripts("git symbolic-ref --short HEAD >> \"$SCRATCH/branches\"\n" + Script.work, Script.work))
        let finished = try await project.run("run", "plan.yaml")
        #expect(finished.status == 0, "\(finished)")
        let record = try await project.record()
        let branches = record.phases.compactMap(\.branch_name)
        #expect(branches.count == 2 && branches[0].hasPrefix("orchestrator/") && branches[0].hasSuffix("/1-phase-1"))
        #expect(project.notes("branches") == [branches[0]])
        #expect(try await project.git("symbolic-ref", "--short", "HEAD") == "main")
        #expect(try project.text("file.txt") == "first\n1\n2\n")
        #expect(
            try await project.git("log", "--first-parent", "--format=%s") == "Merge phase 2: Phase 2\nMerge phase 1: Phase 1\nfirst")
        #expect(try await project.git("status", "--porcelain") == "")
    }

    @Test(arguments: [false, true]) func leavesSkippedWorkOnItsBranch(isDeleted: Bool) async throws {
        let project = try await Project(
            settings: Self.settings
                + "  delete_failed_branches: \(isDeleted)\nverification:\n  test:\n    command: '! grep -q 1 file.txt'\n",
            plan: Plan.scripts(Script.work, Script.work))
        // A hook must not keep what is only put aside from being kept.
        try project.write("#!/bin/sh\n! grep -q 1 file.txt\n", to: ".git/hooks/pre-commit", executable: true)
        let paused = try await project.run("run", "plan.yaml")
        #expect(paused.status == 3, "\(paused)")
        let question = try #require(try await project.record().interventions.first)
        let answered = try await project.run("interventions", "resolve", question.intervention_id, "skip")
        #expect(answered.status == 0, "\(answered)")
        let finished = try await project.run("resume", "latest")
        #expect(finished.status == 0, "\(finished)")
        let record = try await project.record()
        #expect(record.problems == [] && record.phases.map(\.status) == ["skipped", "completed"])
        #expect(try project.text("file.txt") == "first\n2\n")
        let branch = try #require(record.phases[0].branch_name)
        let listed = try await project.git("branch", "--list", "--format=%(refname:short)", branch)
        #expect(listed == (isDeleted ? "" : branch))
        if !isDeleted { #expect(try await project.git("show", "\(branch):file.txt") == "first\n1\n1") }
    }

    @Test func makesAConflictAFindingThatThePhaseCanMend() async throws {
        let agent = """
            if [ "$ORCHESTRATOR_PASS_NUMBER" = 1 ]; then
              echo phase > file.txt
              git worktree add --quiet "$SCRATCH/tree" main
              echo main > "$SCRATCH/tree/file.txt"
              git -C "$SCRATCH/tree" commit --quiet --all --message=meanwhile
              git worktree remove --force "$SCRATCH/tree"
            else
              cat > "$SCRATCH/prompt"
              git merge --quiet main > /dev/null || { echo both > file.txt; git commit --quiet --all --no-edit; }
            fi
            """
        let project = try await Project(settings: Self.settings, plan: Plan.scripts(agent))
        let finished = try await project.run("run", "plan.yaml")
        #expect(finished.status == 0, "\(finished)")
        let record = try await project.record()
        #expect(record.problems == [] && record.passes == ["1.1 completed blocked", "1.2 completed passed"])
        #expect(record.findings.first?.evidence.contains("conflicts with 'main' in 'file.txt'") == true)
        #expect(try project.text("file.txt") == "both\n")
        #expect(try await project.git("symbolic-ref", "--short", "HEAD") == "main")
    }
}
