import OrchestratorTestKit
import Testing

/// Many processes that begin with one database at the same instant (invariant 11).
@Suite(.timeLimit(.minutes(60))) struct ManyProcessTests {
    @Test func loseNothingAndSeeNoError() async throws {
        let directory = try TemporaryDirectory(inMemory: true)
        let reports = try await withThrowingTaskGroup(of: WorkerReport.self) { group in
            for _ in 0..<30 { group.addTask { try await WorkerProcess("share", in: directory).run() } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let acknowledged = reports.flatMap(\.acknowledged)
        #expect(reports.allSatisfy { $0.status == 0 && $0.errors == [] && $0.untyped == [] })
        #expect(acknowledged.count == 3000)
        let root = directory.path("root")
        #expect(try await StoreCheck(database: root + "/state.db", artifacts: root + "/artifacts").problems(acknowledged) == [])
        #expect(try directory.names().filter { $0.hasPrefix("root/") } == ["root/state.db"])
    }
}
