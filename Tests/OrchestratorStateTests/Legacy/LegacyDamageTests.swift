import OrchestratorDatabase
import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// Rows that the Python program never checked: all of them arrive, and what had to change is told.
@Suite struct LegacyDamageTests {
    private static let phase = "00000002-0000-4000-8000-00000000000"
    private static let run = "00000001-0000-4000-8000-00000000000"
    private static let execution = "00000003-0000-4000-8000-00000000000"

    /// The problems of rows, besides those of the small database itself.
    private func problems(_ state: StateManager) async throws -> [String] {
        let usual: Set = [
            "its execution is gone", "completed_phases was 2, and there are 1", "plan_json is not JSON: it was wrapped as text",
            "its phase is gone: it belongs to the run alone", "metadata is not JSON: it was wrapped as text",
        ]
        return try await state.unplacedRows().rows.map(\.problem).filter { !usual.contains($0) }
    }

    @Test(arguments: [
        ("UPDATE runs SET status = 'jumped' WHERE run_id = '\(run)3'", "status is 'jumped': taken as failed"),
        ("UPDATE runs SET status = NULL WHERE run_id = '\(run)3'", "status is missing: taken as failed"),
        ("UPDATE runs SET created_at = 'yesterday' WHERE run_id = '\(run)3'", "created_at is 'yesterday', which is no time"),
        ("UPDATE runs SET total_phases = 7 WHERE run_id = '\(run)1'", "total_phases was 7, and there are 3"),
        ("UPDATE runs SET current_phase_id = 'gone' WHERE run_id = '\(run)1'", "current_phase_id names a phase that is gone"),
        ("UPDATE runs SET config_snapshot = '{oops' WHERE run_id = '\(run)1'", "config_snapshot is not JSON: it was wrapped as text"),
        ("UPDATE runs SET config_snapshot = '[1]' WHERE run_id = '\(run)1'", "config_snapshot is no JSON object: it was wrapped as text"),
        ("UPDATE runs SET repo_path = NULL WHERE run_id = '\(run)1'", "repo_path is missing"),
        ("UPDATE runs SET branch = CAST(x'ff00' AS TEXT) WHERE run_id = '\(run)1'", "branch holds characters that are no text, which were replaced"),
        ("UPDATE phases SET title = '' WHERE phase_id = '\(phase)1'", "title is empty"),
        ("UPDATE phases SET size = 'huge' WHERE phase_id = '\(phase)1'", "size is 'huge': taken as medium"),
        ("UPDATE phases SET retry_count = -1 WHERE phase_id = '\(phase)1'", "retry_count is '-1': taken as 0"),
        (
            "UPDATE phases SET phase_number = 1 WHERE phase_id = '\(phase)2'",
            "phase_number is '1', which is missing, no number, too great or taken: it is phase 4 here"
        ),
        ("UPDATE phases SET retry_count = 9223372036854775807 WHERE phase_id = '\(phase)1'", "retry_count is '9223372036854775807': taken as 0"),
        ("UPDATE phases SET max_retries = 9223372036854775807 WHERE phase_id = '\(phase)1'", "max_retries is '9223372036854775807': taken as 3"),
        (
            "UPDATE phases SET phase_number = 9223372036854775807 WHERE phase_id = '\(phase)1'",
            "phase_number is '9223372036854775807', which is missing, no number, too great or taken: it is phase 4 here"
        ),
        (
            "UPDATE phases SET phase_number = -9223372036854775808 WHERE phase_id = '\(phase)1'",
            "phase_number is '-9223372036854775808', which is missing, no number, too great or taken: it is phase 4 here"
        ),
        (
            "UPDATE executions SET pass_number = 9223372036854775807 WHERE execution_id = '\(execution)3'",
            "pass_number is '9223372036854775807', which is missing, no number, too great or taken: it is pass 4 here"
        ),
        (
            "UPDATE executions SET pass_number = 1 WHERE execution_id = '\(execution)3'",
            "pass_number is '1', which is missing, no number, too great or taken: it is pass 4 here"
        ),
        ("UPDATE executions SET status = 'hung' WHERE execution_id = '\(execution)3'", "status is 'hung': taken as failed"),
        ("UPDATE executions SET status = 'running' WHERE execution_id = '\(execution)5'", "status is 'running' in a run that has ended: taken as interrupted"),
        ("UPDATE executions SET execution_mode = 'x' WHERE execution_id = '\(execution)3'", "execution_mode is 'x': taken as direct"),
        ("UPDATE findings SET severity = 'blocker' WHERE execution_id = '\(execution)1' AND severity = 'major'", "severity is 'blocker': taken as medium"),
        ("UPDATE findings SET category = 'style' WHERE execution_id = '\(execution)1' AND severity = 'major'", "category is 'style': taken as custom"),
        ("UPDATE artifacts SET artifact_type = 'dump' WHERE file_path = 'p1/spec.md'", "artifact_type is 'dump': taken as findings_report"),
        ("UPDATE manual_interventions SET reason = 'mood'", "reason is 'mood': taken as critical_error"),
        ("UPDATE manual_interventions SET action_taken = 'retry'", "action_taken is 'retry', which is no answer here"),
        (
            "ALTER TABLE findings ADD COLUMN cwe TEXT; UPDATE findings SET cwe = '79' WHERE title = 'Finding 0 of pass 1' AND execution_id = '\(execution)1'",
            "column cwe has no place here"
        ),
        ("CREATE TABLE notes (text TEXT); INSERT INTO notes VALUES ('mine')", "a table that is not known: it was left as it is"),
        ("UPDATE manual_interventions SET phase_id = '\(phase)4'", "it is not answered in a run that has ended: taken as expired"),
        ("UPDATE findings SET execution_id = NULL WHERE title = 'Finding 0 of pass 1' AND execution_id = '\(execution)1'", "it names no execution"),
        ("INSERT INTO runs (run_id, status) VALUES (NULL, 'paused')", "it has no identity"),
    ])
    func reportsWhatHadToChange(sql: String, problem: String) async throws {
        let fixture = try LegacyFixture(sql)
        try await fixture.taken { state in
            #expect(try await problems(state) == [problem])
            #expect(try await state.check().isSound)
            #expect(try await state.wrongCounters() == [])
            #expect(try await state.runs().runs.count == 3)
            for run in try await state.runs().runs {
                #expect(try await state.document(of: run.id, at: run.lastEvent) == (try await state.document(of: run.id)))
            }
        }
    }

