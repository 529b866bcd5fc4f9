import OrchestratorDatabase
import OrchestratorTestKit
import Testing

@testable import OrchestratorPostgres

/// A commit whose answer is lost.
@Suite struct CommitTests {
    /// Ends the connection's process before it can commit.
    private static let cutter: @Sendable (Shared<Bool>) -> PostgresTuning = { isArmed in
        var tuning = PostgresTuning()
        tuning.willCommit = { backend in
            guard isArmed.value else { return }
            isArmed.set(false)
            Signals.end(backend)
        }
        return tuning
    }

    @Test func saysThatNothingWasChangedWhereTheServerUndidIt() async throws {
        let isArmed = Shared(false)
        try await Server.with(Self.cutter(isArmed)) { server in
            isArmed.set(true)
            let error = await databaseError { try await server.add(1, "one") }
            #expect(error?.kind == .unavailable)
            #expect(error?.message.contains("nothing was changed") == true)
            #expect(try await server.names().isEmpty)
            try await server.add(1, "again")
            #expect(try await server.names() == ["again"])
        }
    }

    @Test func findsOutThatItWasCommitted() async throws {
        try await Server.with { server in
            // A transaction that was committed, asked for as if its answer had been lost.
            let number = try await server.database.write { connection in
                try connection.execute("INSERT INTO things (id, name) VALUES (1, 'one')")
                return try connection.first("SELECT pg_current_xact_id()::text") { try $0.text() }
            }
            let session = try ServerSession(server.database.address, PostgresTuning())
            let lost = ServerFailure.lost("cut")
            #expect(throws: Never.self) {
                try CommitOutcome(server.database.address, PostgresTuning(), number, session.incarnation).resolve(lost)
            }
            // In another life of the server the number says nothing.
            let other = ServerIncarnation(start: "earlier", statistics: "")
            let error = await databaseError { try CommitOutcome(server.database.address, PostgresTuning(), number, other).resolve(lost) }
            #expect(error?.message.contains("can't be known") == true)
        }
    }

    @Test func waitsForOneThatIsStillInProgress() async throws {
        try await Server.with { server in
            let (isInside, mayEnd) = (Shared<String?>(nil), Shared(false))
            async let writing: Void = server.database.write { connection in
                try connection.execute("INSERT INTO things (id, name) VALUES (1, 'one')")
                isInside.set(try connection.first("SELECT pg_current_xact_id()::text") { try $0.text() })
                // The thread is one of the pool's own.
                while !mayEnd.value { _ = try connection.first("SELECT pg_sleep(0.01)") { try $0.next() } }
            }
            try await server.waitUntil("it did not begin") { isInside.value != nil }
            let session = try ServerSession(server.database.address, PostgresTuning())
            let outcome = CommitOutcome(server.database.address, PostgresTuning(), isInside.value, session.incarnation)
            let answered = Shared(false)
            async let asking: Void = server.database.pool.perform { _, _ in
                try outcome.resolve(.lost("cut"))
                answered.set(true)
            }
            _ = try await server.names()
            #expect(!answered.value)
            mayEnd.set(true)
            _ = try await (writing, asking)
            #expect(answered.value)
        }
    }

    @Test func isNeitherLostNorDoneTwiceHoweverItIsCut() async throws {
        let count = Shared(0)
        var tuning = PostgresTuning()
        tuning.willCommit = { backend in if count.change({ $0 += 1 }).isMultiple(of: 3) { Signals.end(backend) } }
        try await Server.with(tuning) { server in
            _ = try await server.database.write { try $0.execute("CREATE TABLE log (id INTEGER)") }
            var acknowledged: [Int] = []
            var refused: [Int] = []
            for id in 0..<60 {
                // Some are committed before the signal arrives, some are not.
                let error = await databaseError { _ = try await server.database.write { try $0.execute("INSERT INTO log (id) VALUES (\(id))") } }
                if error == nil { acknowledged.append(id) } else { refused.append(id) }
                if let error { #expect(error.kind == .unavailable) }
            }
            let stored = try await server.database.read { try $0.all("SELECT id FROM log ORDER BY id") { try $0.integer() } }
            #expect(stored == acknowledged)
            #expect(!refused.isEmpty)
        }
    }
}
