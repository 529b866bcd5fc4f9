import Foundation
import Testing

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The program is killed at random moments, over and over, until the run is completed.
@Suite(.timeLimit(.minutes(5))) struct RandomKillTests {
    private static let kills = 30

    @Test func completesWhateverHappens() async throws {
        let script = Script.count + "grep -qx \"$ORCHESTRATOR_PHASE_NUMBER\" file.txt || " + Script.work
        let project = try await Project(
            settings: "verification:\n  test:\n    command: grep -qx \"$ORCHESTRATOR_PHASE_NUMBER\" file.txt\ngit:\n  auto_commit: true\n",
            plan: Plan.scripts(script, script, script, script, script, script))
        #expect(try await project.run("submit", "plan.yaml").status == 0)
        var random = SystemRandomNumberGenerator()
        var acknowledged = try await project.record()
        var kills = 0
        while acknowledged.run.status != "completed", kills < Self.kills {
            try await answer(acknowledged, project)
            let running = try project.start("resume", "latest")
            let target = acknowledged.events.count + Int.random(in: 1...14, using: &random)
            _ = try await project.store("kill", String(target), String(running.processID)).end()
            if await running.end().wasSignalled { kills += 1 }
            let record = try await project.record()
            #expect(record.problems == [])
            #expect(record.events.prefix(acknowledged.events.count).map(\.kind) == acknowledged.events.map(\.kind))
            acknowledged = record
        }
        try await answer(acknowledged, project)
        let finished = try await project.run("resume", "latest")
        #expect(finished.status == 0, "\(finished)")
        let record = try await project.record()
        #expect(record.problems == [] && record.run.completed_phases == 6)
        #expect(record.executions.count { $0.verification == "passed" } == 6)
        // No pass was made twice, and none at a phase that was completed.
        let calls = project.notes("calls")
        #expect(Set(calls).count == calls.count)
        #expect(try project.text("file.txt") == "first\n1\n2\n3\n4\n5\n6\n")
        #expect(try await project.git("log", "--format=%s").split(separator: "\n").count == 7)
        #expect(record.phases.allSatisfy { $0.retry_count == 0 })
        #expect(project.processes == [])
    }

    /// Three interruptions in a row are asked about.
    private func answer(_ record: RunRecord, _ project: Project) async throws {
        for question in record.interventions where question.status == "pending" {
            #expect(question.reason == "critical_error")
            #expect(try await project.run("interventions", "resolve", question.intervention_id, "resume").status == 0)
        }
    }
}
