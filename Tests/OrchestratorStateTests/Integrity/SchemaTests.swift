import OrchestratorDatabase
import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// What is found when something else has changed tables, columns or indexes.
@Suite(.everyEngine) struct SchemaTests {
    private func changed(_ statement: String) async throws -> Store {
        let store = try await Store()
        _ = try await store.running()
        try await store.database.write { _ = try $0.execute(SQLStatement(text: statement)) }
        return store
    }

    /// What `check` and `verify` say, which must be the same.
    private func problems(of store: Store) async throws -> [String] {
        let check = try await store.state.check()
        var found: [String] = []
        let report = try await store.state.verify {
            #expect($0.kind == .damagedSchema)
            found.append($0.problem)
        }
        #expect(report.problems == found.count && check.schemaProblems == found)
        #expect(check.isSound == (found.isEmpty && check.integrityProblems.isEmpty))
        return found
    }

    private static let damages: [(statement: String, found: String)] = [
        ("DROP TABLE findings", "the table findings is missing"), ("DROP TABLE events", "the table events is missing"),
        ("DROP TABLE takeovers", "the table takeovers is missing"), ("DROP TABLE unplaced_rows", "the table unplaced_rows is missing"),
        ("ALTER TABLE run_terms RENAME TO words", "the table run_terms is missing"),
        ("ALTER TABLE findings DROP COLUMN suggested_fix", "the column suggested_fix of the table findings is missing"),
        ("ALTER TABLE phases RENAME COLUMN intent TO purpose", "the column intent of the table phases is missing"),
    ]

    @Test(arguments: damages.indices) func namesTablesAndColumnsThatAreMissing(index: Int) async throws {
        let (statement, expected) = Self.damages[index]
        let store = try await changed(statement)
        #expect(try await problems(of: store) == [expected])
        #expect(try await store.state.check().isDamaged)
    }

    @Test func namesIndexesThatAreMissingOrOthersAndHowTheyAreMade() async throws {
        let store = try await changed("DROP INDEX runs_by_status")
        let creation = "CREATE INDEX runs_by_status ON runs (status, position)"
        #expect(try await problems(of: store) == ["the index runs_by_status is missing: make it with \(creation)"])
        // On the test's server, which makes nothing durable, there are other problems too.
        #expect(try await !store.state.check().isDamaged)
        try await store.database.write { _ = try $0.execute("CREATE INDEX runs_by_status ON runs (status)") }
        #expect(try await problems(of: store) == ["the index runs_by_status is another one: drop it, and make it with \(creation)"])
        try await store.database.write {
            _ = try $0.execute("DROP INDEX runs_by_status")
            _ = try $0.execute(SQLStatement(text: creation))
        }
        #expect(try await problems(of: store) == [])
    }

    /// The rest is looked at all the same.
    @Test func verifiesTheRowsWhereOnlyAnIndexIsMissing() async throws {
        let store = try await changed("DROP INDEX runs_waiting")
        try await store.database.write { _ = try $0.execute("UPDATE runs SET title = 'another'") }
        var kinds: [StoreProblem.Kind] = []
        _ = try await store.state.verify { kinds.append($0.kind) }
        #expect(kinds == [.damagedSchema, .changedRow])
    }

    @Test func namesColumnsAndKeysThatAreNotAsTheyWereMade() async throws {
        // In SQLite a table can't be changed so: another one takes its place.
        let store = try await Store()
        try await store.database.write { connection in
            try connection.execute("DROP TABLE workers")
            let columns = Tables.workers.columns.filter { $0.name != "labels" }.map { $0.name == "host" ? .init("host", .integer, optional: true) : $0 }
            let other = TableDefinition("workers", primaryKey: ["started_at", "worker_id"], columns: columns)
            for statement in other.creation(in: connection.dialect) { try connection.execute(statement) }
        }
        let integer = store.database.dialect == .sqlite ? "INTEGER" : "BIGINT"
        #expect(
            try await problems(of: store) == [
                "the column host of the table workers is \(integer), and was made as TEXT NOT NULL", "the column labels of the table workers is missing",
                "nothing keeps the rows of the table workers unique by worker_id",
            ])
    }

    @Test(arguments: ["CREATE TABLE notes (id INTEGER)", "ALTER TABLE runs ADD COLUMN note TEXT", "CREATE INDEX runs_by_title ON runs (title)"])
    func letsBeWhatSomebodyHasAdded(statement: String) async throws {
        let store = try await changed(statement)
        #expect(try await problems(of: store) == [])
        #expect(try await store.state.createRun(.sample()).run.status == .planning)
    }

    @Test func saysOfAStatementThatMissesSomethingThatItIsTheSchema() async throws {
        for statement in ["DROP TABLE findings", "ALTER TABLE findings DROP COLUMN suggested_fix"] {
            let store = try await changed(statement)
            let run = try #require(await store.state.runs().runs.first).id
            await #expect { _ = try await store.state.findings(FindingFilter(run: run)) } throws: { ($0 as? DatabaseError)?.kind == .schema }
            let phase = try #require(await store.state.phases(of: run).first).id
            let execution = try #require(await store.state.executions(of: phase).first).id
            await #expect {
                _ = try await store.state.addFindings([.sample()], to: execution)
            } throws: {
                ($0 as? DatabaseError)?.kind == .schema
            }
        }
    }
}
