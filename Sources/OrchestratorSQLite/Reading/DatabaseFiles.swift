#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// What lies on the disk of a database at one moment: two that are equal have the same content between them, if the first was ``isSettled``.
struct DatabaseFiles: Equatable {
    private let database: Traces?
    private let log: Traces?
    private let journal: Traces?
    /// Whether there is the memory that processes share as long as one has the database open with a log.
    private let hasMemory: Bool

    /// What every change of a file changes.
    private struct Traces: Equatable {
        let identity: FileIdentity
        let size: Int
        /// In nanoseconds since 1970.
        let changed: Int
    }

    init(of path: String) {
        database = Self.traces(of: path)
        log = Self.traces(of: path + "-wal")
        journal = Self.traces(of: path + "-journal")
        hasMemory = FileIdentity(path: path + "-shm") != nil
    }

    /// How the database can be read without changing anything.
    ///
    /// - Parameter usesLog: Whether the database is one that keeps a write-ahead log.
    func reading(usesLog: Bool) -> Reading {
        // Without a log SQLite locks the file while it is read, and with one the memory is where it locks.
        if usesLog { return log != nil && hasMemory ? .inPlace : .fromCopy }
        return journal == nil ? .inPlace : .fromCopy
    }

    /// How a database is read.
    enum Reading {
        case inPlace
        /// SQLite would have to make files beside it first.
        case fromCopy
    }

    /// Whether another change would be seen: the clock of files goes in steps of a few milliseconds.
    func isSettled(at now: Int64) -> Bool {
        let last = [database, log, journal].compactMap { $0?.changed }.max() ?? 0
        return now * 1000 - Int64(last) > 20_000_000
    }

    private static func traces(of path: String) -> Traces? {
        var status = stat()
        guard stat(path, &status) == 0, let identity = FileIdentity(path: path) else { return nil }
        #if canImport(Darwin)
            let times = [status.st_mtimespec, status.st_ctimespec]
        #else
            let times = [status.st_mtim, status.st_ctim]
        #endif
        let changed = times.map { $0.tv_sec * 1_000_000_000 + $0.tv_nsec }.max() ?? 0
        return Traces(identity: identity, size: Int(status.st_size), changed: changed)
    }
}
