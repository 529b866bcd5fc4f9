/// Brings a database to the schema of the program.
///
/// Each migration is recorded with a checksum of its statements in the table `schema_migrations`. Two processes that do this at the same
/// instant both succeed: whoever comes second finds the work done.
public struct Migrator: Sendable {
    /// The table that records which migrations were run. A database that has tables but not this one belongs to another program.
    public static let table = "schema_migrations"

    private let migrations: [Migration]
    private let checksum: @Sendable (String) -> String

    /// A migrator for the migrations in that order.
    ///
    /// - Parameter checksum: A digest of a text; the same for all processes and versions.
    public init(_ migrations: [Migration], checksum: @escaping @Sendable (String) -> String) {
        self.migrations = migrations
        self.checksum = checksum
    }

    /// Runs what is missing.
    ///
    /// - Parameter now: The time that is recorded.
    /// - Returns: The names of the migrations that were run.
    /// - Throws: ``DatabaseError`` of kind `version` where the database knows a migration that the program does not, or knows it with
    ///   other statements; of kind `corrupt` where the record of what was run is not whole. Nothing is changed then.
    @discardableResult
    public func migrate(_ database: any SQLDatabase, now: String) async throws -> [String] {
        let location = database.location
        if try await database.read({ try pending(try recorded($0, at: location), at: location, in: $0.dialect).isEmpty }) { return [] }
        var done: [String] = []
        while let name = try await database.write({ try step($0, now: now, location: location) }) { done.append(name) }
        return done
    }

    /// Runs what is missing, in the transaction that the caller is in; its database may hold other tables.
    public func migrate(_ connection: any SQLConnection, now: String) throws {
        while try step(connection, now: now, location: "", besideOthers: true) != nil {}
    }

    /// Runs the first migration that is missing, and gives back its name.
    private func step(
        _ connection: any SQLConnection, now: String, location: String, besideOthers: Bool = false
    ) throws -> String? {
        // Where many write at the same time, only one of them migrates.
        if let exclusion = connection.dialect.migrationLock { try connection.execute(exclusion) }
        let known = try recorded(connection, at: location, besideOthers: besideOthers)
        try connection.execute(
            """
            CREATE TABLE IF NOT EXISTS schema_migrations (
                position INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE, checksum TEXT NOT NULL, applied_at TEXT NOT NULL)
            """)
        guard let migration = try pending(known, at: location, in: connection.dialect).first else { return nil }
        let statements = migration.statements(in: connection.dialect)
        for statement in statements { try connection.execute(statement) }
        try connection.execute(
            """
            INSERT INTO schema_migrations (position, name, checksum, applied_at)
            VALUES (\(known.count + 1), \(migration.name), \(digest(statements)), \(now))
            """)
        return migration.name
    }

    private func recorded(
        _ connection: any SQLConnection, at location: String, besideOthers: Bool = false
    ) throws -> [(name: String, checksum: String)] {
        let tables = try connection.all(connection.dialect.tableNames) { try $0.text() }
        guard tables.contains(Self.table) else {
            guard tables.isEmpty || besideOthers else { throw Self.foreign(at: location) }
            return []
        }
        let rows = try connection.all("SELECT position, name, checksum FROM schema_migrations ORDER BY position") {
            (position: try $0.integer(), name: try $0.text(), checksum: try $0.text())
        }
        // What was run is told in the transaction in which it was run: what is there was told once.
        let isEmpty = besideOthers || !tables.contains { $0 != Self.table && !$0.hasPrefix("sqlite_") }
        guard rows.map(\.position) == Array(1..<rows.count + 1), isEmpty || !rows.isEmpty else { throw Self.unrecorded(at: location) }
        return rows.map { ($0.name, $0.checksum) }
    }

    private func pending(
        _ recorded: [(name: String, checksum: String)], at location: String, in dialect: SQLDialect
    ) throws -> ArraySlice<Migration> {
        for (index, row) in recorded.enumerated() {
            guard index < migrations.count else {
                throw DatabaseError(
                    .version, at: location,
                    "the database was made by a newer version of this program (it knows '\(row.name)'): use that version, or newer")
            }
            guard row.name == migrations[index].name, row.checksum == digest(migrations[index].statements(in: dialect)) else {
                throw DatabaseError(
                    .version, at: location,
                    "migration '\(row.name)' of the database is not the one of this program: it was made by another version; use that one, or name another database"
                )
            }
        }
        return migrations.dropFirst(recorded.count)
    }

    /// The error of a database that holds something else.
    public static func foreign(at location: String) -> DatabaseError {
        DatabaseError(.version, at: location, "the database was made by another program: name another one in 'state.url'")
    }

    /// The error of a database whose tables are there, while what is to tell how they were made is not.
    private static func unrecorded(at location: String) -> DatabaseError {
        DatabaseError(
            .corrupt, at: location,
            "rows of its table schema_migrations are missing, though the tables are there that they tell of: restore a backup ('orchestrator db restore')")
    }

    private func digest(_ statements: [SQLStatement]) -> String {
        checksum(statements.map(\.text).joined(separator: ";\n"))
    }
}