    @Test func keepsWhatHangsOnARowThatIsGone() async throws {
        let fixture = try LegacyFixture("DELETE FROM runs WHERE run_id = '\(Self.run)2'; DELETE FROM phases WHERE phase_id = '\(Self.phase)2'")
        try await fixture.taken { state in
            let rows = Dictionary(grouping: try await state.unplacedRows(limit: 10_000).rows, by: \.table).mapValues(\.count)
            // Run 2 had a phase with a pass, phase 2 had three passes and a question; each pass had three findings.
            #expect(rows["phases"] == 2 && rows["executions"] == 4 && rows["findings"] == 13 && rows["manual_interventions"] == 1)
            #expect(try await state.runs().runs.count == 2)
            #expect(try await state.check().isSound)
        }
    }

    @Test func givesIdentitiesToRowsThatHaveOthers() async throws {
        let fixture = try LegacyFixture(
            """
            UPDATE runs SET run_id = 'run-one' WHERE run_id = '\(Self.run)1'; UPDATE phases SET run_id = 'run-one' WHERE run_id = '\(Self.run)1';
            UPDATE artifacts SET run_id = 'run-one';
            """)
        try await fixture.taken { state in
            #expect(try await problems(state) == ["the identity is no UUID in lower case: another one was made of it"])
            let run = try #require(try await state.runs(RunFilter(statuses: [.paused])).runs.first)
            #expect(run.id == LegacyIdentity.identifier(of: "runs", "run-one"))
            #expect(try await state.document(of: run.id)?.phases.map(\.executions.count) == [1, 3, 0])
        }
    }

