import Foundation
import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// Runs that the Python program exported as JSON.
@Suite struct LegacyImportTests {
    private let zone = LegacyZone(name: "Test/Two") { _ in 7200 }

    private func read(_ text: String, into store: Store, dryRun: Bool = false) async throws -> ImportReport {
        try store.directory.write(Array(text.utf8), to: "legacy.json")
        return try await store.state.importRun(fromFile: store.directory.path("legacy.json"), dryRun: dryRun, zone: zone)
    }

    private func problems(_ text: String) async throws -> [ImportProblem] {
        let store = try await Store()
        do {
            _ = try await read(text, into: store)
            return []
        } catch let problems as ImportProblems {
            #expect(try await store.state.latestRun() == nil)
            #expect(try await store.state.unplacedRows().rows.isEmpty)
            return problems.problems
        }
    }

    /// The database and the JSON of the same run give the same, but for what is computed from the text of the rows.
    @Test(arguments: 1...3) func givesWhatTheDatabaseGives(number: Int) async throws {
        let fixture = try LegacyFixture()
        let text = try fixture.exported(number)
        let store = try await Store()
        let report = try await read(text, into: store)
        #expect(report.isLegacy && report.run.id == LegacyFixture.id(1, number))
        #expect(report.notes.first == "local times were read as Test/Two")
        let imported = try #require(try await store.state.document(of: report.run.id))
        try await fixture.taken { state in
            var taken = try #require(try await state.document(of: report.run.id))
            taken.run.draftDigest = imported.run.draftDigest
            taken.run.lastEventHash = imported.run.lastEventHash
            #expect(imported == taken)
            let expected = try await state.unplacedRows().rows.filter { row in
                // What hangs on nothing is in no export.
                row.problem != "its execution is gone" && row.document["run_id"] == .string(report.run.id.description)
            }
            #expect(try await store.state.unplacedRows().rows.map(\.problem) == expected.map(\.problem))
        }
        #expect(try await store.state.document(of: report.run.id, at: 1) == imported)
        #expect(try await store.state.wrongCounters() == [])
        var found: [StoreProblem] = []
        _ = try await store.state.verify(report.run.id) { found.append($0) }
        #expect(found == [])
        #expect(try await store.state.events(of: report.run.id).map(\.kind) == [.runTakenOver])
    }

    @Test func isExportedAndReadAgainByteForByte() async throws {
        let (store, other) = (try await Store(), try await Store())
        let run = try await read(try LegacyFixture().exported(1), into: store).run.id
        let text = try await store.exported(run)
        try ExportJudge.expectValid([text])
        try await other.importRun(text)
        #expect(try await other.exported(run) == text)
    }

    @Test func takesQuestionsThatStandAnywhere() async throws {
        let text = try LegacyFixture().exported(1, withInterventions: false)
        let question = """
            {"intervention_id": "00000006-0000-4000-8000-000000000001", "phase_id": "00000002-0000-4000-8000-000000000002",
             "created_at": "2025-03-01T08:40:07", "reason": "max_retries_exceeded", "action_taken": null, "notes": null, "resolved_at": null}
            """
        let store = try await Store()
        let last = try #require(text.lastIndex(of: "}"))
        _ = try await read(text[..<last] + ", \"manual_interventions\": [\(question)]}", into: store)
        let pending = try await store.state.interventions(of: LegacyFixture.id(1, 1), pendingOnly: true)
        #expect(pending.map(\.id) == [LegacyFixture.id(6, 1)] && pending.map(\.phaseID) == [LegacyFixture.id(2, 2)])
    }

