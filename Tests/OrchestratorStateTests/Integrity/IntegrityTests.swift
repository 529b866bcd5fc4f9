import Foundation
import OrchestratorDatabase
import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// What is found when something else has written to the database or to the files of artifacts.
@Suite(.everyEngine) struct IntegrityTests {
    /// A store with a run that has rows of every kind, and another that is not touched.
    private func store() async throws -> (Store, Run.ID) {
        let store = try await Store()
        _ = try await store.executing()
        let run = try await store.state.createRun(.sample(phases: 3), plan: "title: plan").run.id
        try await store.state.startRun(run)
        let lease = try await store.claim(run)
        let phase = try await store.state.phases(of: run)[0].id
        try await store.state.startPhase(phase, lease: lease)
        let first = try await store.startExecution(of: phase, lease: lease)
        try await store.state.completeExecution(first, ExecutionResult(headCommit: "abc"), lease: lease)
        let blocked = VerificationRecord(findings: [.sample("a"), .sample("b")], verdict: .blocked, outcome: .retry)
        _ = try await store.state.recordVerification(of: first, blocked, lease: lease)
        let question = try await store.state.askHuman(about: phase, reason: .notConverging, lease: lease)
        try await store.state.resolveIntervention(question, .modifySpec, spec: "another spec")
        return (store, run)
    }

    private func problems(of store: Store, _ run: Run.ID? = nil) async throws -> [StoreProblem] {
        var problems: [StoreProblem] = []
        let report = try await store.state.verify(run) { problems.append($0) }
        #expect(report.problems == problems.count)
        return problems
    }

    @Test func findsNothingInAStoreThatIsAsItWasWritten() async throws {
        let (store, run) = try await store()
        let report = try await store.state.verify { Issue.record("\($0)") }
        #expect(report.runs == 2 && report.artifacts == 2 && report.problems == 0)
        #expect(report.rows == 2 + 2 + 3 + 1 + 2 + 2 + 1 + 1)
        let one = try await store.state.verify(run)
        #expect(one.runs == 1)
        #expect(try await store.state.run(run)?.lastEvent == one.events)
        let unknown = Run.ID(at: store.clock.now)
        await #expect(throws: StateError.notFound(.run, unknown.description)) { _ = try await store.state.verify(unknown) }
    }