    @Test func turnsDependenciesOfPlansIntoRows() async throws {
        let fixture = try LegacyFixture(
            """
            UPDATE phases SET plan_json = '{"dependencies": ["Schema", 9], "owner": "ann"}' WHERE phase_id = '\(Self.phase)3';
            UPDATE phases SET plan_json = '{"dependencies": [1]}' WHERE phase_id = '\(Self.phase)2';
            """)
        try await fixture.taken { state in
            let phases = try await state.phases(of: LegacyFixture.id(1, 1))
            #expect(phases.map(\.dependencies) == [[], [1], [1]])
            #expect(phases[2].plan.other == ["dependencies": ["Schema", 9], "owner": "ann"])
        }
    }

    /// What is done for a number of a row takes as long for a great one as for a small one.
    @Test func keepsGreatNumbersAndFindsCirclesAmongThem() async throws {
        let fixture = try LegacyFixture(
            """
            UPDATE phases SET phase_number = 1000000000 WHERE phase_id = '\(Self.phase)1';
            UPDATE phases SET phase_number = 999999999, plan_json = '{"dependencies": [1000000000]}' WHERE phase_id = '\(Self.phase)2';
            UPDATE phases SET phase_number = 9223372036854775807, plan_json = '{"dependencies": [999999999]}' WHERE phase_id = '\(Self.phase)3';
            """)
        try await fixture.taken { state in
            let phases = try await state.phases(of: LegacyFixture.id(1, 1))
            #expect(phases.map(\.number) == [1, 999_999_999, 1_000_000_000])
            #expect(phases.map(\.dependencies) == [[999_999_999], [1_000_000_000], []])
            _ = try await state.statistics()
        }
        let circle = try LegacyFixture(
            """
            UPDATE phases SET phase_number = 1000000000, plan_json = '{"dependencies": [2]}' WHERE phase_id = '\(Self.phase)1';
            UPDATE phases SET plan_json = '{"dependencies": [1000000000]}' WHERE phase_id = '\(Self.phase)2';
            """)
        try await circle.taken { state in
            let phases = try await state.phases(of: LegacyFixture.id(1, 1))
            #expect(phases.map(\.dependencies) == [[], [], []])
        }
    }

    @Test func givesNumbersBehindTheOthersAsLongAsThereAreAny() {
        var numbers = LegacyNumbers()
        var taken: [Int64] = []
        for number in [1, 7, 7, 0, -1, Int64(Limits.number) + 1, .max, .min] where numbers.take(number) { taken.append(number) }
        #expect(taken == [1, 7])
        var others = [numbers.next(), numbers.next()]
        _ = numbers.take(Int64(Limits.number))
        for _ in 0..<3 { others.append(numbers.next()) }
        #expect(others == [8, 9, 2, 3, 4])
    }

    @Test(arguments: [
        ("2025-03-01 08:01:07.123456", "2025-03-01T06:01:07.123456Z"), ("2025-03-01 08:01:07", "2025-03-01T06:01:07Z"),
        ("2025-03-01T08:01:07.5", "2025-03-01T06:01:07.5Z"), ("2025-03-01", "2025-02-28T22:00:00Z"),
        ("2025-03-01 08:01:07Z", "2025-03-01T08:01:07Z"), ("2025-03-01 08:01:07.25+05:30", "2025-03-01T02:31:07.25Z"),
        ("1969-12-31 23:59:59.5", "1969-12-31T21:59:59.5Z"),
    ])
    func readsTimes(text: String, expected: String) {
        #expect(LegacyZone(name: "Test/Two") { _ in 7200 }.time(text) == Timestamp(expected))
    }

    @Test(arguments: ["", "now", "2025-13-01 00:00:00", "2025-02-30", "1740787267", "2025-03-01 25:00:00"])
    func readsNoTimeInOtherTexts(text: String) {
        #expect(LegacyZone(name: "Test/Two") { _ in 7200 }.time(text) == nil)
    }
}
