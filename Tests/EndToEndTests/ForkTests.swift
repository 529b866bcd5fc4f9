import Foundation
import Testing

/// Runs made from the middle of others.
@Suite(.timeLimit(.minutes(3))) struct ForkTests {
    private static let settings = """
        git: {auto_commit: true}
        execution: {max_retries: 1}
        verification:
          test: {command: 'test "$ORCHESTRATOR_PHASE_NUMBER" = 1 || test -e "$SCRATCH/good"'}

        """

    /// A run whose first phase is completed and committed, and whose second is blocked for good.
    private func project() async throws -> Project {
        let project = try await Project(settings: Self.settings, plan: Plan.scripts(Script.count + Script.work, Script.count + Script.work))
        let finished = try await project.run("run", "plan.yaml")
        #expect(finished.status == 3, "\(finished)")
        return project
    }

    private func json(_ finished: Finished) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(finished.output.utf8)) as? [String: Any], "\(finished)")
    }

    /// The number of the last event of that kind.
    private func event(_ kind: String, in record: RunRecord) throws -> Int {
        try #require(record.events.last { $0.kind == kind }?.sequence)
    }

    @Test func goesOnFromTheRecordedCommit() async throws {
        let project = try await project()
        let parent = try await project.record()
        let committed = try await project.git("rev-parse", "HEAD")
        let at = try event("phase.completed", in: parent)
        let files = parent.artifacts.filter { $0.path.contains("phase_1") }

        let rehearsed = try await project.run("fork", "latest", "--at", "\(at)", "--dry-run", "--json")
        let plan = try json(rehearsed)
        #expect(rehearsed.status == 0 && plan["run_id"] is NSNull, "\(rehearsed)")
        #expect(try await project.record().run.run_id == parent.run.run_id)
        #expect(try await project.git("branch", "--list", "orchestrator/*") == "")

        let forked = try json(try await project.run("fork", "latest", "--at", "\(at)", "--json"))
        let branch = try #require(forked["branch"] as? String)
        #expect(forked["commit"] as? String == committed && forked["uncommitted"] is NSNull)
        #expect(try await project.git("rev-parse", branch) == committed)
        var record = try await project.record()
        #expect(record.run.run_id == forked["run_id"] as? String && record.run.branch == branch && record.problems == [])
        #expect(record.run.status == "paused" && record.run.completed_phases == 1)
        #expect(record.passes == ["1.1 completed passed"] && record.phases.map(\.status) == ["completed", "pending"])
        // The plan, and what belongs to the first pass; each file has two names now.
        #expect(record.artifacts.count == files.count + 1)
        for artifact in record.artifacts {
            let attributes = try FileManager.default.attributesOfItem(atPath: project.root + "/data/artifacts/" + artifact.path)
            #expect(attributes[.referenceCount] as? Int == 2, "\(artifact.path)")
        }
        let shown = try await project.run("show", "latest")
        #expect(shown.output.contains("from run \(parent.run.run_id.suffix(8)) at event \(at)"), "\(shown)")

        try await project.git("checkout", "--quiet", "--force", "main")
        try project.write("", to: project.scratch + "/good")
        let resumed = try await project.run("resume", "latest")
        #expect(resumed.status == 0, "\(resumed)")
        record = try await project.record()
        #expect(record.passes == ["1.1 completed passed", "2.1 completed passed"] && record.problems == [])
        #expect(try await project.git("show", "\(branch):file.txt") == "first\n1\n2")
        #expect(project.notes("calls") == ["1.1", "2.1", "2.2", "2.1"])
        let verified = try await project.run("db", "verify")
        #expect(verified.status == 0, "\(verified)")
    }

    @Test func takesUpAPhaseThatHadFailedAndLeavesOutWhatWasNotVerified() async throws {
        let project = try await project()
        let parent = try await project.record()
        let running = try event("execution.started", in: parent)
        let halfway = try json(try await project.run("fork", "latest", "--at", "\(running)", "--json"))
        #expect((halfway["left_out"] as? [[String: Int]]) == [["phase_number": 2, "pass_number": 2]])
        #expect((halfway["uncommitted"] as? [String: Int]) == ["phase_number": 2, "pass_number": 1])
        #expect(try await project.record().passes == ["1.1 completed passed", "2.1 completed blocked"])

        let parentID = String(parent.run.run_id.suffix(8))
        let forked = try await project.run("fork", parentID, "--at", "\(parent.events.count)", "--branch", "again")
        #expect(forked.status == 0 && forked.output.contains("branch: again, at commit"), "\(forked)")
        var record = try await project.record()
        #expect(record.phases.map(\.status) == ["completed", "in_progress"] && record.phases[1].retry_count == 0)
        #expect(record.interventions.isEmpty && record.findings.count == 2)
        try await project.git("checkout", "--quiet", "--force", "main")
        let resumed = try await project.run("resume", "latest")
        #expect(resumed.status == 3, "\(resumed)")
        record = try await project.record()
        #expect(record.passes.suffix(2) == ["2.3 completed blocked", "2.4 completed blocked"] && record.problems == [])
    }

    @Test func refusesWhatIsNotThere() async throws {
        let project = try await project()
        #expect(try await project.run("fork", "latest", "--at", "999").status == 4)
        #expect(try await project.run("fork", "latest", "--at", "0").status == 4)
        #expect(try await project.run("fork", "latest", "--at", "3", "--branch", "-x").status == 2)
        let parent = try await project.record()
        try await project.git("checkout", "--quiet", "--orphan", "other")
        try await project.git("branch", "--quiet", "-D", "main")
        try await project.git("reflog", "expire", "--expire=now", "--all")
        try await project.git("rm", "--quiet", "-r", "--force", ".")
        try await project.git("gc", "--quiet", "--prune=now")
        try project.write(Self.settings, to: "config/orchestrator-config.yaml")
        let gone = try await project.run("fork", "latest", "--at", "\(parent.events.count)")
        #expect(gone.status == 1 && gone.errors.contains("is not in"), "\(gone)")
        #expect(try await project.record().run.run_id == parent.run.run_id)
    }
}
