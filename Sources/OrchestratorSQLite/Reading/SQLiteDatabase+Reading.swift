internal import OrchestratorDatabase

extension SQLiteDatabase {
    /// Where a database is read that can't be written.
    struct ReadingPlace: Sendable {
        /// What everything that would write is answered.
        let refusal: DatabaseError
        /// What is read instead of the file; `nil` where that is read itself.
        let copy: PrivateCopy?
    }

    /// Opens a database beside which nothing can be made: in its place where SQLite can do so, otherwise a copy of it.
    static func openForReading(
        _ file: DatabaseFile, refusal: DatabaseError, _ tuning: SQLiteTuning, _ predecessors: [Predecessor]
    ) throws -> SQLiteDatabase {
        let identity = FileIdentity(path: file.path)
        let (connection, copy) = try connectForReading(file)
        let isOld = try connection.use { statements in
            let connection = SQLiteConnection(statements: statements)
            return try naming(file.path) { try predecessors.contains { try $0.recognizes(connection) } }
        }
        // Taking it over would be writing.
        if isOld { throw refusal }
        guard let identity, FileIdentity(path: file.path) == identity else {
            throw DatabaseError(.replaced, at: file.path, "the database file was replaced or removed while it was being opened")
        }
        return SQLiteDatabase(
            connection, identity, lock: ProcessLock(besides: file.path), location: file.path, takeover: nil, tuning: tuning,
            reading: ReadingPlace(refusal: refusal, copy: copy))
    }

    private static func connectForReading(_ file: DatabaseFile) throws -> (OpenConnection, PrivateCopy?) {
        // Between the look and the opening others may have closed the database, and taken their files away.
        for _ in 0..<3 {
            guard DatabaseFiles(of: file.path).reading(usesLog: file.usesLog) == .inPlace else { break }
            let connection = try OpenConnection(path: file.path, .reading, settings: [])
            if (try? connection.use { try $0.run("SELECT COUNT(*) FROM sqlite_schema") }) != nil { return (connection, nil) }
            try connection.close()
        }
        let copy = try PrivateCopy(of: file.path)
        return (try OpenConnection(path: copy.path, settings: ["PRAGMA query_only = ON"]), copy)
    }
}

extension DatabaseFile {
    /// Whether the database keeps a write-ahead log (https://www.sqlite.org/fileformat.html, 1.3.3).
    fileprivate var usesLog: Bool { header(size: 100)?.dropFirst(18).first == 2 }
}