    @Test func keepsWhatHasNoPlaceAndSaysSo() async throws {
        let text = try LegacyFixture().exported(1)
            .replacing("\"run\": {", with: "\"exported_by\": \"ann\", \"run\": {\"colour\": {\"r\": [1]},")
            .replacing("\"severity\": \"major\"", with: "\"severity\": \"blocker\"")
            .replacing("\"executions\": [", with: "\"summary\": {\"passes\": 1}, \"executions\": [")
            .replacing("\"phase_id\": \"00000002-0000-4000-8000-000000000003\"", with: "\"phase_id\": null")
        let store = try await Store()
        let report = try await read(text.replacing("{\"r\": [1]}", with: "7"), into: store)
        let rows = try await store.state.unplacedRows().rows
        #expect(Set(report.notes.dropFirst()) == Set(rows.map { "\($0.table) \($0.id): \($0.problem)" }))
        #expect(rows.contains { $0.table == "document" && $0.id == "exported_by" && $0.document == ["exported_by": "ann"] })
        #expect(rows.contains { $0.id == "phases[1].summary" && $0.document == ["summary": ["passes": 1]] })
        #expect(rows.contains { $0.table == "runs" && $0.document["colour"] == 7 && $0.problem.contains("column colour has no place here") })
        #expect(rows.count { $0.problem == "severity is 'blocker': taken as medium" && $0.document["severity"] == "blocker" } == 4)
        let lost = try #require(rows.first { $0.problem == "it has no identity" })
        #expect(lost.table == "phases" && lost.document["title"] == "Page")
        #expect(try await store.state.phases(of: report.run.id).count == 2)
    }

    @Test func givesOtherNumbersInThePlaceOfImpossibleOnes() async throws {
        let text = try LegacyFixture().exported(1).replacing(/"(phase|pass)_number": \d+/) { "\"\($0.1)_number\": 9223372036854775807" }
        let store = try await Store()
        let report = try await read(text, into: store)
        let phases = try await store.state.phases(of: report.run.id)
        #expect(phases.map(\.number) == [1, 2, 3])
        let passes = try await store.state.document(of: report.run.id)?.phases.map { $0.executions.map(\.execution.passNumber) }
        #expect(passes == [[1], [1, 2, 3], []])
        let told = report.notes.filter { $0.contains("_number is '9223372036854775807', which is missing, no number, too great or taken: it is p") }
        #expect(told.count == 7)
    }

    @Test func keepsWhatHangsOnAPhaseWithoutAnIdentity() async throws {
        let text = try LegacyFixture().exported(2).replacing("\"phase_id\": \"00000002-0000-4000-8000-000000000004\"", with: "\"phase_id\": null")
        let store = try await Store()
        _ = try await read(text, into: store)
        let rows = Dictionary(grouping: try await store.state.unplacedRows().rows, by: \.table).mapValues { $0.map(\.problem) }
        #expect(rows["phases"] == ["it has no identity"] && rows["executions"] == ["its phase is gone"])
        #expect(rows["findings"] == Array(repeating: "its execution is gone", count: 3))
    }

    @Test func refusesTheSameRunTwiceAndWritesNothingOnTrial() async throws {
        let text = try LegacyFixture().exported(2)
        let store = try await Store()
        let trial = try await read(text, into: store, dryRun: true)
        #expect(trial.counts == [.run: 1, .phase: 1, .execution: 1, .finding: 3, .artifact: 2, .event: 1])
        #expect(try await store.state.latestRun() == nil)
        #expect(try await read(text, into: store).counts == trial.counts)
        let (before, unplaced) = (try await store.everything(of: trial.run.id), try await store.state.unplacedRows().rows)
        await #expect { _ = try await read(text, into: store) } throws: { ($0 as? StateError)?.isConflict == true }
        await #expect { _ = try await read(text, into: store, dryRun: true) } throws: { ($0 as? StateError)?.isConflict == true }
        #expect(try await store.everything(of: trial.run.id) == before)
        #expect(try await store.state.unplacedRows().rows == unplaced && !unplaced.isEmpty)
        // Deleted and read again it leaves no row a second time.
        try await store.state.deleteRun(trial.run.id)
        _ = try await read(text, into: store)
        #expect(try await store.state.unplacedRows().rows == unplaced)
    }

