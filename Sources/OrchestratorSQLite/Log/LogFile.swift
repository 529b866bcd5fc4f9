internal import COrchestratorSQLite

/// The file of a write-ahead log, in which what SQLite writes one after the other is put together.
///
/// SQLite writes each page of a commit with two system calls, which take longer than everything else that is done with the page. Nobody looks at those pages
/// before they are synced: a commit is told to others afterwards, and what this connection reads is written before. So they are kept until then, or until
/// there are many. What could not be written is an error of that call, upon which SQLite rolls the transaction back, as if the page itself had failed.
/// With the lock for writing goes what is still kept: it is of a transaction that was undone, and its place in the file is now that of others.
///
/// That holds for `synchronous=FULL` alone: with less, SQLite tells of commits that it has not synced (`sqlite3WalFrames` in its wal.c).
final class LogFile {
    private let file: UnsafeMutablePointer<sqlite3_file>
    private let system: UnsafePointer<sqlite3_io_methods>
    /// What is still to be written.
    private let pending = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 1)
    private var count = 0
    /// Where in the file it goes.
    private var start: sqlite3_int64 = 0
    /// SQLite cuts what is written at once to less than 128 KiB (`seekAndWriteFd` in its os_unix.c).
    private static let capacity = 124 * 1024

    /// - Parameters:
    ///   - file: The file, which the system has opened.
    ///   - system: What the system does with it.
    init(_ file: UnsafeMutablePointer<sqlite3_file>, _ system: UnsafePointer<sqlite3_io_methods>) {
        (self.file, self.system) = (file, system)
    }

    deinit { pending.deallocate() }

    func write(_ bytes: UnsafeRawPointer, _ length: Int32, at offset: sqlite3_int64) -> Int32 {
        if count > 0, offset != start + sqlite3_int64(count) || count + Int(length) > Self.capacity {
            let code = flush()
            guard code == SQLITE_OK else { return code }
        }
        guard length <= Self.capacity else { return system.pointee.xWrite(file, bytes, length, offset) }
        if count == 0 { start = offset }
        (pending + count).copyMemory(from: bytes, byteCount: Int(length))
        count += Int(length)
        return SQLITE_OK
    }

    func read(into bytes: UnsafeMutableRawPointer, _ length: Int32, at offset: sqlite3_int64) -> Int32 {
        // After any other code a transaction may go on, without the pages that are lost now.
        guard offset + sqlite3_int64(length) <= start || flush() == SQLITE_OK else { return SQLITE_IOERR | (1 << 8) }
        return system.pointee.xRead(file, bytes, length, offset)
    }

    func sync(_ flags: Int32) -> Int32 {
        let code = flush()
        return code == SQLITE_OK ? system.pointee.xSync(file, flags) : code
    }

    func truncate(to size: sqlite3_int64) -> Int32 {
        let code = flush()
        return code == SQLITE_OK ? system.pointee.xTruncate(file, size) : code
    }

    func size(into size: UnsafeMutablePointer<sqlite3_int64>) -> Int32 {
        let code = flush()
        return code == SQLITE_OK ? system.pointee.xFileSize(file, size) : code
    }

    /// Gives up what is still to be written: others may write from now on.
    func forget() { count = 0 }

    private func flush() -> Int32 {
        guard count > 0 else { return SQLITE_OK }
        defer { count = 0 }
        return system.pointee.xWrite(file, pending, Int32(count), start)
    }
}
