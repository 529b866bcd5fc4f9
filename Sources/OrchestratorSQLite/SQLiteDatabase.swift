internal import Foundation
internal import GRDB
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

    private init(location: String, writer: Writer, readers: ReaderPool) {
        self.location = location
        self.writer = writer
        self.readers = readers
        groupCommit = GroupCommit { try writer.transaction($0) }
    }

    /// Opens the file at the path.
    ///
    /// A file that can't be read, or is no database, is left as it is.
    /// - Throws: ``DatabaseError``.
    public static func open(_ path: String, _ opening: Opening = .createIfMissing) throws -> SQLiteDatabase {
        try prepareFile(path, opening)
        return try classifying(at: path) {
            let queue = try DatabaseQueue(path: path, configuration: configuration { try prepareWriter($0, path: path) })
            guard let identity = FileIdentity(path: path) else {
                throw DatabaseError(.replaced, at: path, "the database file was removed while it was being opened")
            }
            try queue.inDatabase(setDurability)
            let readers = ReaderPool(location: path) {
                guard FileIdentity(path: path) == identity else {
                    throw OrchestratorDatabase.DatabaseError(
                        .replaced, at: path, "the database file was replaced or removed while it was in use")
                }
                return try DatabaseQueue(path: path, configuration: configuration { try $0.execute(sql: "PRAGMA query_only = ON") })
            }
            return SQLiteDatabase(
                location: path, writer: Writer(queue, path: path, identity: identity, location: path), readers: readers)
        }
    }

    /// Runs the body in one snapshot on a connection of its own.
    public func read<Value: Sendable>(_ body: @Sendable (any SQLConnection) throws -> Value) async throws -> Value {
        try writer.check()
        return try readers.read(body)
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

    /// Closes all connections; the last process to do so moves the write-ahead log into the file.
    public func close() async throws {
        readers.close()
        try writer.close()
    }

    /// Sizes and settings.
    public func storageFacts() async throws -> [StorageFact] {
        let size = { (path: String) in
            (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
        }
        return try writer.withConnection { database in
            func pragma(_ name: String) throws -> Int { try Int.fetchOne(database, sql: "PRAGMA \(name)") ?? 0 }
            return [
                StorageFact("engine", "sqlite " + (try String.fetchOne(database, sql: "SELECT sqlite_version()") ?? "")),
                StorageFact("location", location),
                StorageFact("database_bytes", size(location)),
                StorageFact("wal_bytes", size(location + "-wal")),
                StorageFact("page_bytes", try pragma("page_size")),
                StorageFact("free_pages", try pragma("freelist_count")),
                StorageFact("synchronous", try pragma("synchronous")),
            ]
        }
    }
}

extension SQLiteDatabase {
    private static func configuration(_ prepare: @escaping @Sendable (Database) throws -> Void) -> Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(30)
        configuration.prepareDatabase(prepare)
        return configuration
    }

    /// Write-ahead logging is a property of the file and stays; the statement only reads where it is set already.
    private static func prepareWriter(_ database: Database, path: String) throws {
        let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL")
        guard mode == "wal" else {
            throw OrchestratorDatabase.DatabaseError(
                .unavailable, at: path, "the database can't keep a write-ahead log here: use a local file system")
        }
    }

    /// Invariant 1: set after opening, and read back, since the library may set its own while it opens.
    private static func setDurability(_ database: Database) throws {
        try database.execute(sql: "PRAGMA synchronous = FULL")
        let synchronous = try Int.fetchOne(database, sql: "PRAGMA synchronous")
        let foreignKeys = try Int.fetchOne(database, sql: "PRAGMA foreign_keys")
        precondition(synchronous == 2 && foreignKeys == 1, "SQLite did not take the settings that durability rests on")
    }

    private static func prepareFile(_ path: String, _ opening: Opening) throws {
        let manager = FileManager.default
        var isDirectory: ObjCBool = false
        if manager.fileExists(atPath: path, isDirectory: &isDirectory) {
            guard !isDirectory.boolValue else {
                throw OrchestratorDatabase.DatabaseError(.unavailable, at: path, "a directory stands where the database should be")
            }
            return
        }
        switch opening {
        case .existing:
            throw OrchestratorDatabase.DatabaseError(.unavailable, at: path, "there is no database yet")
        case .createIfMissing:
            do {
                let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
                try manager.createDirectory(atPath: directory, withIntermediateDirectories: true)
            } catch {
                throw OrchestratorDatabase.DatabaseError(
                    .permission, at: path, "the directory of the database can't be made", cause: String(describing: error))
            }
        }
    }
}
