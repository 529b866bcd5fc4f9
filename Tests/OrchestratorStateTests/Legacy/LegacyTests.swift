import Foundation
import OrchestratorDatabase
import OrchestratorModel
import OrchestratorSQLite
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// Databases of the Python Agent Orchestrator, taken over when they are opened.
@Suite struct LegacyTests {
    @Test func keepsTheDatabaseAsItWasBesideTheOtherOne() async throws {
        let fixture = try LegacyFixture()
        let bytes = try fixture.directory.bytes("state.db")
        let database = try fixture.open()
        #expect(try fixture.directory.bytes("state.db.v1.backup") == bytes)
        #expect(try #require(database.takeover).contains(fixture.backup))
        try await database.close()
        #expect(try fixture.directory.names() == ["state.db", "state.db.v1.backup"])
        // Once is enough.
        let again = try fixture.open()
        #expect(again.takeover == nil)
        try await again.close()
        #expect(try fixture.directory.names() == ["state.db", "state.db.v1.backup"])
    }

    @Test func takesRunsOver() async throws {
        try await LegacyFixture().taken { state in
            let runs = try await state.runs().runs
            #expect(runs.map(\.id) == [LegacyFixture.id(1, 3), LegacyFixture.id(1, 2), LegacyFixture.id(1, 1)])
            #expect(runs.map(\.status) == [.failed, .completed, .paused])
            let (failed, completed, paused) = (runs[0], runs[1], runs[2])
            #expect(failed.errorMessage == "planner: connection refused")
            #expect((completed.branch, completed.documentationPath) == ("release/ü", "docs/naïve.md"))
            #expect((completed.completedPhases, completed.totalPhases) == (1, 1))
            #expect(completed.completedAt == completed.updatedAt)
            #expect(paused.createdAt == Timestamp("2025-03-01T06:01:07.123456Z"))
            #expect(paused.updatedAt == Timestamp("2025-03-01T06:50:07.123456Z"))
            #expect(try await state.configuration(of: paused.id) == ["max_retries": 3, "copilot_mode": "direct"])
            #expect((paused.repositoryPath, paused.title) == ("/srv/shop", "docs/search.md"))
            #expect(paused.currentPhaseID == LegacyFixture.id(2, 2))
            #expect((paused.totalPhases, paused.completedPhases) == (3, 1))
        }
    }

    @Test func takesPhasesOver() async throws {
        try await LegacyFixture().taken { state in
            let phases = try await state.phases(of: LegacyFixture.id(1, 1))
            #expect(phases.map(\.number) == [1, 2, 3])
            #expect(phases.map(\.status) == [.completed, .failed, .pending])
            #expect(phases.map(\.size) == [.small, .medium, .large])
            #expect(phases.map(\.title) == ["Schema", "Search `API`", "Page"])
            #expect(phases[0].plan.files == ["a.py"] && phases[0].plan.acceptanceCriteria == ["works"])
            #expect(phases[0].plan.risks == ["none | pipe <b>"])
            #expect(phases[0].plan.other == ["spec_path": "s1.md"])
            #expect(phases[0].startedAt == Timestamp("2025-03-01T06:03:07.123456Z"))
            #expect(phases[0].completedAt == Timestamp("2025-03-01T06:09:07.123456Z"))
            #expect((phases[1].branchName, phases[1].retryCount, phases[1].maxRetries) == ("orchestrator/phase-2", 3, 3))
            // JSON that is none is wrapped.
            #expect(phases[2].plan.other == ["text": "not json"])
        }
    }

    @Test func takesExecutionsAndFindingsOver() async throws {
        try await LegacyFixture().taken { state in
            let executions = try await state.executions(of: LegacyFixture.id(2, 2))
            #expect(executions.map(\.passNumber) == [1, 2, 3])
            #expect(executions.allSatisfy { $0.status == .failed && $0.errorMessage == "timed out" && $0.verification == .notRun })
            let only = try await state.executions(of: LegacyFixture.id(2, 4))
            #expect(only.map(\.verification) == [.passed])
            #expect((only[0].summary, only[0].mode) == ("done", .direct))
            let findings = try await state.findings(FindingFilter(run: LegacyFixture.id(1, 1)))
            #expect(findings.count == 12)
            #expect(findings[0].title == "Finding 0 of pass 1" && findings[0].description == "<script>alert(1)</script>")
            #expect(findings[0].evidence == "a.py:3" && findings[0].createdAt == Timestamp("2025-03-01T06:13:07.123456Z"))
            #expect(findings.filter(\.resolved).count == 3)
            // The same finding of three passes is known as one.
            #expect(Set(findings.filter { $0.severity == .major }.map(\.fingerprint)).count == 1)
            let counts = try await state.findingCounts(FindingFilter(phase: LegacyFixture.id(2, 2)))
            #expect(Severity.allCases.map { counts[$0] } == [3, 3, 3])
        }
    }

