internal import OrchestratorDatabase

extension DatabaseConformance {
    private static let first = Migration("0001 first") { _ in ["CREATE TABLE firsts (id INTEGER)"] }
    private static let second = Migration("0002 second") { _ in ["CREATE TABLE seconds (id INTEGER)", "INSERT INTO seconds VALUES (1)"] }

    private static func migrator(_ migrations: Migration...) -> Migrator {
        Migrator(migrations) { "\($0.count)" }
    }

    static var migrations: [DatabaseConformance] {
        [
            DatabaseConformance("runs each migration once") { database in
                let once = try await migrator(first).migrate(database, now: "t1")
                let further = try await migrator(first, second).migrate(database, now: "t2")
                let again = try await migrator(first, second).migrate(database, now: "t3")
                try ConformanceFailure.unless(
                    (once, further, again) == (["0001 first"], ["0002 second"], []), "ran \((once, further, again))")
                let rows = try await database.read { try $0.first("SELECT COUNT(*) FROM seconds") { try $0.integer() } }
                try ConformanceFailure.unless(rows == 1, "the second migration ran \(String(describing: rows)) times")
            },
            DatabaseConformance("lets many migrate at the same instant") { database in
                let done = try await withThrowingTaskGroup(of: [String].self) { group in
                    for _ in 0..<8 { group.addTask { try await migrator(first, second).migrate(database, now: "t") } }
                    return try await group.reduce(into: []) { $0 += $1 }
                }
                try ConformanceFailure.unless(done.sorted() == ["0001 first", "0002 second"], "\(done) were run")
            },
            DatabaseConformance("refuses a database of a newer version, or of another one, and changes nothing") { database in
                _ = try await migrator(first, second).migrate(database, now: "t")
                let newer = await kindOfError { _ = try await migrator(first).migrate(database, now: "t") }
                let changed = Migration("0002 second") { _ in ["CREATE TABLE thirds (id INTEGER)"] }
                let other = await kindOfError { _ = try await migrator(first, changed).migrate(database, now: "t") }
                try ConformanceFailure.unless(newer == .version && other == .version, "gave \(String(describing: (newer, other)))")
            },
            DatabaseConformance("refuses a database of another program, and changes nothing") { database in
                try await database.makeThings()
                let kind = await kindOfError { _ = try await migrator(first).migrate(database, now: "t") }
                try ConformanceFailure.unless(kind == .version, "gave \(String(describing: kind))")
                let wrong = await kindOfError { _ = try await database.read { try $0.all("SELECT id FROM firsts") { try $0.integer() } } }
                try ConformanceFailure.unless(wrong == .schema, "a table was made")
            },
            DatabaseConformance("keeps nothing of a migration that fails") { database in
                let broken = Migration("0002 broken") { _ in ["CREATE TABLE halves (id INTEGER)", "CREATE TABLE firsts (id INTEGER)"] }
                let kind = await kindOfError { _ = try await migrator(first, broken).migrate(database, now: "t") }
                try ConformanceFailure.unless(kind == .statement, "gave \(String(describing: kind))")
                let done = try await migrator(first, second).migrate(database, now: "t")
                try ConformanceFailure.unless(done == ["0002 second"], "ran \(done)")
            },
        ]
    }
}
