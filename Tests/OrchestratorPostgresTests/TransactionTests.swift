import OrchestratorDatabase
import OrchestratorTestKit
import Testing

@testable import OrchestratorPostgres

/// Transactions that are in each other's way.
@Suite struct TransactionTests {
    @Test func runsBodiesAgainThatWaitedForEachOther() async throws {
        try await Server.with { server in
            for id in 1...2 { try await server.add(id, "0") }
            let runs = Shared(0)
            let arrived = Shared(0)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (first, second) in [(1, 2), (2, 1)] {
                    group.addTask {
                        try await server.database.write { connection in
                            runs.change { $0 += 1 }
                            try connection.execute("UPDATE things SET name = (name::integer + 1)::text WHERE id = \(first)")
                            arrived.change { $0 += 1 }
                            // Both have locked their first row before either asks for its second: one of them can't win.
                            while arrived.value < 2 { _ = try connection.first("SELECT pg_sleep(0.005)") { try $0.next() } }
                            try connection.execute("UPDATE things SET name = (name::integer + 1)::text WHERE id = \(second)")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await server.names() == ["2", "2"])
            #expect(runs.value == 3)
        }
    }

    @Test func findsWhatAnotherHasAddedSinceItLooked() async throws {
        try await Server.with { server in
            let looked = Shared(0)
            let answers = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<2 {
                    group.addTask {
                        try await server.database.write { connection in
                            if try connection.first("SELECT 1 FROM things WHERE id = 7", { try $0.integer() }) != nil { return false }
                            looked.change { $0 += 1 }
                            while looked.value < 2 { _ = try connection.first("SELECT pg_sleep(0.005)") { try $0.next() } }
                            try connection.execute("INSERT INTO things (id, name) VALUES (7, 'seven')")
                            return true
                        }
                    }
                }
                return try await group.reduce(into: [Bool]()) { $0.append($1) }
            }
            #expect(answers.filter { $0 }.count == 1)
            #expect(try await server.names() == ["seven"])
        }
    }

    @Test func doesNotTryForEverWhereAKeyIsTaken() async throws {
        try await Server.with { server in
            try await server.add(1, "one")
            let runs = Shared(0)
            let error = await databaseError {
                _ = try await server.database.write { connection in
                    runs.change { $0 += 1 }
                    try connection.execute("INSERT INTO things (id, name) VALUES (1, 'other')")
                }
            }
            #expect(error?.kind == .conflict)
            #expect(runs.value == 2)
            #expect(try await server.names() == ["one"])
        }
    }

    @Test func commitsWhatNothingIsAskedOf() async throws {
        try await Server.with { server in
            try await server.database.write { connection in
                // More than wait at once, with one text.
                for id in 0..<200 { try connection.executeLater("INSERT INTO things (id, name) VALUES (\(id), 'x')") }
                // What comes later finds it.
                let count = try connection.first("SELECT COUNT(*) FROM things") { try $0.integer() }
                #expect(count == 200)
                try connection.executeLater("DELETE FROM things WHERE id > 2")
            }
            #expect(try await server.names() == ["x", "x", "x"])
            // Nothing else is in the transaction.
            try await server.database.write { try $0.executeLater("UPDATE things SET name = 'y'") }
            #expect(try await server.names() == ["y", "y", "y"])
        }
    }

    /// What a body has read before another transaction changed it is read again.
    @Test func runsABodyAgainThatInsistsInVain() async throws {
        try await Server.with { server in
            try await server.add(1, "one")
            let runs = Shared(0)
            func take(_ name: String) async throws {
                try await server.database.write { connection in
                    runs.change { $0 += 1 }
                    let wanted = runs.value == 1 ? "two" : name
                    if let statement = connection.dialect.insisting(on: "EXISTS (SELECT 1 FROM things WHERE name = \(wanted))") {
                        try connection.executeLater(statement)
                    }
                    try connection.executeLater("INSERT INTO things (id, name) VALUES (\(runs.value + 1), 'taken')")
                }
            }
            try await take("one")
            #expect(runs.value == 2)
            #expect(try await server.names() == ["one", "taken"])
            // It does not try for ever.
            let error = await databaseError { try await take("three") }
            #expect(error?.kind == .busy && runs.value == 2 + RetryPlan.attempts)
            #expect(try await server.names() == ["one", "taken"])
        }
    }

    /// To plan a write takes longer than to run it; of a read the values matter.
    @Test func plansStatementsOfWritesOnce() async throws {
        try await Server.with { server in
            let query: SQLStatement = "SELECT current_setting('plan_cache_mode')"
            for _ in 0..<2 {
                let writing = try await server.database.write { try $0.first(query) { try $0.text() } }
                let reading = try await server.database.read { try $0.first(query) { try $0.text() } }
                #expect(writing == "force_generic_plan" && reading == "auto")
            }
        }
    }

    @Test func answersQueriesThatAreAskedTogetherWhereTheBodyGoesOn() async throws {
        try await Server.with { server in
            try await server.add(1, "one")
            let answers = try await server.database.write { connection in
                _ = try? connection.execute("SELECT nothing")
                var answers: [String] = []
                try connection.forEach(of: ["SELECT name FROM things", "SELECT 'x' || 1"]) { answers.append("\($0) \(try $1.text())") }
                return answers
            }
            #expect(answers == ["0 one", "1 x1"])
        }
    }

    /// It is known only when the next one is answered, or the commit: nothing of the transaction is kept.
    @Test(arguments: [false, true]) func keepsNothingWhereSomethingFailsThatNothingIsAskedOf(isLast: Bool) async throws {
        try await Server.with { server in
            try await server.add(1, "one")
            let error = await databaseError {
                try await server.database.write { connection in
                    try connection.executeLater("INSERT INTO things (id, name) VALUES (2, 'two')")
                    try connection.executeLater("INSERT INTO things (id, name) VALUES (1, 'other')")
                    if !isLast { _ = try connection.first("SELECT COUNT(*) FROM things") { try $0.integer() } }
                }
            }
            #expect(error?.kind == .conflict && error?.cause.contains("'other'") == true, "\(String(describing: error))")
            #expect(try await server.names() == ["one"])
            try await server.add(3, "three")
            #expect(try await server.names() == ["one", "three"])
        }
    }

    /// A worker that was stopped loses its locks before its leases run out.
    @Test func letsNoWriteStandStillForAsLongAsALeaseIsGood() async throws {
        try await Server.with { server in
            let text = try await server.database.write { connection in
                try connection.first("SELECT current_setting('idle_in_transaction_session_timeout')") { try $0.text() }
            }
            #expect(text == "15s" && PostgresTuning().idleInWrite < .seconds(30))
        }
        #expect(PostgresTuning(leaseTime: .seconds(5)).idleInWrite == .milliseconds(2500))
        #expect(PostgresTuning(leaseTime: .seconds(86_400)).idleInWrite == .seconds(15))
        // None at all would be without an end.
        #expect(PostgresTuning(leaseTime: .milliseconds(1)).idleInWrite == .seconds(1))
    }

    @Test func undoesAStatementAloneWhereTheBodyGoesOn() async throws {
        try await Server.with { server in
            try await server.add(1, "one")
            try await server.database.write { connection in
                try connection.execute("INSERT INTO things (id, name) VALUES (2, 'two')")
                _ = try? connection.execute("INSERT INTO things (id, name) VALUES (1, 'other')")
                _ = try? connection.execute("SELECT nothing")
                try connection.execute("INSERT INTO things (id, name) VALUES (3, 'three')")
            }
            #expect(try await server.names() == ["one", "two", "three"])
        }
    }

    @Test func keepsNothingWhereTheBodySaysNothingOfItsLastStatement() async throws {
        try await Server.with { server in
            try await server.add(1, "one")
            try await server.database.write { connection in
                try connection.execute("INSERT INTO things (id, name) VALUES (2, 'two')")
                _ = try? connection.execute("INSERT INTO things (id, name) VALUES (1, 'other')")
            }
            #expect(try await server.names() == ["one", "two"])
        }
    }

    @Test func givesUpWaitingForALock() async throws {
        var tuning = PostgresTuning()
        tuning.lockTime = .milliseconds(50)
        try await Server.with(tuning) { server in
            try await server.add(1, "one")
            let (isLocked, mayEnd) = (Shared(false), Shared(false))
            async let holding: Void = server.database.write { connection in
                try connection.execute("UPDATE things SET name = 'x' WHERE id = 1")
                isLocked.set(true)
                while !mayEnd.value { _ = try connection.first("SELECT pg_sleep(0.005)") { try $0.next() } }
            }
            try await server.waitUntil("it did not begin") { isLocked.value }
            let error = await databaseError {
                _ = try await server.database.write { try $0.execute("UPDATE things SET name = 'y' WHERE id = 1") }
            }
            #expect(error?.kind == .busy)
            mayEnd.set(true)
            try await holding
            #expect(try await server.names() == ["x"])
        }
    }
}