    @Test func takesArtifactsOverWithoutDigests() async throws {
        try await LegacyFixture().taken { state in
            let artifacts = try await state.document(of: LegacyFixture.id(1, 1))?.artifacts ?? []
            let listed = artifacts.filter { $0.id.description.hasPrefix("00000005") }
            #expect(listed.map(\.type) == [.spec, .verificationLog, .prompt])
            #expect(listed.map { $0.metadata["file_path"]?.string } == ["p1/spec.md", "p8/log.txt", "p1/prompt.md"])
            #expect(listed.map(\.phaseID) == [LegacyFixture.id(2, 1), nil, nil])
            #expect(listed[0].executionID == LegacyFixture.id(3, 1) && listed[0].metadata["k"] == "v")
            #expect(listed[2].metadata["text"] == "{broken" && listed[2].metadata["artifact_type"] == "copilot_prompt")
            #expect(artifacts.allSatisfy { $0.sha256 == nil && $0.sizeBytes == nil && $0.content == .absent })
            // What other tables name is evidence too.
            #expect(artifacts.filter { $0.metadata["file_path"] == "p2/in2.md" }.map(\.type) == [.prompt])
            #expect(artifacts.contains { $0.metadata["file_path"] == "p1/out1.json" && $0.type == .agentOutput })
            #expect(artifacts.contains { $0.metadata["file_path"] == "s1.md" && $0.type == .spec })
            for execution in try await state.executions(of: LegacyFixture.id(2, 1)) {
                #expect(artifacts.map(\.id).contains(try #require(execution.promptArtifactID)))
                #expect(artifacts.map(\.id).contains(try #require(execution.outputArtifactID)))
            }
        }
    }

    @Test func takesQuestionsOver() async throws {
        let fixture = try LegacyFixture(
            """
            INSERT INTO manual_interventions VALUES ('00000006-0000-4000-8000-000000000002', '00000002-0000-4000-8000-000000000001',
                '2025-03-01 08:02:00', 'user_requested', 'resume', 'go | on', '2025-03-01 08:02:30');
            """)
        try await fixture.taken { state in
            let pending = try await state.interventions(of: LegacyFixture.id(1, 1), pendingOnly: true)
            #expect(pending.map(\.reason) == [.maxRetriesExceeded])
            let answered = try #require(try await state.intervention(LegacyFixture.id(6, 2)))
            #expect((answered.status, answered.action, answered.notes) == (.resolved, .resume, "go | on"))
            #expect(answered.consumedBy == LegacyFixture.id(3, 1))
            // The run goes on here.
            try await state.resolveIntervention(LegacyFixture.id(6, 1), .resume)
            try await state.resumeRun(LegacyFixture.id(1, 1))
            try await state.startPhase(LegacyFixture.id(2, 2))
            #expect(try await state.wrongCounters() == [])
        }
    }

    @Test func keepsRowsWithoutAPlaceWhole() async throws {
        try await LegacyFixture().taken { state in
            let rows = try await state.unplacedRows().rows
            let orphan = try #require(rows.first { $0.table == "findings" })
            #expect(orphan.id == "00000004-0000-4000-8000-00000000270f" && orphan.problem == "its execution is gone")
            #expect(orphan.document["title"] == "Orphan" && orphan.document["suggested_fix"] == .null)
            #expect(orphan.document["created_at"] == "2025-03-01 08:30:07.123456")
            let problems = Dictionary(grouping: rows, by: \.table).mapValues { $0.map(\.problem) }
            #expect(problems["runs"] == ["completed_phases was 2, and there are 1"])
            #expect(problems["phases"] == ["plan_json is not JSON: it was wrapped as text"])
            #expect(problems["artifacts"] == ["its phase is gone: it belongs to the run alone", "metadata is not JSON: it was wrapped as text"])
            #expect(rows.count == 5)
            let check = try await state.check()
            #expect(check.isSound && check.unplacedRows == 5)
            let takeover = try #require(check.takeover)
            #expect(takeover.timeZone == "Test/Two" && takeover.description.contains("Test/Two"))
            #expect(takeover.rowCounts["findings"] == 15 && takeover.rowCounts["unplaced_rows"] == 5)
            // In pages too.
            let first = try await state.unplacedRows(limit: 2)
            #expect(first.rows == Array(rows.prefix(2)))
            #expect(try await state.unplacedRows(after: try #require(first.next), limit: 10).rows == Array(rows.dropFirst(2)))
        }
    }

