internal import OrchestratorDatabase

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The open file that a ``ProcessLock`` locks.
///
/// Its first line names the process that has locked it last, the second the reader that keeps the write-ahead log from shrinking: both for messages
/// alone. The third names one that has been waiting for a while, so that whoever has the lock lets it pass. The lock itself is the kernel's, and goes with
/// the process.
final class LockFile: Sendable {
    let identity: FileIdentity
    private let descriptor: Int32
    private static let lineLength = 64
    /// How long the note of a process that locks the file again and again stands before the time in it is made new, in microseconds.
    private static let noteLifetime = 1_000_000

    /// A line of the file.
    enum Line: Int {
        case holder
        case reader
        case waiter
    }

    /// Opens the file, and makes it where it is missing.
    init(_ path: String) throws {
        descriptor = try Self.open(path)
        guard let identity = FileIdentity(descriptor: descriptor) else {
            let cause = String(cString: strerror(errno))
            close(descriptor)
            throw DatabaseError(.unavailable, at: path, "the lock of the database can't be looked at: \(cause)", cause: cause)
        }
        self.identity = identity
    }

    deinit { close(descriptor) }

    private static func open(_ path: String) throws -> Int32 {
        let flags = O_CLOEXEC | O_NOFOLLOW
        #if canImport(Glibc)
            var descriptor = Glibc.open(path, O_RDWR | O_CREAT | flags, 0o666)
            // A user who may not write to it may still lock it.
            if descriptor < 0, errno == EACCES || errno == EROFS { descriptor = Glibc.open(path, O_RDONLY | flags) }
        #else
            var descriptor = Darwin.open(path, O_RDWR | O_CREAT | flags, 0o666)
            if descriptor < 0, errno == EACCES || errno == EROFS { descriptor = Darwin.open(path, O_RDONLY | flags) }
        #endif
        guard descriptor < 0 else { return descriptor }
        let code = errno
        let cause = String(cString: strerror(code))
        let kind: DatabaseError.Kind =
            switch code {
            case ENOSPC, EDQUOT: .full
            case EIO: .io
            case EMFILE, ENFILE, ENOMEM, EINTR: .unavailable
            default: .permission
            }
        throw DatabaseError(kind, at: path, "the lock of the database can't be opened: \(cause)", cause: cause)
    }

    /// Locks the file, unless another process, or another opening of the file, has it.
    func lock(at path: String) throws -> Bool {
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let code = errno
            if code == EINTR { continue }
            guard code != EWOULDBLOCK else { return false }
            let cause = String(cString: strerror(code))
            throw DatabaseError(.permission, at: path, "the database can't be locked here, use a local file system: \(cause)", cause: cause)
        }
        return true
    }

    func unlock() { _ = flock(descriptor, LOCK_UN) }

    /// Takes away the note of a process that waits, which is to be let pass now. The lock must be held: whoever gets it, and still waits, leaves another.
    ///
    /// - Returns: That process; `nil` where none waits.
    func takeWaiter() -> LockRecord? {
        guard let waiter = read(.waiter) else { return nil }
        write(nil, to: .waiter)
        return waiter
    }

    /// Notes that this process has locked the file, unless it has noted so within the last second and no other process since: the time that the note
    /// tells is up to a second before the lock was taken.
    ///
    /// Each write to a file makes the next fsync of any other on its disk slower: a caller that locks the file hundreds of times a second is not to
    /// write as often.
    func noteHolder(_ record: LockRecord) {
        if let noted = read(.holder), noted.processID == record.processID, (0..<Self.noteLifetime).contains(Int(record.since - noted.since)) { return }
        write(record, to: .holder)
    }

    /// Writes a process and the time since when; failing to is no harm, since the lines only make messages better.
    func write(_ record: LockRecord?, to line: Line) {
        var text = record?.text ?? ""
        text += String(repeating: " ", count: max(0, Self.lineLength - 1 - text.utf8.count)) + "\n"
        _ = text.withUTF8 { pwrite(descriptor, $0.baseAddress, min($0.count, Self.lineLength), off_t(line.rawValue * Self.lineLength)) }
    }

    /// What a line says; `nil` where it says nothing.
    func read(_ line: Line) -> LockRecord? {
        var bytes = [UInt8](repeating: 0, count: Self.lineLength)
        let count = pread(descriptor, &bytes, bytes.count, off_t(line.rawValue * Self.lineLength))
        return LockRecord(line: Array(bytes.prefix(max(0, count))))
    }
}