    /// What is changed, and what is found.
    private static let changes: [(statement: String, found: [String])] = [
        ("UPDATE events SET payload = '{}' WHERE sequence = 3", ["broken_link event 3"]),
        ("UPDATE events SET actor_name = 'mallory' WHERE sequence = 4", ["broken_link event 4"]),
        ("UPDATE events SET time = '2026-01-01T00:00:00.000000Z' WHERE sequence = 2", ["broken_link event 2"]),
        ("UPDATE events SET previous_hash = hash WHERE sequence = 5", ["broken_link event 5"]),
        ("DELETE FROM events WHERE sequence = 6", ["broken_link event 6"]),
        ("DELETE FROM events WHERE sequence = 1", ["broken_link event 1"]),
        (
            "DELETE FROM events WHERE sequence > (SELECT last_event - 2 FROM runs WHERE runs.run_id = events.run_id)",
            ["broken_link event 14"]
        ),
        ("UPDATE runs SET last_event_hash = '00'", ["broken_link event 15"]),
        ("UPDATE runs SET last_event = 9", ["wrong_counter run"]),
        ("UPDATE runs SET title = 'another'", ["changed_row run"]),
        ("UPDATE run_configurations SET configuration = '{\"a\":1}'", ["changed_row run"]),
        ("DELETE FROM run_configurations", ["changed_row run"]),
        ("UPDATE runs SET completed_phases = 2", ["wrong_counter run"]),
        ("UPDATE runs SET total_phases = 4", ["wrong_counter run"]),
        ("UPDATE runs SET lease_epoch = 7", ["wrong_counter run"]),
        ("UPDATE runs SET answered_at = NULL", ["wrong_column run"]),
        ("UPDATE runs SET answered_at = '2020-01-01T00:00:00.000000Z'", ["wrong_column run"]),
        ("UPDATE runs SET status_since = '2020-01-01T00:00:00.000000Z'", ["wrong_column run"]),
        ("UPDATE runs SET repository_host = NULL", ["wrong_column run"]),
        ("UPDATE runs SET checkout = NULL", ["wrong_column run"]),
        ("UPDATE phases SET retry_count = 3 WHERE number = 1", ["wrong_counter phase"]),
        ("UPDATE phases SET status = 'completed' WHERE number = 2", ["changed_row phase", "wrong_counter run"]),
        ("UPDATE phases SET plan = '{}' WHERE number = 3", ["changed_row phase"]),
        ("DELETE FROM phase_dependencies WHERE number = 2", ["changed_row phase"]),
        ("UPDATE executions SET verification = 'passed'", ["changed_row execution"]),
        ("UPDATE findings SET resolved = 1 WHERE title = 'a'", ["changed_row finding"]),
        ("UPDATE findings SET title = 'c', line = NULL WHERE title = 'a'", ["changed_row finding"]),
        (
            "UPDATE findings SET finding_id = upper(finding_id) WHERE title = 'a'",
            ["unexpected_row finding", "missing_row finding"]
        ),
        ("DELETE FROM findings WHERE title = 'b'", ["missing_row finding"]),
        (
            "UPDATE findings SET phase_id = (SELECT phase_id FROM phases WHERE phases.run_id = findings.run_id AND number = 2) WHERE title = 'a'",
            ["changed_row finding"]
        ),
        ("UPDATE artifacts SET sha256 = NULL WHERE type = 'plan'", ["changed_row artifact"]),
        ("UPDATE manual_interventions SET actor = 'user:mallory'", ["changed_row intervention"]),
        ("UPDATE spec_revisions SET author = 'user:mallory'", ["changed_row spec_revision"]),
        ("DELETE FROM manual_interventions", ["missing_row intervention"]),
    ]

    @Test(arguments: changes.indices)
    func namesWhatWasChangedInTheDatabase(index: Int) async throws {
        let (statement, expected) = Self.changes[index]
        let (store, run) = try await store()
        // Of that run alone: the other one has fewer rows.
        let isOfOneRun = statement.contains("spec_revisions") || statement.contains(" manual_interventions")
        let restriction = isOfOneRun ? "" : "\(statement.contains("WHERE") ? " AND" : " WHERE") run_id = '\(run)'"
        try await store.database.write { _ = try $0.execute(SQLStatement(text: statement + restriction)) }
        let found = try await problems(of: store)
        #expect(found.map { "\($0.kind.rawValue) \($0.entity.rawValue)" + ($0.entity == .event ? " \($0.id)" : "") } == expected, "\(found)")
        #expect(found.allSatisfy { $0.run == run.description && !$0.problem.contains("mallory") })
    }

    /// Columns that are no part of documents, of which no event tells: nothing else would notice.
    @Test func comparesEveryColumnThatEventsDontTell() async throws {
        // How long a lease is good is written anew all the time, and told by nothing. The others are compared where lists and totals are.
        let others: Set = ["runs.lease_boot_deadline", "runs.position", "runs.tally"]
        let hidden = Set(Tables.all.flatMap { table in table.columns.filter(\.isInternal).map { "\(table.name).\($0.name)" } })
        let compared = hidden.filter { name in
            let parts = name.split(separator: ".")
            return parts[1] == "run_id" || Self.changes.contains { $0.statement.hasPrefix("UPDATE \(parts[0]) SET \(parts[1]) =") }
        }
        #expect(hidden == compared.union(others))
    }