    @Test func beginsHistoriesWithTheWholeState() async throws {
        let fixture = try LegacyFixture()
        try await fixture.taken { state in
            for run in try await state.runs().runs {
                let events = try await state.events(of: run.id)
                #expect(events.map(\.kind) == [.runTakenOver] && events.map(\.sequence) == [1])
                #expect(events[0].previousHash == Event.noHash && run.lastEventHash == events[0].hash)
                #expect(try await state.document(of: run.id, at: 1) == (try await state.document(of: run.id)))
            }
            #expect(try await state.wrongCounters() == [])
            #expect(try await state.runs(RunFilter(text: "search api")).runs.map(\.id) == [LegacyFixture.id(1, 1)])
            #expect(try await state.statistics().findingsBySeverity[.major] == 5)
        }
    }

    @Test func leavesOtherVersionsAsTheyAre() async throws {
        let fixture = try LegacyFixture("UPDATE schema_version SET version = 2")
        let bytes = try fixture.directory.bytes("state.db")
        let error = #expect(throws: DatabaseError.self) { _ = try fixture.open() }
        #expect(error?.kind == .version)
        #expect(error?.message.contains("version 2") == true)
        #expect(try fixture.directory.names() == ["state.db"])
        #expect(try fixture.directory.bytes("state.db") == bytes)
    }

    @Test func leavesWhatOnlyLooksAlikeAsItIs() async throws {
        let fixture = try LegacyFixture("ALTER TABLE runs DROP COLUMN config_snapshot")
        let bytes = try fixture.directory.bytes("state.db")
        #expect(throws: DatabaseError.self) { _ = try fixture.open() }
        #expect(try fixture.directory.bytes("state.db") == bytes)
        #expect(try fixture.directory.names() == ["state.db"])
    }

    @Test func neverReplacesAnotherFile() async throws {
        let fixture = try LegacyFixture()
        let bytes = try fixture.directory.bytes("state.db")
        try fixture.directory.write([1, 2, 3], to: "state.db.v1.backup")
        let database = try fixture.open()
        #expect(try #require(database.takeover).contains(fixture.backup + ".2"))
        try await database.close()
        #expect(try fixture.directory.bytes("state.db.v1.backup") == [1, 2, 3])
        #expect(try fixture.directory.bytes("state.db.v1.backup.2") == bytes)
    }

    /// What a process that was killed between the copy and the takeover leaves behind.
    @Test func usesACopyThatWasMadeBefore() async throws {
        let fixture = try LegacyFixture()
        try fixture.directory.write(try fixture.directory.bytes("state.db"), to: "state.db.v1.backup")
        try fixture.directory.write([1], to: ".state.db.v1.backup.77.88.new")
        try await fixture.open().close()
        #expect(try fixture.directory.names() == ["state.db", "state.db.v1.backup"])
    }

    @Test func takesADatabaseOverThatKeepsAWriteAheadLog() async throws {
        let fixture = try LegacyFixture("PRAGMA journal_mode = WAL; UPDATE runs SET branch = 'logged'")
        #expect(try await fixture.taken { try await $0.runs().runs.map(\.branch) } == ["logged", "logged", "logged"])
        let copy = try LegacyFixture()
        try copy.directory.write(try fixture.directory.bytes("state.db.v1.backup"), to: "state.db")
        #expect(try await copy.taken { try await $0.runs().runs.map(\.branch) } == ["logged", "logged", "logged"])
    }

    @Test func isDoneByOneOfManyThatOpenAtOnce() async throws {
        let fixture = try LegacyFixture()
        let reports = try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    let database = try fixture.open()
                    let report = database.takeover
                    let runs = try await database.read { try $0.first("SELECT COUNT(*) FROM runs") { try $0.integer() } }
                    #expect(runs == 3)
                    try await database.close()
                    return report
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(reports.compactMap(\.self).count == 1)
        #expect(try fixture.directory.names() == ["state.db", "state.db.v1.backup"])
    }

    @Test func undoesEverythingWhenItFails() async throws {
        let fixture = try LegacyFixture()
        let bytes = try fixture.directory.bytes("state.db")
        struct Interruption: Error {}
        let zone = LegacyZone(name: "Test/Two") { _ in 7200 }
        let real = StateManager.predecessor(zone: zone, clock: fixture.clock)
        let failing = Predecessor(program: real.program, backupSuffix: real.backupSuffix, recognizes: real.recognizes) { connection, backup in
            _ = try real.takeOver(connection, backup)
            throw Interruption()
        }
        #expect(throws: Interruption.self) { _ = try SQLiteDatabase.open(fixture.path, .existing, takingOver: [failing]) }
        #expect(try fixture.directory.bytes("state.db") == bytes)
        #expect(try fixture.directory.bytes("state.db.v1.backup") == bytes)
        #expect(try await fixture.taken { try await $0.runs().runs.count } == 3)
    }
}
