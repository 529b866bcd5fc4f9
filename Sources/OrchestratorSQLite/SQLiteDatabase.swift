internal import Foundation
public import OrchestratorDatabase
internal import Synchronization

/// A database in a file.
///
/// Write-ahead log, `synchronous=FULL`, foreign keys on: a write that returned survives `kill -9` and power loss. Many processes may use
/// one file: they wait for each other by a lock on the file `<database>.lock`, which is there as long as one has the database open. A write
/// that waits longer than 30 s for another process gets `unavailable`, with the name of that process; reads wait for nobody.
///
/// In a directory where nothing can be written a database can be read all the same, if need be from a copy that goes when it is closed;
/// everything that would write gets `permission`.
public final class SQLiteDatabase: SQLDatabase {
    /// SQLite.
    public var dialect: SQLDialect { .sqlite }
    /// The path of the file.
    public let location: String

    /// What was done where the file was one of another program and was taken over by this call; `nil` otherwise.
    public let takeover: String?

    let writer: Writer
    let readers: ReaderPool
    let lock: ProcessLock
    private let keeper: LogKeeper
    private let watch: CommitWatch
    private let groupCommit: GroupCommit
    let tuning: SQLiteTuning
    /// Where it is read, if it can't be written.
    let reading: ReadingPlace?

    /// Whether a file that is missing is made.
    public enum Opening: Sendable {
        /// The file must exist.
        case existing
        /// The file and the directories above it are made where they are missing.
        case createIfMissing
    }

    init(
        _ connection: OpenConnection, _ identity: FileIdentity, lock: ProcessLock, location: String, takeover: String?, tuning: SQLiteTuning,
        reading: ReadingPlace? = nil
    ) {
        self.location = location
        self.reading = reading
        self.takeover = takeover
        self.lock = lock
        self.tuning = tuning
        let writer = Writer(connection, identity: identity, location: location)
        self.writer = writer
        let waking = WeakKeeper()
        let readers = ReaderPool(location: location) {
            do {
                return try OpenConnection(
                    path: reading?.copy?.path ?? location, reading != nil && reading?.copy == nil ? .reading : .writing,
                    settings: ["PRAGMA query_only = ON"])
            } catch {
                // It may be gone, or another one.
                try writer.check()
                throw error
            }
        } longReadEnded: {
            // Who may only read can't move the log.
            if reading == nil { waking.keeper?.wake() }
        }
        self.readers = readers
        watch = CommitWatch(location: location, identity: identity)
        let plan = CheckpointPlan(
            bound: tuning.checkpointPages, boundOfSmall: tuning.checkpointPagesOfSmallCommits, largestLog: tuning.largestLog,
            largestIdleLog: tuning.largestIdleLog)
        let keeper = LogKeeper(writer, under: lock, plan, at: location) { [weak readers] in readers?.oldestRead }
        waking.set(keeper)
        self.keeper = keeper
        groupCommit = GroupCommit {
            try await lock.acquire(within: tuning.lockWait)
        } leave: {
            keeper.committed()
            lock.release()
        } transaction: {
            try writer.transaction($0, joinedBy: $1)
        }
    }

