import Foundation
import Testing

/// The history of a run, as other processes see it.
@Suite(.timeLimit(.minutes(3))) struct HistoryTests {
    private func sequences(_ output: String) throws -> [Int] {
        try output.split(separator: "\n").map { line in
            let event = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return try #require(event?["sequence"] as? Int)
        }
    }

    @Test func isFollowedByOtherProcessesWithoutAGap() async throws {
        let script = "true"
        let project = try await Project(plan: Plan.scripts(script, script, script, script, script, script))
        _ = try await project.run("submit", "plan.yaml")
        let fromTheStart = try project.start("events", "latest", "--follow", "--json")
        try await Waiting.until("the follower has begun") { fromTheStart.output.contains("run.started") }
        let fromTheMiddle = try project.start("events", "latest", "--follow", "--json", "--after", "20")
        let finished = try await project.run("resume", "latest")
        #expect(finished.status == 0, "\(finished)")
        // Both end by themselves, since the run has ended.
        let (whole, rest) = (await fromTheStart.end(), await fromTheMiddle.end())
        let last = try #require(try await project.record().events.last?.sequence)
        #expect(whole.status == 0 && rest.status == 0 && last > 40)
        #expect(try sequences(whole.output) == Array(1...last))
        #expect(try sequences(rest.output) == Array(21...last))
    }

    @Test func tellsHowARunWasAtAnEvent() async throws {
        let project = try await Project(
            settings: "verification:\n  test:\n    command: test -e \"$SCRATCH/two\"\n",
            plan: Plan.scripts("[ $ORCHESTRATOR_PASS_NUMBER = 1 ] || touch \"$SCRATCH/two\"", "true"))
        #expect(try await project.run("run", "plan.yaml").status == 0)
        let record = try await project.record()
        let retried = try #require(record.events.first { $0.kind == "phase.retried" }?.sequence)
        let then = try await project.run("show", "latest", "--at", "\(retried)", "--json")
        let document = try #require(try JSONSerialization.jsonObject(with: Data(then.output.utf8)) as? [String: Any])
        #expect((document["run"] as? [String: Any])?["status"] as? String == "executing")
        let phases = try #require(document["phases"] as? [[String: Any]])
        #expect(phases.compactMap { ($0["phase"] as? [String: Any])?["status"] as? String } == ["in_progress", "pending"])
        let text = try await project.run("show", "latest", "--at", "\(retried)")
        #expect(text.output.hasPrefix("as it was after event \(retried) of \(record.events.count): phase.retried"), "\(text)")
        #expect(text.output.contains("unresolved findings"))
        let last = try await project.run("show", "latest", "--at", "\(record.events.count)", "--json")
        let now = try await project.run("show", "latest", "--json")
        #expect(last.output == now.output)
        #expect(try await project.run("show", "latest", "--at", "\(record.events.count + 1)").status == 4)
    }

    @Test func isVerifiedFromOutside() async throws {
        let project = try await Project(plan: Plan.scripts("true", "true"))
        #expect(try await project.run("run", "plan.yaml").status == 0)
        let clean = try await project.run("db", "verify")
        #expect(clean.status == 0 && clean.output.hasPrefix("all is as it was written: 1 run,"), "\(clean)")
        _ = try await project.shell(
            """
            python3 - <<'END'
            import sqlite3
            database = sqlite3.connect("data/orchestrator.db")
            database.execute("UPDATE events SET payload = replace(payload, 'completed', 'failed') WHERE kind = 'phase.completed'")
            database.commit()
            END
            """)
        let damaged = try await project.run("db", "verify", "--json")
        #expect(damaged.status == 70, "\(damaged)")
        let report = try #require(try JSONSerialization.jsonObject(with: Data(damaged.output.utf8)) as? [String: Any])
        let problems = try #require(report["problems"] as? [[String: Any]])
        #expect(problems.map { $0["kind"] as? String } == ["broken_link"] && report["problem_count"] as? Int == 1)
        let event = try #require(try await project.record().events.first { $0.kind == "phase.completed" })
        #expect(problems.first?["entity_id"] as? String == "\(event.sequence)")
        #expect(try await project.run("db", "verify", "latest").output.contains("event \(event.sequence) is not what was hashed"))
        #expect(try await project.run("db", "verify", "nonsense").status == 4)
    }
}
