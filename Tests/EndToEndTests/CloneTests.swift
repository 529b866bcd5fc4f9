import Foundation
import Testing

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Runs whose repository is named by a URL: nothing that was recorded is lost with the machine.
@Suite(.timeLimit(.minutes(5))) struct CloneTests {
    /// A project whose plan is about a repository elsewhere, `origin.git` beside the project.
    private func project(_ scripts: String..., settings: String = "") async throws -> Project {
        let project = try await Project(settings: settings)
        try await project.git("clone", "--quiet", "--bare", ".", "../origin.git")
        let plan = scripts.count == 1 ? Plan.scripts(scripts[0]) : Plan.scripts(scripts[0], scripts[1])
        try project.write("repository: file://\(project.directory)/origin.git\n" + plan, to: "plan.yaml")
        return project
    }

    private func branch(_ project: Project) async throws -> String { "orchestrator/\(try await project.record().run.run_id)" }

    private func origin(_ project: Project, _ arguments: String) async throws -> String {
        try await project.shell("git -C ../origin.git \(arguments)")
    }

    @Test func commitsAndPushesEachPassBeforeItIsRecorded() async throws {
        let agent = Script.count + Script.work
        let project = try await project(agent, agent, settings: "verification:\n  test:\n    command: '[ $ORCHESTRATOR_PASS_NUMBER = 2 ]'\n")
        let run = try await project.run("run", "plan.yaml")
        #expect(run.status == 0 && run.output.contains("the result is on branch orchestrator/"), "\(run)")
        let record = try await project.record()
        #expect(record.passes.count == 4 && record.problems == [])
        let name = try await branch(project)
        let commits = try await origin(project, "log --format=%H \(name)").split(separator: "\n").map(String.init)
        #expect(commits.count == 5)
        #expect(record.executions.compactMap(\.head_commit) == commits.dropLast().reversed())
        #expect(try await origin(project, "show \(name):file.txt") == "first\n1\n1\n2\n2")
        // The branch it began with is nobody's to write to, and nothing is left here.
        #expect(try await origin(project, "log --format=%s main") == "first")
        #expect(try project.text("file.txt") == "first\n")
        #expect(try FileManager.default.contentsOfDirectory(atPath: project.root + "/data/clones") == [])
    }

    @Test func mergesPhasesIntoABranchOfItsOwn() async throws {
        let project = try await project(Script.work, Script.work, settings: "execution:\n  mode: branch\n")
        #expect(try await project.run("submit", "plan.yaml").status == 0)
        #expect(try await project.run("worker", "--until-idle").status == 0)
        let record = try await project.record()
        #expect(record.run.status == "completed" && record.problems == [])
        let name = try await branch(project)
        #expect(try await origin(project, "show \(name):file.txt") == "first\n1\n2")
        for phase in record.phases { #expect(try await origin(project, "rev-parse --verify \(try #require(phase.branch_name))").count == 40) }
    }

    /// The machine dies while phase 2 is worked on, with everything that was on its disk.
    @Test func goesOnElsewhereAtTheCommitThatWasRecorded() async throws {
        let project = try await project(
            Script.count + Script.work, Script.count + "echo lost >> file.txt\n" + Script.halt("agent") + "sed -i '$d' file.txt\n" + Script.work)
        #expect(try await project.run("submit", "plan.yaml").status == 0)
        let worker = try project.start("worker")
        try await Waiting.until("phase 2 is worked on") { project.exists(project.scratch + "/agent") }
        worker.signal(SIGKILL)
        #expect(await worker.end().wasSignalled)
        for process in project.processes { kill(process, SIGKILL) }
        try await Waiting.until("the agent is gone") { project.processes.isEmpty }
        try FileManager.default.removeItem(atPath: project.root + "/data/clones")
        try project.write("", to: project.scratch + "/agent-go")
        let other = try await project.run("worker", "--until-idle")
        #expect(other.status == 0, "\(other)")
        let record = try await project.record()
        #expect(record.run.status == "completed" && record.problems == [])
        #expect(record.passes == ["1.1 completed passed", "2.1 interrupted not_run", "2.2 completed passed"])
        #expect(project.notes("calls") == ["1.1", "2.1", "2.2"])
        #expect(try await origin(project, "show \(try await branch(project)):file.txt") == "first\n1\n2")
    }

    /// What was pushed and not recorded is left behind: who takes the run over makes the pass again, from where the one before was recorded.
    @Test func leavesBehindWhatWasPushedAndNotRecorded() async throws {
        let project = try await project(Script.count + Script.work, Script.count + Script.work)
        // The hook runs when the branch is there; the program waits for it. The second push is that of the first pass's verification.
        try project.write("#!/bin/sh\n" + Script.halt("hook"), to: project.directory + "/origin.git/hooks/post-receive", executable: true)
        #expect(try await project.run("submit", "plan.yaml").status == 0)
        let worker = try project.start("worker")
        try await Waiting.until("the pass is pushed") { project.exists(project.scratch + "/hook") }
        worker.signal(SIGKILL)
        #expect(await worker.end().wasSignalled)
        for process in project.processes { kill(process, SIGKILL) }
        try await Waiting.until("git is gone") { project.processes.isEmpty }
        let name = try await branch(project)
        #expect(try await origin(project, "show \(name):file.txt") == "first\n1")
        #expect(try await project.record().executions.map(\.status) == ["running"])
        try project.write("", to: project.scratch + "/hook-go")
        let other = try await project.run("worker", "--until-idle")
        #expect(other.status == 0, "\(other)")
        #expect(try await project.record().problems == [])
        #expect(project.notes("calls") == ["1.1", "1.2", "2.1"])
        #expect(try await origin(project, "show \(name):file.txt") == "first\n1\n2")
        // What the dead worker had on its disk is gone too.
        #expect(try FileManager.default.contentsOfDirectory(atPath: project.root + "/data/clones") == [])
    }

    /// A fork begins at the commit that was recorded, on a branch of its own; its parent's stays as it is.
    @Test(arguments: ["direct", "branch"]) func forksFromTheCommitThatWasRecorded(mode: String) async throws {
        let project = try await project(Script.count + Script.work, Script.count + Script.work, settings: "execution:\n  mode: \(mode)\n")
        #expect(try await project.run("run", "plan.yaml").status == 0)
        let parent = try await project.record()
        let parentBranch = try await branch(project)
        let branches = try await origin(project, "for-each-ref --format='%(refname) %(objectname)'")
        let at = try #require(parent.events.first { $0.kind == "phase.completed" }?.sequence)
        let named = try await project.run("fork", "latest", "--at", "\(at)", "--branch", "mine")
        #expect(named.status == 2 && named.errors.contains("leave out --branch"), "\(named)")
        let forked = try await project.run("fork", "latest", "--at", "\(at)")
        let record = try await project.record()
        #expect(record.run.run_id != parent.run.run_id && record.passes == ["1.1 completed passed"])
        let start = try #require(record.executions[0].head_commit)
        let own = try await branch(project)
        #expect(forked.status == 0 && forked.output.contains("branch: \(own), at commit \(start.prefix(12))"), "\(forked)")
        let resumed = try await project.run("resume", "latest")
        #expect(resumed.status == 0, "\(resumed)")
        #expect(project.notes("calls") == ["1.1", "2.1", "2.1"])
        let name = try await branch(project)
        #expect(name != parentBranch)
        #expect(try await origin(project, "show \(name):file.txt") == "first\n1\n2")
        #expect(try await origin(project, "merge-base \(name) \(parentBranch)") == start)
        let left = try await origin(project, "for-each-ref --format='%(refname) %(objectname)'").split(separator: "\n")
        #expect(Set(left).isSuperset(of: branches.split(separator: "\n")))
        let complete = try await project.record()
        #expect(complete.problems == [] && complete.run.status == "completed")
    }

    @Test func asksAHumanWhereNothingCanBePushed() async throws {
        let project = try await project(Script.count + Script.work)
        try project.write("#!/bin/sh\n[ -e \"$SCRATCH/open\" ]\n", to: project.directory + "/origin.git/hooks/pre-receive", executable: true)
        let run = try await project.run("run", "plan.yaml")
        #expect(run.status == 3, "\(run)")
        let record = try await project.record()
        #expect(record.interventions.map(\.reason) == ["critical_error"] && record.executions.map(\.head_commit) == [nil])
        try project.write("", to: project.scratch + "/open")
        #expect(try await project.run("interventions", "resolve", record.interventions[0].intervention_id, "resume").status == 0)
        let resumed = try await project.run("resume", "latest")
        #expect(resumed.status == 0, "\(resumed)")
        #expect(try await origin(project, "show \(try await branch(project)):file.txt") == "first\n1")
    }

    @Test func pausesARunWhoseRepositoryIsOutOfReach() async throws {
        let project = try await project(Script.count)
        #expect(try await project.run("submit", "plan.yaml").status == 0)
        try FileManager.default.removeItem(atPath: project.directory + "/origin.git")
        let worker = try await project.run("worker", "--until-idle")
        #expect(worker.status == 0 && worker.output.contains("paused") && project.notes("calls") == [], "\(worker)")
    }

    @Test func refusesAndNeverPrintsPasswordsInURLs() async throws {
        let project = try await Project()
        let urls = [
            "https://user:geheim@localhost/a.git", "https://geheim@localhost/a.git", "ssh://git:geheim@localhost/a.git",
            "https://localhost/a.git?token=geheim", "file://user:geheim@/a.git",
        ]
        for url in urls {
            try project.write("repository: \(url)\n" + Plan.scripts(Script.count), to: "plan.yaml")
            for command in [["submit", "plan.yaml"], ["run", "plan.yaml"], ["plan", "check", "plan.yaml", "--json"]] {
                let refused = try await project.run(command)
                #expect(refused.status == 2 && refused.text.contains("must not hold a "), "\(refused)")
                #expect(refused.text.contains("credential helper") && !refused.text.contains("geheim"), "\(refused)")
            }
        }
        #expect(!project.exists("data/orchestrator.db"))
    }
}
