internal import Foundation
internal import GRDB
internal import OrchestratorDatabase

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

extension DatabaseFile {
    /// Makes an empty database, durably, unless another process is faster.
    ///
    /// It is made under another name and gets its own once it keeps a write-ahead log. So no process ever sees an empty file, or one that is
    /// about to change how it is written to, for which SQLite would not wait; and an empty file is known to be a damaged one.
    func create() throws {
        let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let temporary = "\(directory)/.\(URL(fileURLWithPath: path).lastPathComponent).\(getpid()).\(UInt32.random(in: .min ... .max)).new"
        defer { for suffix in ["", "-wal", "-shm", "-journal"] { unlink(temporary + suffix) } }
        do {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        } catch {
            throw failure("the directory of the database can't be made", cause: String(describing: error))
        }
        try classifying(at: path) {
            let queue = try DatabaseQueue(path: temporary)
            let mode = try queue.inDatabase { try String.fetchOne($0, sql: "PRAGMA journal_mode = WAL") }
            try queue.close()
            guard mode == "wal" else {
                throw failure("the database can't keep a write-ahead log here: use a local file system", cause: mode ?? "")
            }
        }
        try sync(temporary)
        guard link(temporary, path) == 0 || errno == EEXIST else {
            throw failure("the database can't be made", cause: String(cString: strerror(errno)))
        }
        try sync(directory)
    }

    private func sync(_ path: String) throws {
        let descriptor = Self.open(path)
        defer { if descriptor >= 0 { _ = Self.close(descriptor) } }
        guard descriptor >= 0, fsync(descriptor) == 0 else {
            throw failure("the database can't be made durable", cause: String(cString: strerror(errno)))
        }
    }

    private static func open(_ path: String) -> Int32 {
        #if canImport(Glibc)
            Glibc.open(path, O_RDONLY | O_CLOEXEC)
        #else
            Darwin.open(path, O_RDONLY | O_CLOEXEC)
        #endif
    }

    private static func close(_ descriptor: Int32) -> Int32 {
        #if canImport(Glibc)
            Glibc.close(descriptor)
        #else
            Darwin.close(descriptor)
        #endif
    }

    private func failure(_ message: String, cause: String) -> OrchestratorDatabase.DatabaseError {
        OrchestratorDatabase.DatabaseError(.permission, at: path, message, cause: cause)
    }
}