    @Test func refusesARunThatWasTakenOverWithItsDatabase() async throws {
        let fixture = try LegacyFixture()
        let text = try fixture.exported(1)
        try fixture.directory.write(Array(text.utf8), to: "run.json")
        try await fixture.taken { (state: StateManager) async throws in
            await #expect { _ = try await state.importRun(fromFile: fixture.directory.path("run.json")) } throws: {
                ($0 as? StateError)?.isConflict == true
            }
            #expect(try await state.unplacedRows().rows.count == 5)
        }
    }

    @Test(arguments: [
        ("\"severity\": \"major\"", "\"severity\": [\"major\"]", "phases[0].executions[0].findings[0].severity", "must be no list and no object"),
        ("\"findings\": [", "\"findings\": 7, \"more\": [", "", "must be a list"),
        ("\"execution\": {", "\"execution\": 1, \"was\": {", "phases[0].executions[0].execution", "must be an object"),
        ("\"artifacts\": [", "\"artefacts\": [", "artifacts", "is missing"),
        ("\"phase\": {", "\"fase\": {", "phases[0].phase", "is missing"),
        ("00000004-0000-4000-8000-00000000000b", "00000004-0000-4000-8000-00000000000a", "phases[0].executions[0].findings[1].finding_id", "is given twice"),
        ("\"run_id\": \"00000001-0000-4000-8000-000000000001\"", "\"run_id\": \"\"", "run.run_id", "is missing"),
        ("\"resolved\": true", "\"resolved\": NaN", "", "a value is missing"),
    ])
    func saysWhatIsWrongWhere(_ part: String, _ other: String, _ path: String, _ problem: String) async throws {
        let text = try LegacyFixture().exported(1)
        let first = try #require(text.firstRange(of: part))
        let problems = try await problems(text.replacingCharacters(in: first, with: other))
        let found = try #require(problems.first { $0.problem == problem }, "\(problems)")
        #expect(found.path == path && found.column >= 1)
        if problem != "is missing" { #expect(found.line == text[..<first.lowerBound].count { $0 == "\n" } + 1) }
    }

    @Test func listsAllProblemsInTheOrderOfTheDocument() async throws {
        let text = try LegacyFixture().exported(1)
            .replacing("\"status\": \"completed\"", with: "\"status\": {}").replacing("\"category\": \"build\"", with: "\"category\": []")
        let problems = try await problems(text)
        #expect(problems.count == 6)
        #expect(problems.map(\.line) == problems.map(\.line).sorted())
    }

    /// The control: what tells of a format of its own is no document of that program.
    @Test func leavesOtherDocumentsToTheOtherReader() async throws {
        let text = try LegacyFixture().exported(1)
        let problems = try await problems(text.replacing("\"run\": {", with: "\"format\": \"orchestrator-run\", \"run\": {"))
        #expect(problems.map(\.path) == ["version", "events"])
        let unknown = try await self.problems("{\"run\": {\"run_id\": \"x\"}, \"phases\": [], \"artifacts\": []}")
        #expect(unknown.map(\.path).contains("format"))
    }

    @Test func readsARunWithManyFindings() async throws {
        let fixture = try LegacyFixture()
        var text = try fixture.exported(2)
        let finding = try #require(text.firstRange(of: "\"findings\": ["))
        let many = (0..<5000).map { number in
            """
            {"finding_id": "\(LegacyFixture.id(9, number) as Finding.ID)", "execution_id": "00000003-0000-4000-8000-000000000005",
             "severity": "minor", "category": "lint", "title": "Finding \(number)", "description": "\(String(repeating: "ü", count: 100))",
             "evidence": "", "suggested_fix": null, "resolved": 1, "created_at": "2025-03-01 09:30:07"},
            """
        }
        text.replaceSubrange(finding, with: "\"findings\": [" + many.joined())
        let store = try await Store()
        let report = try await read(text, into: store)
        #expect(report.counts[.finding] == 5003)
        #expect(try await store.state.document(of: report.run.id, at: 1) == (try await store.state.document(of: report.run.id)))
    }
}

extension LegacyFixture {
    /// The run of that number, as the Python program exports it.
    func exported(_ number: Int, withInterventions: Bool = true) throws -> String {
        let run: Run.ID = Self.id(1, number)
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "export_legacy_run.py").path
        let output = Python.run([script, path, run.description] + (withInterventions ? ["--with-interventions"] : []), input: [])
        return String(decoding: try #require(output), as: UTF8.self)
    }
}