    /// Opens the file at the path.
    ///
    /// A file that can't be read, is no database, was cut off, or belongs to another program is left as it is, byte for byte. The thread is
    /// blocked while another process is opening or closing the database, or writing to it, for two seconds at most.
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
        try open(path, opening, SQLiteTuning(), takingOver: predecessors)
    }

    /// Opens the file at the path, with settings of a test's own.
    package static func open(
        _ path: String, _ opening: Opening = .createIfMissing, _ tuning: SQLiteTuning, takingOver predecessors: [Predecessor] = []
    ) throws -> SQLiteDatabase {
        let path = URL(fileURLWithPath: path).path
        let lock = ProcessLock(besides: path)
        let file = DatabaseFile(path: path)
        try prepareFile(file, opening, lock, tuning)
        if let refusal = file.refusal() { return try openForReading(file, refusal: refusal, tuning, predecessors) }
        // A courtesy: where another process holds the lock for long, the database is open and sound, and may well be read.
        let isHeld = (try? lock.acquireBlocking(within: tuning.courtesy)) != nil
        defer { if isHeld { lock.release() } }
        do {
            return try openFile(path, lock, tuning, takingOver: predecessors)
        } catch {
            if FileIdentity(path: path + "-wal") == nil { lock.removeFile() }
            throw error
        }
    }

    private static func openFile(
        _ path: String, _ lock: ProcessLock, _ tuning: SQLiteTuning, takingOver predecessors: [Predecessor]
    ) throws -> SQLiteDatabase {
        let identity = FileIdentity(path: path)
        let replaced = DatabaseError(.replaced, at: path, "the database file was replaced or removed while it was being opened")
        let connection: OpenConnection
        do {
            connection = try OpenConnection(
                path: path, tuning.isDurable ? .committing : .writing, settings: tuning.cacheSize.map { ["PRAGMA cache_size = -\($0)"] } ?? [])
        } catch {
            throw FileIdentity(path: path) == identity && identity != nil ? error : replaced
        }
        let takeover = try connection.use { try takeOver($0, predecessors, at: path) }
        try connection.use { statements in
            try claim(statements, at: path, isDurable: tuning.isDurable)
            statements.watchLog()
        }
        guard let identity, FileIdentity(path: path) == identity else {
            connection.abandon()
            throw replaced
        }
        return SQLiteDatabase(connection, identity, lock: lock, location: path, takeover: takeover, tuning: tuning)
    }

    /// Runs the body in one snapshot on a connection of its own.
    public func read<Value: Sendable>(_ body: @Sendable (any SQLConnection) throws -> Value) async throws -> Value {
        try writer.check()
        return try writer.watching { try readers.read(body) }
    }

    /// Runs the body in one transaction, which it may share with others, and returns when it is durable.
    public func write<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value {
        if let reading { throw reading.refusal }
        let box = ResultBox<Value>()
        let job = WriteJob { connection in
            let value = try body(connection)
            box.result.withLock { $0 = value }
        }
        try await groupCommit.perform(job)
        guard let value = box.result.withLock({ $0 }) else { preconditionFailure("a body that was committed has a result") }
        return value
    }

    /// Tells of every commit, of this process and of others.
    public func changes() -> AsyncStream<Void> { watch.changes() }

    /// Waits for what goes on and closes all connections; the last process to do so moves the write-ahead log into the file.
    public func close() async throws {
        await watch.close()
        await readers.close()
        await keeper.close()
        try await writer.close(under: reading == nil ? lock : nil, within: tuning.courtesy)
    }
}

extension SQLiteDatabase {
    private static func prepareFile(_ file: DatabaseFile, _ opening: Opening, _ lock: ProcessLock, _ tuning: SQLiteTuning) throws {
        guard try !file.exists() else { return }
        guard !file.isHalfRemoved else {
            // Another process may have made the database, and its log, since the look before.
            if try file.exists() { return }
            throw DatabaseError(
                .corrupt, at: file.path,
                "the database is gone, but its write-ahead log is there: restore both, or move the log away to begin anew")
        }
        guard opening == .createIfMissing else { throw DatabaseError(.unavailable, at: file.path, "there is no database yet") }
        try file.makeDirectory()
        try lock.acquireBlocking(within: tuning.lockWait)
        defer { lock.release() }
        if try !file.exists() { try file.create() }
    }

    /// Invariant 1: durability is set after opening, and read back.
    ///
    /// Write-ahead logging is a property of the file; one that has none, such as a copy made by `VACUUM INTO`, gets it, if it is ours.
    private static func claim(_ statements: StatementCache, at path: String, isDurable: Bool) throws {
        if try statements.value("PRAGMA journal_mode") != .text("wal") {
            let tables = try statements.value("SELECT COUNT(*) FROM sqlite_schema")
            let own = try statements.value("SELECT COUNT(*) FROM sqlite_schema WHERE name = '\(Migrator.table)'")
            guard tables == .integer(0) || own == .integer(1) else { throw Migrator.foreign(at: path) }
            guard try statements.value("PRAGMA journal_mode = WAL") == .text("wal") else {
                throw DatabaseError(.permission, at: path, "the database can't keep a write-ahead log here: use a local file system")
            }
        }
        // `fullfsync` makes the disk of a Mac write what it holds back; elsewhere it does nothing.
        let synchronous = isDurable ? "FULL" : "NORMAL"
        for setting in ["synchronous = \(synchronous)", "fullfsync = ON", "checkpoint_fullfsync = ON", "foreign_keys = ON"] {
            try statements.run("PRAGMA \(setting)")
        }
        guard try statements.value("PRAGMA synchronous") == .integer(isDurable ? 2 : 1), try statements.value("PRAGMA foreign_keys") == .integer(1) else {
            throw DatabaseError(.permission, at: path, "SQLite did not take the settings that durability rests on")
        }
    }
}
