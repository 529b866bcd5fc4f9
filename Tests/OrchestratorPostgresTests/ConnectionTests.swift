import OrchestratorDatabase
import OrchestratorTestKit
import Testing

@testable import OrchestratorPostgres

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Connections that are lost, cancelled, shared and refused.
@Suite struct ConnectionTests {
    @Test func saysOfALostConnectionThatItIsOutOfReach() async throws {
        try await Server.with { server in
            let error = await databaseError {
                _ = try await server.database.write { connection in
                    try connection.execute("INSERT INTO things (id, name) VALUES (1, 'one')")
                    Signals.end(Int32(try connection.backend()))
                    try connection.execute("INSERT INTO things (id, name) VALUES (2, 'two')")
                }
            }
            #expect(error?.kind == .unavailable)
            #expect(try await server.names().isEmpty)
            try await server.add(3, "three")
            #expect(try await server.names() == ["three"])
        }
    }

    @Test func makesANewConnectionWhereAnIdleOneWasLost() async throws {
        var tuning = PostgresTuning()
        tuning.connections = 1
        try await Server.with(tuning) { server in
            for id in 0..<3 {
                let backend = try await server.database.read { try $0.backend() }
                try await server.terminate(backend)
                if id == 1 { _ = try await server.names() } else { try await server.add(id, "\(id)") }
            }
            #expect(try await server.names() == ["0", "2"])
        }
    }

    @Test func cancelsTheStatementOfATaskThatIsCancelled() async throws {
        try await Server.with { server in
            let backend = Shared(0)
            let task = Task {
                try await server.database.read { connection in
                    backend.set(try connection.backend())
                    _ = try connection.first("SELECT pg_sleep(600)") { try $0.next() }
                }
            }
            try await server.waitUntil("it did not begin") { backend.value != 0 }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            let other = try await TestServer.shared()
            let number = backend.value
            try await server.waitUntil("the server goes on with it") {
                try await other.read {
                    try $0.first("SELECT COUNT(*) FROM pg_stat_activity WHERE pid = \(number) AND state = 'active'") { try $0.integer() } == 0
                }
            }
            try await server.add(1, "one")
        }
    }

    @Test(.timeLimit(.minutes(2))) func cancelsAStatementThatBeginsAfterTheTaskWasCancelled() async throws {
        try await Server.with { server in
            let (isBetween, isCancelled) = (Shared(false), Shared(false))
            let task = Task {
                try await server.database.read { connection in
                    _ = try connection.backend()
                    isBetween.set(true)
                    while !isCancelled.value { poll(nil, 0, 1) }
                    _ = try connection.first("SELECT pg_sleep(600)") { try $0.next() }
                }
            }
            try await server.waitUntil("it did not begin") { isBetween.value }
            task.cancel()
            isCancelled.set(true)
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }

    @Test func cancelsOneThatWaitsForAConnection() async throws {
        var tuning = PostgresTuning()
        tuning.connections = 1
        try await Server.with(tuning) { server in
            let (isInside, mayEnd) = (Shared(false), Shared(false))
            async let holding: Void = server.database.write { connection in
                isInside.set(true)
                while !mayEnd.value { _ = try connection.first("SELECT pg_sleep(0.005)") { try $0.next() } }
            }
            try await server.waitUntil("it did not begin") { isInside.value }
            let task = Task { try await server.add(1, "one") }
            try await server.waitUntil("it does not wait") { server.database.pool.backlog == 1 }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            mayEnd.set(true)
            try await holding
            #expect(try await server.names().isEmpty)
        }
    }

    @Test func letsACancelledTaskCleanUp() async throws {
        try await Server.with { server in
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                try await server.add(1, "one")
            }
            try await task.value
            #expect(try await server.names() == ["one"])
        }
    }

    @Test func opensNoMoreConnectionsThanItMay() async throws {
        var tuning = PostgresTuning()
        tuning.connections = 3
        try await Server.with(tuning) { server in
            let backends = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<40 {
                    group.addTask {
                        try await server.database.read { connection in
                            _ = try connection.first("SELECT pg_sleep(0.002)") { try $0.next() }
                            return try connection.backend()
                        }
                    }
                }
                return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
            }
            #expect(backends.count == 3)
            #expect(server.database.pool.connections == 3)
        }
    }

    @Test func givesConnectionsBackThatNobodyUses() async throws {
        var tuning = PostgresTuning()
        tuning.idleTime = .milliseconds(1)
        try await Server.with(tuning) { server in
            try await server.add(1, "one")
            try await server.waitUntil("a connection is kept") { server.database.pool.connections == 0 }
            #expect(try await server.names() == ["one"])
        }
    }

    @Test func preparesAStatementOnceForAConnection() async throws {
        var tuning = PostgresTuning()
        tuning.connections = 1
        try await Server.with(tuning) { server in
            for id in 0..<5 { try await server.add(id, "x") }
            func count() async throws -> Int? {
                try await server.database.read {
                    try $0.first("SELECT COUNT(*) FROM pg_prepared_statements WHERE statement LIKE 'INSERT INTO things%'") { try $0.integer() }
                }
            }
            #expect(try await count() == 1)
            // More texts than are kept.
            for number in 0..<300 { _ = try await server.database.read { try $0.all(SQLStatement(text: "SELECT \(number)")) { try $0.integer() } } }
            let kept = try await server.database.read { try $0.first("SELECT COUNT(*) FROM pg_prepared_statements") { try $0.integer() } ?? 0 }
            #expect(kept <= 256)
            try await server.add(7, "x")
            #expect(try await count() == 1)
        }
    }

    @Test func goesOnWithStatementsWhoseTablesHaveChanged() async throws {
        var tuning = PostgresTuning()
        tuning.connections = 1
        try await Server.with(tuning) { server in
            try await server.add(1, "one")
            let query: SQLStatement = "SELECT * FROM things"
            func columns() async throws -> Int? {
                try await server.database.read {
                    try $0.first(query) { row in
                        var count = 0
                        while (try? row.next()) != nil { count += 1 }
                        return count
                    }
                }
            }
            #expect(try await columns() == 2)
            let other = try await PostgresDatabase.open(server.url)
            _ = try await other.write { try $0.execute("ALTER TABLE things ADD COLUMN more TEXT") }
            try await other.close()
            #expect(try await columns() == 3)
            // The server may also have forgotten them.
            _ = try await server.database.read { try $0.execute("DEALLOCATE ALL") }
            #expect(try await columns() == 3)
        }
    }
}