    @Test(arguments: ["executions", "findings", "manual_interventions"])
    func noticesARowThatIsGivenToAnotherRun(table: String) async throws {
        let (store, run) = try await store()
        let other = try #require(await store.state.runs().runs.first { $0.id != run }?.id)
        try await store.database.write { _ = try $0.execute("UPDATE \(raw: table) SET run_id = \(other) WHERE run_id = \(run)") }
        let found = try await problems(of: store)
        #expect(!found.isEmpty)
        if table == "findings" { #expect(found.map(\.problem) == ["run_id is not that of its execution", "run_id is not that of its execution"]) }
    }

    /// When a run was answered is recomputed, whatever else happened to its questions, and wherever its rows came from.
    @Test func knowsWhichPausedRunsMayGoOn() async throws {
        let store = try await Store()
        let (run, phase, question) = try await store.asking()
        func answeredAt(_ store: Store) async throws -> String? {
            #expect(try await problems(of: store) == [])
            return try await store.database.read { try $0.first("SELECT answered_at FROM runs WHERE run_id = \(run)") { try $0.optionalText() } } ?? nil
        }
        #expect(try await answeredAt(store) == nil)
        let second = try await store.state.askHuman(about: phase, reason: .criticalError)
        try await store.state.resolveIntervention(question, .resume, expiresAt: store.clock.now + .seconds(60))
        #expect(try await answeredAt(store) == nil)
        try await store.state.resolveIntervention(second, .resume)
        let answered = try #require(try await answeredAt(store))
        // Another store gets it too.
        let other = try await Store()
        try await other.importRun(try await store.exported(run))
        #expect(try await answeredAt(other) == answered)
        // One more question is asked while the run is paused, and an answer lapses.
        try await store.state.askHuman(about: phase, reason: .criticalError)
        #expect(try await answeredAt(store) == answered)
        let third = try #require(await store.state.interventions(of: run, pendingOnly: true).first)
        try await store.state.resolveIntervention(third.id, .resume)
        #expect(try await answeredAt(store) != answered)
        store.clock.advance(by: .seconds(60))
        #expect(try await store.state.expireInterventions(of: run) == [question])
        #expect(try await answeredAt(store) == nil)
        // What a person pauses waits for that person, whatever is answered.
        let again = try #require(await store.state.interventions(of: run, pendingOnly: true).first)
        try await store.state.resolveIntervention(again.id, .resume)
        #expect(try await answeredAt(store) != nil)
        try await store.state.resumeRun(run)
        try await store.state.pauseRun(run, reason: .userRequested)
        let last = try await store.state.askHuman(about: phase, reason: .criticalError)
        try await store.state.resolveIntervention(last, .resume)
        #expect(try await answeredAt(store) == nil)
    }

    @Test func namesARowThatNobodyTells() async throws {
        let (store, run) = try await store()
        let phase = try await store.state.phases(of: run)[0].id
        try await store.database.write { connection in
            let revision = SpecRevision(
                phaseID: phase, revision: 2, artifactID: .init(at: .init(microsecondsSinceEpoch: 0)), sha256: "", author: "x",
                createdAt: .init(microsecondsSinceEpoch: 0))
            try connection.insert(revision)
        }
        let found = try await problems(of: store)
        #expect(found.map(\.kind) == [.unexpectedRow] && found[0].entity == .specRevision && found[0].id == "\(phase) 2")
    }

    /// What is said of a finding by the last event that tells of it counts, column by column.
    @Test func comparesFindingsWithTheLastThatWasTold() async throws {
        let (store, run) = try await store()
        let findings = try await store.state.findings(FindingFilter(run: run))
        try await store.state.resolveFinding(findings[0].id)
        try await store.state.waiveFinding(findings[1].id, reason: "known")
        #expect(try await problems(of: store) == [])
        for (statement, column) in [
            ("UPDATE findings SET resolved = 0 WHERE finding_id = '\(findings[0].id)'", "resolved"),
            ("UPDATE findings SET waive_reason = 'mallory' WHERE finding_id = '\(findings[1].id)'", "waive_reason"),
        ] {
            try await store.database.write { _ = try $0.execute(SQLStatement(text: statement)) }
            #expect(try await problems(of: store).contains { $0.entity == .finding && $0.problem == "\(column) is not what events tell" })
        }
        #expect(try await problems(of: store).map(\.kind) == [.changedRow, .changedRow])
    }

    @Test func namesFindingsThatBelongToAnotherRun() async throws {
        let (store, run) = try await store()
        let other = try #require(try await store.state.runs().runs.first { $0.id != run })
        func found() async throws -> Set<String> { Set(try await problems(of: store).map { "\($0.kind.rawValue) \($0.run)" }) }
        try await store.database.write { _ = try $0.execute("UPDATE findings SET run_id = \(other.id) WHERE title = 'a'") }
        #expect(try await found() == ["changed_row \(run)"])
        let phase = try #require(try await store.state.phases(of: other.id).first).id
        try await store.state.startPhase(phase)
        let execution = try await store.startExecution(of: phase)
        try await store.database.write { _ = try $0.execute("UPDATE findings SET execution_id = \(execution) WHERE title = 'a'") }
        #expect(try await found() == ["missing_row \(run)", "unexpected_row \(other.id)"])
    }

    @Test func namesWhatBecameOfFiles() async throws {
        let (store, run) = try await store()
        let artifacts = try await store.state.artifacts(of: run)
        let paths = try artifacts.map { try store.state.files.location(of: $0.path) }
        try await store.loseContent(of: artifacts[0])
        try await store.changeContent(of: artifacts[1], to: "another text")
        let found = try await problems(of: store, run)
        #expect(found.map(\.kind) == [.missingArtifact, .changedArtifact])
        #expect(found.map(\.id) == artifacts.map(\.id.description))
        try FileManager.default.createSymbolicLink(atPath: paths[0], withDestinationPath: "/etc/hostname")
        // A file that is but a copy is not looked at.
        let first = store.database.dialect.keepsContents ? StoreProblem.Kind.missingArtifact : .unreadableArtifact
        #expect(try await problems(of: store, run).map(\.kind) == [first, .changedArtifact])
    }

    /// What is changed in that of which lists are read, and what is found.
    private static let listChanges: [(statement: String, found: [String])] = [
        ("DELETE FROM run_terms WHERE term = 'wb'", ["wrong_terms: it is not found by 1 of its words and labels"]),
        (
            "INSERT INTO run_terms (term, position) SELECT 'wmallory', position FROM runs WHERE run_id = 'RUN'",
            ["wrong_terms: it is found by 1 words or labels that it does not have"]
        ),
        (
            "UPDATE run_terms SET term = 'wmallory' WHERE term = 'wb'",
            [
                "wrong_terms: it is not found by 1 of its words and labels",
                "wrong_terms: it is found by 1 words or labels that it does not have",
            ]
        ),
        ("INSERT INTO run_terms (term, position) VALUES ('wmallory', 1)", ["wrong_terms: 1 entries of words or labels belong to no run"]),
    ]

    @Test(arguments: listChanges.indices)
    func namesWhatListsAreReadFromWhereItIsNotWhatRowsGive(index: Int) async throws {
        let (statement, expected) = Self.listChanges[index]
        let (store, run) = try await store()
        try await store.database.write { _ = try $0.execute(SQLStatement(text: statement.replacing("RUN", with: run.description))) }
        let found = try await problems(of: store)
        #expect(found.map { "\($0.kind.rawValue): \($0.problem)" } == expected)
        #expect(found.allSatisfy { $0.run.isEmpty || $0.run == run.description })
    }

    @Test func namesARunThatStandsAtThePlaceOfAnotherTime() async throws {
        let (store, run) = try await store()
        try await store.database.write { connection in
            let ofRun: SQLStatement = "position = (SELECT position FROM runs WHERE run_id = \(run))"
            try connection.execute("UPDATE run_terms SET position = position - 5000000 WHERE \(ofRun)")
            try connection.execute("UPDATE runs SET position = position - 5000000 WHERE run_id = \(run)")
        }
        let found = try await problems(of: store)
        #expect(found.map(\.kind) == [.wrongPosition] && found[0].run == run.description)
    }

    @Test func tellsOneBreachOfARunAndGoesOnWithTheNext() async throws {
        let (store, run) = try await store()
        try await store.database.write { connection in
            _ = try connection.execute("UPDATE events SET payload = '{\"a\":1}' WHERE sequence > 1")
            _ = try connection.execute("UPDATE runs SET title = 'another' WHERE run_id <> \(run)")
        }
        #expect(try await problems(of: store).map { "\($0.kind.rawValue) \($0.id)" } == ["broken_link 2", "broken_link 2"])
    }
}
