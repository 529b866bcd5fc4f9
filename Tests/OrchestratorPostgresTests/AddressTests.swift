import OrchestratorDatabase
import OrchestratorTestKit
import Testing

@testable import OrchestratorPostgres

/// Where a server is, and why it can't be reached; never with a password.
@Suite struct AddressTests {
    @Test(arguments: [
        ("postgresql://ann:secret@db.example:6000/runs?sslmode=require&sslpassword=geheim", "postgresql://ann@db.example:6000/runs"),
        ("postgres://ann@/runs?host=/run/postgresql&password=secret", "postgresql://ann@/run/postgresql/runs"),
        ("postgresql://[::1]/runs", "postgresql://[::1]/runs"),
        ("postgresql://a:1,b:2/runs", "postgresql://a:1,b:2/runs"),
    ])
    func namesThePlaceAlone(url: String, location: String) throws {
        let address = try ServerAddress(url, password: nil)
        #expect(address.location == location)
        #expect(!address.safe("what secret and geheim are").contains("secret geheim"))
    }

    @Test(arguments: [
        "postgresql://ann:sec@ret@db/runs?x=y", "postgresql://ann:secret@db:port/runs", "postgresql://ann@db/runs?pasword=secret",
        "host=db password=secret", "postgresql://ann:secret%zz@db/runs", "postgresql://ann:secret\0@db/runs",
    ])
    func quotesNothingOfAURLThatItCantRead(url: String) async {
        var tuning = PostgresTuning()
        tuning.connectTime = .milliseconds(200)
        let error = await databaseError { _ = try await PostgresDatabase.open(url, tuning) }
        #expect(error != nil)
        #expect(error.map { $0.debugDescription.contains("secret") || $0.description.contains("sec@ret") } == false)
    }

    @Test func tellsAServerThatIsNotThereFromOneThatRefuses() async throws {
        let gone = await databaseError { _ = try await PostgresDatabase.open("postgresql://ann:secret@127.0.0.1:1/runs") }
        #expect(gone?.kind == .unavailable)
        let url = try TestServer.url()
        let base = String(url.prefix { $0 != "?" })
        let missing = await databaseError { _ = try await PostgresDatabase.open(base.replacing("/postgres", with: "/nowhere")) }
        #expect(missing?.kind == .permission)
        #expect(missing?.message.contains("no database of that name") == true, "\(missing.map { $0.debugDescription } ?? "")")
        // The server for tests has no certificate.
        let bare = await databaseError { _ = try await PostgresDatabase.open("\(base)?sslmode=require") }
        #expect(bare?.kind == .permission)
        #expect(bare?.message.contains("SSL") == true && bare?.message.contains("no TLS as 'sslmode'") == true, "\(String(describing: bare))")
        let wrong = await databaseError { _ = try await PostgresDatabase.open("\(base)?sslmode=wrong") }
        #expect(wrong?.kind == .permission && wrong?.message.contains("a parameter of the URL") == true, "\(String(describing: wrong))")
        let schema = await databaseError { _ = try await PostgresDatabase.open("\(base)?options=-csearch_path%3Dnowhere") }
        #expect(schema?.kind == .permission)
    }

    @Test func takesThePasswordThatItIsGivenAndPrintsItNowhere() async throws {
        let server = try await TestServer.shared()
        // It is left with the server, which is one for tests.
        _ = try? await server.write { try $0.execute("CREATE ROLE guarded LOGIN PASSWORD 'open sesame'") }
        let base = try TestServer.url().replacing("orchestrator@", with: "guarded@")
        let database = try await PostgresDatabase.open(base, password: "open sesame")
        let user = try await database.read { try $0.first("SELECT current_user::text") { try $0.text() } }
        #expect(user == "guarded")
        let refused = await databaseError { _ = try await database.write { try $0.execute("CREATE TABLE pg_catalog.x (i INTEGER)") } }
        #expect(refused?.kind == .permission)
        #expect(refused?.message.contains("pg_catalog") == true && refused?.message.contains("grant it") == true, "\(String(describing: refused))")
        try await database.close()
        let silent = await databaseError { _ = try await PostgresDatabase.open(base) }
        #expect(silent?.message.contains("wants a password") == true, "\(String(describing: silent))")
        for (url, password) in [
            (base, "open barley"), (base.replacing("guarded@", with: "guarded:open%20barley@"), nil), (base, nil),
        ] {
            let error = await databaseError { _ = try await PostgresDatabase.open(url, password: password) }
            #expect(error?.kind == .permission, "\(String(describing: error))")
            #expect(error.map { $0.debugDescription.contains("barley") } == false)
        }
    }

    @Test func prepareTwoOpenersAtOnce() async throws {
        try await TestEngine.postgresql.run {
            let url = try await TestEngine.postgresql.newSchema()
            let migrator = Migrator([Migration("0001 first") { _ in ["CREATE TABLE firsts (id INTEGER)"] }]) { "\($0.count)" }
            let done = try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        let database = try await PostgresDatabase.open(url)
                        let done = try await migrator.migrate(database, now: "t")
                        try await database.close()
                        return done
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(done == ["0001 first"])
        }
    }
}
