import OrchestratorDatabase
import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// A store that is copied to another engine, and back.
@Suite struct MoveTests {
    /// Lends a store of each engine, both with the same clock, the second with a directory of its own.
    private func with(_ body: (_ sqlite: Store, _ postgresql: Store) async throws -> Void) async throws {
        try await TestEngine.sqlite.run {
            let sqlite = try await Store()
            try await TestEngine.postgresql.run { try await body(sqlite, Store()) }
        }
    }

    @Test(arguments: 0..<4) func keepsEverythingThereAndBack(seed: Int) async throws {
        try await with { sqlite, postgresql in
            var history = try await RandomHistory(sqlite, seed: 7000 + seed)
            try await history.go(steps: 60)
            sqlite.machine.set(.dead)
            let before = try await exports(history.runs, of: sqlite)
            let move = try await sqlite.state.copy(to: postgresql.state)
            #expect(move.verification.problems == 0 && move.problems.isEmpty)
            #expect(move.rows["runs"] == history.runs.count && move.contents > 0)
            #expect(try await exports(history.runs, of: postgresql) == before)
            #expect(try await postgresql.state.statistics().runs == sqlite.state.statistics().runs)
            try await expectEqualPages(sqlite, postgresql)
            for run in history.runs {
                for artifact in try await sqlite.state.artifacts(of: run) {
                    #expect(try await postgresql.state.textOfArtifact(artifact.id) == sqlite.state.textOfArtifact(artifact.id))
                }
            }
            try await TestEngine.sqlite.run {
                let back = try await Store()
                postgresql.machine.set(.dead)
                let move = try await postgresql.state.copy(to: back.state)
                #expect(move.verification.problems == 0 && move.problems.isEmpty)
                #expect(try await exports(history.runs, of: back) == before)
                try await expectEqualPages(sqlite, back)
            }
        }
    }

    @Test func refusesWhileARunIsCarriedOut() async throws {
        try await with { sqlite, postgresql in
            let run = try await sqlite.executing().run
            let lease = try await sqlite.claim(run)
            await #expect { _ = try await sqlite.state.copy(to: postgresql.state) } throws: {
                if case .leaseHeld(let held, _) = $0 as? StateError { held == run } else { false }
            }
            #expect(try await postgresql.state.runs().runs.isEmpty)
            try await sqlite.state.release(lease)
            #expect(try await sqlite.state.copy(to: postgresql.state).verification.runs == 1)
        }
    }

    @Test func writesIntoAnEmptyStoreOnly() async throws {
        try await with { sqlite, postgresql in
            _ = try await sqlite.executing()
            let other = try await postgresql.executing().run
            await #expect { _ = try await sqlite.state.copy(to: postgresql.state) } throws: { ($0 as? StateError)?.isConflict == true }
            #expect(try await postgresql.state.runs().runs.map(\.id) == [other])
        }
    }

    /// What was interrupted has left nothing, and is done again.
    @Test(arguments: [false, true]) func leavesNothingWhereItDoesNotComeToItsEnd(isBack: Bool) async throws {
        try await with { sqlite, postgresql in
            let (source, target) = isBack ? (postgresql, sqlite) : (sqlite, postgresql)
            let run = try await source.executing().run
            let artifact = try await source.state.saveArtifact("text", .agentOutput, of: run)
            let interrupted = StateManager(
                database: InterruptedDatabase(database: target.database), files: target.state.files, actor: Store.actor, clock: target.clock,
                machine: target.machine)
            await #expect(throws: InterruptedDatabase.Interruption.self) { _ = try await source.state.copy(to: interrupted) }
            #expect(try await target.state.runs().runs.isEmpty)
            let move = try await source.state.copy(to: target.state)
            #expect(move.verification.problems == 0 && move.problems.isEmpty && move.contents == 1)
            #expect(try await target.state.textOfArtifact(artifact) == "text")
        }
    }

    /// A database whose writes are undone when all is written.
    private struct InterruptedDatabase: SQLDatabase {
        struct Interruption: Error {}

        let database: any SQLDatabase

        var dialect: SQLDialect { database.dialect }
        var location: String { database.location }

        func write<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value {
            try await database.write { connection in
                _ = try body(connection)
                throw Interruption()
            }
        }
        func read<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value {
            try await database.read(body)
        }
        func changes() -> AsyncStream<Void> { database.changes() }
        func close() async throws { try await database.close() }
        func backUp(to path: String) async throws { try await database.backUp(to: path) }
        func vacuum() async throws -> Int { try await database.vacuum() }
        func storageFacts() async throws -> [StorageFact] { try await database.storageFacts() }
    }

    @Test func copiesRowsWhoseContentIsLostAndSaysSo() async throws {
        try await with { sqlite, postgresql in
            let run = try await sqlite.executing().run
            let artifact = try #require(await sqlite.state.artifact(try await sqlite.state.saveArtifact("text", .agentOutput, of: run)))
            try await sqlite.loseContent(of: artifact)
            let move = try await sqlite.state.copy(to: postgresql.state)
            #expect(move.problems.count == 1 && move.contents == 0)
            #expect(move.verification.problems == 1)
        }
    }

    private func exports(_ runs: [Run.ID], of store: Store) async throws -> [String] {
        var texts: [String] = []
        for run in runs { texts.append(try await store.exported(run)) }
        return texts
    }

    /// What is derived from rows, and no part of exports.
    private func expectEqualPages(_ first: Store, _ second: Store) async throws {
        for filter in [RunFilter(), RunFilter(text: "dashboard"), RunFilter(labels: ["team": "web"])] {
            #expect(try await first.state.runs(filter).runs.map(\.id) == second.state.runs(filter).runs.map(\.id))
        }
    }
}
