internal import Foundation
public import OrchestratorDatabase
internal import Synchronization

/// A database in a file.
///
/// Write-ahead log, `synchronous=FULL`, foreign keys on: a write that returned survives `kill -9` and power loss. Many processes may use
/// one file; a process that waits longer than 30 s for another to finish a write gets `busy`.
public final class SQLiteDatabase: SQLDatabase {
    /// SQLite.
    public var dialect: SQLDialect { .sqlite }
    /// The path of the file.
    public let location: String

    /// What was done where the file was one of another program and was taken over by this call; `nil` otherwise.
    public let takeover: String?

    private let writer: Writer
    private let readers: ReaderPool
    private let groupCommit: GroupCommit

    /// Whether a file that is missing is made.
    public enum Opening: Sendable {
        /// The file must exist.
        case existing
        /// The file and the directories above it are made where they are missing.
        case createIfMissing
    }

    private init(location: String, takeover: String?, writer: Writer, readers: ReaderPool) {
        self.location = location
        self.takeover = takeover
        self.writer = writer
        self.readers = readers
        groupCommit = GroupCommit { try writer.transaction($0) }
    }

    /// Opens the file at the path.
    ///
    /// A file that can't be read, is no database, was cut off, or belongs to another program is left as it is, byte for byte.
    ///
    /// One of a predecessor is first copied beside itself, durably and never over another file, then taken over in one transaction: whatever
    /// happens meanwhile, there is the database as it was, or the new one.
    /// - Parameters:
    ///   - path: The file.
    ///   - opening: What is done where there is none.
    ///   - predecessors: The programs whose databases are taken over.
    /// - Throws: ``DatabaseError``.
    public static func open(
        _ path: String, _ opening: Opening = .createIfMissing, takingOver predecessors: [Predecessor] = []
    ) throws -> SQLiteDatabase {
        let path = URL(fileURLWithPath: path).path
        try prepareFile(DatabaseFile(path: path), opening)
        let identity = FileIdentity(path: path)
        let connection = try OpenConnection(path: path, settings: [])
        let takeover = try connection.use { try takeOver($0, predecessors, at: path) }
        try connection.use { try claim($0, at: path) }
        guard let identity, FileIdentity(path: path) == identity else {
            connection.abandon()
            throw DatabaseError(.replaced, at: path, "the database file was replaced or removed while it was being opened")
        }
        let readers = ReaderPool(location: path) { try OpenConnection(path: path, settings: ["PRAGMA query_only = ON"]) }
        return SQLiteDatabase(
            location: path, takeover: takeover, writer: Writer(connection, identity: identity, location: path), readers: readers)
    }

    /// Runs the body in one snapshot on a connection of its own.
    public func read<Value: Sendable>(_ body: @Sendable (any SQLConnection) throws -> Value) async throws -> Value {
        try writer.check()
        return try writer.watching { try readers.read(body) }
    }

    /// Runs the body in one transaction, which it may share with others, and returns when it is durable.
    public func write<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value {
        let box = ResultBox<Value>()
        let job = WriteJob { connection in
            let value = try body(connection)
            box.result.withLock { $0 = value }
        }
        try await groupCommit.perform(job)
        guard let value = box.result.withLock({ $0 }) else { preconditionFailure("a body that was committed has a result") }
        return value
    }

    /// Waits for what goes on and closes all connections; the last process to do so moves the write-ahead log into the file.
    public func close() async throws {
        await readers.close()
        try writer.close()
    }

    /// Sizes and settings.
    public func storageFacts() async throws -> [StorageFact] {
        let size = { (path: String) in
            (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
        }
        return try writer.use { statements in
            func value(_ query: String) throws -> SQLValue {
                var value = SQLValue.null
                try statements.run(query, []) { value = try $0.next() }
                return value
            }
            return [
                StorageFact("engine", "sqlite"), StorageFact("engine_version", try value("SELECT sqlite_version()")),
                StorageFact("location", location), StorageFact("database_bytes", size(location)),
                StorageFact("wal_bytes", size(location + "-wal")), StorageFact("page_bytes", try value("PRAGMA page_size")),
                StorageFact("free_pages", try value("PRAGMA freelist_count")),
                StorageFact("journal_mode", try value("PRAGMA journal_mode")),
                StorageFact("synchronous", try value("PRAGMA synchronous")),
                StorageFact("foreign_keys", try value("PRAGMA foreign_keys")), StorageFact("commits", writer.commits),
            ]
        }
    }
}

extension SQLiteDatabase {
    private static func prepareFile(_ file: DatabaseFile, _ opening: Opening) throws {
        guard try !file.exists() else { return }
        guard !file.isHalfRemoved else {
            // Another process may have made the database, and its log, since the look before.
            if try file.exists() { return }
            throw DatabaseError(
                .corrupt, at: file.path,
                "the database is gone, but its write-ahead log is there: restore both, or move the log away to begin anew")
        }
        guard opening == .createIfMissing else { throw DatabaseError(.unavailable, at: file.path, "there is no database yet") }
        try file.create()
    }

    /// Invariant 1: durability is set after opening, and read back, since the library may set its own while it opens.
    ///
    /// Write-ahead logging is a property of the file; one that has none, such as a copy made by `VACUUM INTO`, gets it, if it is ours.
    private static func claim(_ statements: StatementCache, at path: String) throws {
        func value(_ query: String) throws -> SQLValue {
            var value = SQLValue.null
            try statements.run(query, []) { value = try $0.next() }
            return value
        }
        if try value("PRAGMA journal_mode") != .text("wal") {
            let tables = try value("SELECT COUNT(*) FROM sqlite_schema")
            let own = try value("SELECT COUNT(*) FROM sqlite_schema WHERE name = '\(Migrator.table)'")
            guard tables == .integer(0) || own == .integer(1) else { throw Migrator.foreign(at: path) }
            guard try value("PRAGMA journal_mode = WAL") == .text("wal") else {
                throw DatabaseError(.permission, at: path, "the database can't keep a write-ahead log here: use a local file system")
            }
        }
        // `fullfsync` makes the disk of a Mac write what it holds back; elsewhere it does nothing.
        for setting in ["synchronous = FULL", "fullfsync = ON", "checkpoint_fullfsync = ON", "foreign_keys = ON"] {
            try statements.run("PRAGMA \(setting)")
        }
        guard try value("PRAGMA synchronous") == .integer(2), try value("PRAGMA foreign_keys") == .integer(1) else {
            throw DatabaseError(.permission, at: path, "SQLite did not take the settings that durability rests on")
        }
    }
}
