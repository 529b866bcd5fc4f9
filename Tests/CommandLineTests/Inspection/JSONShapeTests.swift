import Foundation
import Testing

/// The names in what `--json` prints: other programs rely on them.
@Suite struct JSONShapeTests {
    private static let run: Set = [
        "run_id", "status", "title", "repository_path", "branch", "documentation_path", "labels", "configuration",
        "configuration_fingerprint", "total_phases", "completed_phases", "current_phase_id", "error_message", "pause_reason",
        "parent_run_id", "parent_event", "idempotency_key", "draft_digest", "priority", "stop_requested", "lease_epoch", "lease_owner",
        "lease_holder", "lease_expires_at", "last_event", "last_event_hash", "created_at", "updated_at", "started_at", "completed_at",
    ]
    private static let finding: Set = [
        "finding_id", "execution_id", "severity", "category", "title", "description", "evidence", "file", "line", "rule", "suggested_fix",
        "fingerprint", "ordinal", "check", "resolved", "created_at", "resolved_at", "fixed_by", "waived_at", "waived_by", "waive_reason",
    ]
    private static let artifact: Set = [
        "artifact_id", "run_id", "phase_id", "execution_id", "type", "path", "sha256", "size_bytes", "media_type", "content", "metadata",
        "created_at",
    ]
    private static let intervention: Set = [
        "intervention_id", "phase_id", "reason", "status", "action", "actor", "notes", "expires_at", "consumed_by", "created_at",
        "resolved_at",
    ]
    private static let event: Set = [
        "run_id", "sequence", "kind", "entity", "entity_id", "actor", "payload", "previous_hash", "hash", "time",
    ]

    private func json(_ arguments: String...) throws -> [String: Any] {
        let history = try History.shared.get()
        let output = try history.project.executable.run(arguments + ["--json"], in: history.project.path)
        #expect(output.status == 0 && output.stderr.isEmpty)
        return try output.json()
    }

    private func elements(_ list: [String: Any], _ plural: String) throws -> [[String: Any]] {
        #expect(Set(list.keys) == [plural, "next"])
        return try #require(list[plural] as? [[String: Any]])
    }

    @Test func listsHaveTheirPluralAndACursor() throws {
        let runs = try elements(try json("runs"), "runs")
        #expect(runs.count == 2 && runs.allSatisfy { Set($0.keys) == Self.run.subtracting(["configuration"]) })
        let findings = try elements(try json("findings", "latest"), "findings")
        #expect(findings.count == 1)
        #expect(findings.allSatisfy { Set($0.keys) == Self.finding.union(["phase_number", "pass_number", "state"]) })
        let artifacts = try elements(try json("artifacts", "latest"), "artifacts")
        #expect(!artifacts.isEmpty && artifacts.allSatisfy { Set($0.keys) == Self.artifact })
        let questions = try elements(try json("interventions"), "interventions")
        #expect(questions.count == 1 && questions.allSatisfy { Set($0.keys) == Self.intervention })
        let events = try elements(try json("events", "latest"), "events")
        #expect(!events.isEmpty && events.allSatisfy { Set($0.keys) == Self.event })
        #expect(events.compactMap { $0["sequence"] as? Int } == Array(1...events.count))
    }

    @Test func absentValuesAreNull() throws {
        let run = try #require(try elements(try json("runs"), "runs").first)
        #expect(run["documentation_path"] is NSNull && run["parent_run_id"] is NSNull)
        #expect(try json("runs")["next"] is NSNull)
    }

    @Test func cursorsLeadToTheNextPage() throws {
        let history = try History.shared.get()
        let first = try json("runs", "--limit", "1")
        let cursor = try #require(first["next"] as? String)
        #expect(cursor == history.paused)
        let second = try elements(try json("runs", "--limit", "1", "--after", cursor), "runs")
        #expect(second.map { $0["run_id"] as? String } == [history.completed])
        let events = try json("events", "latest", "--limit", "2")
        #expect(events["next"] as? String == "2")
        let all = try json("findings", "latest", "--all", "--limit", "1")
        let next = try #require(all["next"] as? String)
        #expect(try elements(try json("findings", "latest", "--all", "--after", next), "findings").count == 1)
    }

    /// What tells of one store alone is no part of an export: when a lease ends, and what became of files.
    private func shared(_ document: [String: Any]) throws -> [String: Any] {
        var document = document
        var run = try #require(document["run"] as? [String: Any])
        run["lease_expires_at"] = NSNull()
        document["run"] = run
        let artifacts = try #require(document["artifacts"] as? [[String: Any]])
        document["artifacts"] = artifacts.map { $0.merging(["content": "absent"]) { $1 } }
        return document
    }

