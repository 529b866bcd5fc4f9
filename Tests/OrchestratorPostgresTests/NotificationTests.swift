import OrchestratorDatabase
import OrchestratorTestKit
import Testing

@testable import OrchestratorPostgres

/// What is said on channels.
@Suite struct NotificationTests {
    @Test func hearsWhatIsCommittedAndNothingElse() async throws {
        try await Server.with { server in
            let stream = server.hear(on: "Some \"channel")
            var heard = stream.makeAsyncIterator()
            // It hears from now on.
            #expect(await heard.next() == "")
            struct Undone: Error {}
            await #expect(throws: Undone.self) {
                try await server.database.write { connection in
                    try connection.forEach("SELECT pg_notify(\("Some \"channel"), \("undone"))") { _ in }
                    throw Undone()
                }
            }
            try await server.database.write { try $0.forEach("SELECT pg_notify(\("other"), \("elsewhere"))") { _ in } }
            try await server.database.write { try $0.forEach("SELECT pg_notify(\("Some \"channel"), \("done"))") { _ in } }
            #expect(await heard.next() == "done")
        }
    }

    @Test func hearsAgainAfterItsConnectionWasLost() async throws {
        try await Server.with { server in
            let stream = server.hear(on: "lost")
            var heard = stream.makeAsyncIterator()
            #expect(await heard.next() == "")
            let other = try await TestServer.shared()
            let backends = try await other.read {
                try $0.all("SELECT pid FROM pg_stat_activity WHERE query LIKE 'LISTEN \"lost\"%'") { try $0.integer() }
            }
            #expect(backends.count == 1)
            for backend in backends { try await server.terminate(backend) }
            #expect(await heard.next() == "")
            try await server.database.write { try $0.forEach("SELECT pg_notify(\("lost"), \("found"))") { _ in } }
            #expect(await heard.next() == "found")
        }
    }

    @Test func tellsAllWhoWaitForChangesAndEndsWhenItIsClosed() async throws {
        try await Server.with { server in
            var waiting = [server.database.changes().makeAsyncIterator(), server.database.changes().makeAsyncIterator()]
            // Hearing has begun: whoever waits looks once.
            #expect(await waiting[0].next() != nil)
            try await server.database.write { try $0.forEach("SELECT pg_notify(\(SQLDialect.changesChannel), '')") { _ in } }
            for index in waiting.indices { #expect(await waiting[index].next() != nil) }
            try await server.database.close()
            while await waiting[0].next() != nil {}
            var closed = server.database.changes().makeAsyncIterator()
            #expect(await closed.next() == nil)
        }
    }
}

extension Server {
    fileprivate func hear(on channel: String) -> AsyncStream<String> {
        PostgresDatabase.notifications(on: channel, database.address, database.tuning)
    }
}
