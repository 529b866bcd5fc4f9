internal import Foundation
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
        let temporary = temporaryName
        defer { Self.remove(temporary) }
        let mode: SQLValue
        do {
            mode = try Self.makeEmpty(temporary)
        } catch let error as DatabaseError {
            // The name that was asked for, not one that nobody has heard of.
            throw DatabaseError(error.kind, at: path, error.message, cause: error.cause)
        }
        guard mode == .text("wal") else {
            throw DatabaseError(
                .permission, at: path, "the database can't keep a write-ahead log here: use a local file system", cause: "its journal is \(mode)")
        }
        try sync(temporary)
        guard link(temporary, path) == 0 || errno == EEXIST else {
            throw failure("the database can't be made")
        }
        try syncDirectory()
    }

    /// - Returns: How the database keeps its journal.
    private static func makeEmpty(_ path: String) throws -> SQLValue {
        let connection = try OpenConnection(path: path, .creating, settings: [])
        let mode = try connection.use { statements in
            // Pages that are free can be given back in small steps, so that nobody waits for long. It has to be said before the first page is.
            try statements.run("PRAGMA auto_vacuum = INCREMENTAL")
            return try statements.value("PRAGMA journal_mode = WAL")
        }
        try connection.close()
        return mode
    }

    /// Throws where nothing can be made in the directory of the file.
    func checkDirectory() throws {
        let directory = directory
        guard access(directory, W_OK | X_OK) != 0 else { return }
        // Making a path or a text of it may change it.
        let code = errno
        throw failure("nothing can be made in '\(directory)'", code)
    }

    private var directory: String { URL(fileURLWithPath: path).deletingLastPathComponent().path }

    /// A name beside the file that nothing else has.
    var temporaryName: String { "\(directory)/\(temporaryPrefix)\(getpid()).\(UInt32.random(in: .min ... .max)).new" }

    private var temporaryPrefix: String { ".\(URL(fileURLWithPath: path).lastPathComponent)." }

    /// Removes databases of such names that processes have left behind. Nobody may be making one.
    func removeTemporaries() {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? [] {
            guard name.hasPrefix(temporaryPrefix), name.hasSuffix(".new") || name.contains(".new-") else { continue }
            unlink("\(directory)/\(name)")
        }
    }

    /// Removes a database of a temporary name, with all that lies beside it.
    static func remove(_ temporary: String) {
        for suffix in ["", "-wal", "-shm", "-journal"] { unlink(temporary + suffix) }
    }

    /// Makes the names in the directory of the file durable.
    func syncDirectory() throws { try sync(directory) }

    /// Makes the directory of the database, and those above it, durably.
    func makeDirectory() throws {
        try makeDirectory(directory)
    }

    private func makeDirectory(_ directory: String) throws {
        var status = stat()
        guard stat(directory, &status) != 0 else {
            guard status.st_mode & S_IFMT == S_IFDIR else {
                throw DatabaseError(
                    .permission, at: path, "a file stands where the directory of the database should be", cause: directory)
            }
            return
        }
        let parent = URL(fileURLWithPath: directory).deletingLastPathComponent().path
        if parent != directory { try makeDirectory(parent) }
        guard mkdir(directory, 0o777) == 0 || errno == EEXIST else {
            throw failure("the directory of the database can't be made")
        }
        try sync(parent)
    }

    /// Makes a file, or the names in a directory, durable.
    func sync(_ path: String) throws {
        let descriptor = Self.open(path)
        guard descriptor >= 0 else { throw failure("the database can't be made durable") }
        defer { _ = Self.close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("the database can't be made durable") }
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

    /// The error of the call of the system that has just failed; the message is to be a literal, since making one may change `errno`.
    func failure(_ message: StaticString) -> DatabaseError {
        let code = errno
        return failure("\(message)", code)
    }

    private func failure(_ message: String, _ code: Int32) -> DatabaseError {
        let kind: DatabaseError.Kind =
            switch code {
            case EIO: .io
            case ENOSPC, EDQUOT: .full
            case EACCES, EPERM, EROFS: .permission
            default: .permission
            }
        let cause = String(cString: strerror(code))
        return DatabaseError(kind, at: path, "\(message): \(cause)", cause: cause)
    }
}