    @Test func showAndExportShareOneDocument() throws {
        var show = try json("show", "latest")
        #expect(Set(show.keys) == ["format", "version", "run", "phases", "artifacts", "result_branch"])
        #expect(show.removeValue(forKey: "result_branch") is NSNull)
        #expect(show["format"] as? String == "orchestrator-run" && show["version"] as? Int == 1)
        let phases = try #require(show["phases"] as? [[String: Any]])
        #expect(phases.allSatisfy { Set($0.keys) == ["phase", "executions", "interventions", "spec_revisions"] })
        let executions = try #require(phases.first?["executions"] as? [[String: Any]])
        #expect(executions.count == 2 && executions.allSatisfy { Set($0.keys) == ["execution", "findings"] })
        let history = try History.shared.get()
        var exported = try history.project.run("export", "latest", "--format", "json").json()
        #expect(exported.removeValue(forKey: "events") is [[String: Any]])
        #expect(NSDictionary(dictionary: try shared(exported)).isEqual(to: try shared(show)))
        let phase = try history.project.run("export", "latest", "--format", "json", "--phase", "1").json()
        #expect(Set(phase.keys) == ["format", "version", "run", "phases", "artifacts"])
    }

    @Test func statusAndExplainSayWhoAndWhat() throws {
        let status = try json("status")
        #expect(Set(status.keys) == ["executing", "paused", "ended"])
        let paused = try #require((status["paused"] as? [[String: Any]])?.first)
        #expect(Set(paused.keys) == ["run", "phase", "execution", "holder", "interventions"])
        #expect(Set(try json("status", "latest").keys) == Set(paused.keys))
        let explanation = try json("explain", "latest")
        #expect(
            Set(explanation.keys) == [
                "run_id", "status", "reasons", "legal_statuses", "stop_requested", "holder", "interventions", "convergence", "findings",
                "commands",
            ])
        #expect(explanation["legal_statuses"] as? [String] == ["executing", "completed", "aborted", "failed"])
    }

    @Test func historiesAndRehearsalsHaveTheirNames() throws {
        let finding = try #require(try elements(try json("findings", "latest"), "findings").first?["finding_id"] as? String)
        let reports = try elements(try json("findings", "history", finding), "findings")
        #expect(reports.count == 2 && reports.allSatisfy { Set($0.keys) == Self.finding.union(["run_id", "phase_number", "pass_number", "fixed_in_pass"]) })
        let fork = try json("fork", "latest", "--at", "5", "--dry-run")
        #expect(
            Set(fork.keys) == [
                "run_id", "parent_run_id", "parent_event", "branch", "commit", "phases", "artifacts", "artifacts_without_file",
                "left_out", "uncommitted", "dry_run",
            ])
        let report = try json("db", "verify", "latest")
        #expect(Set(report.keys) == ["runs", "events", "rows", "artifacts", "problem_count", "problems", "next"])
        let convergence = try #require(try json("explain", "latest")["convergence"] as? [String: Any])
        #expect(Set(convergence.keys) == ["passes", "stalled_passes"])
        let pass = try #require((convergence["passes"] as? [[String: Any]])?.first)
        #expect(
            Set(pass.keys) == [
                "pass_number", "new", "persisting", "regressed", "fixed", "waived", "unresolved", "returns_to", "follows_answer",
            ])
        #expect(Set(try json("show", "latest", "--at", "5").keys) == ["format", "version", "run", "phases", "artifacts", "result_branch"])
        #expect(try elements(try json("interventions", "expire"), "interventions").isEmpty)
    }

    @Test func storeAndVersionHaveTheirNumbers() throws {
        let stats = try json("db", "stats")
        #expect(
            Set(stats.keys) == [
                "runs", "rows", "success_rate", "phases", "passes_to_green", "findings", "seconds_in_status", "usage", "artifacts", "storage",
            ])
        let runs = try #require(stats["runs"] as? [String: Int])
        #expect(runs["completed"] == 1 && runs["paused"] == 1 && runs["failed"] == 0)
        #expect(stats["success_rate"] as? Double == 1)
        let check = try json("db", "check")
        #expect(
            Set(check.keys) == [
                "sound", "integrity_problems", "schema_problems", "broken_references", "takeover", "unplaced_row_count", "unplaced_rows", "next",
            ])
        #expect(check["sound"] as? Bool == true && check["takeover"] is NSNull && check["next"] is NSNull)
        #expect(try json("version")["version"] is String)
    }

    @Test func theSameFindingOfTwoPassesIsListedOnce() throws {
        let once = try elements(try json("findings", "latest"), "findings")
        #expect(once.map { $0["pass_number"] as? Int } == [2])
        #expect(once.map { $0["state"] as? String } == ["persisting"])
        #expect(try elements(try json("findings", "latest", "--all"), "findings").count == 2)
        #expect(try elements(try json("findings", "latest", "--state", "fixed"), "findings").isEmpty)
        #expect(try elements(try json("findings", "latest", "--severity", "minor"), "findings").isEmpty)
        #expect(try elements(try json("findings", "latest", "--phase", "1"), "findings").count == 1)
    }
}
