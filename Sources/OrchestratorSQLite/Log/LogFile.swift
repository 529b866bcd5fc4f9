internal import COrchestratorSQLite

/// The file of a write-ahead log, in which what SQLite writes one after the other is put together.
///
/// SQLite writes each page of a commit with two system calls, which take longer than everything else that is done with the page. Nobody looks at those pages
/// before they are synced: a commit is told to others afterwards, and what this connection reads is written before. So they are kept until then, or until
/// there are many. What could not be written is an error of that call, upon which SQLite rolls the transaction back, as if the page itself had failed.
///
/// That holds for `synchronous=FULL` alone: with less, SQLite tells of commits that it has not synced (`sqlite3WalFrames` in its wal.c).
final class LogFile {
    private let file: UnsafeMutablePointer<sqlite3_file>
    /// What is still to be written.
    private let pending = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 1)
    private var count = 0
    /// Where in the file it goes.
    private var start: sqlite3_int64 = 0
    /// SQLite cuts what is written at once to less than 128 KiB (`seekAndWriteFd` in its os_unix.c).
    private static let capacity = 124 * 1024

    /// - Parameter file: The file as the system opened it. It is closed by ``close()``.
    init(_ file: UnsafeMutablePointer<sqlite3_file>) {
        self.file = file
    }

    deinit { pending.deallocate() }

    private var system: sqlite3_io_methods { file.pointee.pMethods.pointee }

    func write(_ bytes: UnsafeRawPointer, _ length: Int32, at offset: sqlite3_int64) -> Int32 {
        if count > 0, offset != start + sqlite3_int64(count) || count + Int(length) > Self.capacity {
            let code = flush()
            guard code == SQLITE_OK else { return code }
        }
        guard length <= Self.capacity else { return system.xWrite(file, bytes, length, offset) }
        if count == 0 { start = offset }
        (pending + count).copyMemory(from: bytes, byteCount: Int(length))
        count += Int(length)
        return SQLITE_OK
    }

    func read(into bytes: UnsafeMutableRawPointer, _ length: Int32, at offset: sqlite3_int64) -> Int32 {
        // After any other code a transaction may go on, without the pages that are lost now.
        guard offset + sqlite3_int64(length) <= start || flush() == SQLITE_OK else { return SQLITE_IOERR | (1 << 8) }
        return system.xRead(file, bytes, length, offset)
    }

    func sync(_ flags: Int32) -> Int32 {
        let code = flush()
        return code == SQLITE_OK ? system.xSync(file, flags) : code
    }

    func truncate(to size: sqlite3_int64) -> Int32 {
        let code = flush()
        return code == SQLITE_OK ? system.xTruncate(file, size) : code
    }

    func size(into size: UnsafeMutablePointer<sqlite3_int64>) -> Int32 {
        let code = flush()
        return code == SQLITE_OK ? system.xFileSize(file, size) : code
    }

    /// What is still to be written is of a transaction that was not committed.
    func close() -> Int32 { system.xClose(file) }

    private func flush() -> Int32 {
        guard count > 0 else { return SQLITE_OK }
        defer { count = 0 }
        return system.xWrite(file, pending, Int32(count), start)
    }
}

extension LogFile {
    func lock(_ level: Int32) -> Int32 { system.xLock(file, level) }

    func unlock(_ level: Int32) -> Int32 { system.xUnlock(file, level) }

    func checkReservedLock(into result: UnsafeMutablePointer<Int32>?) -> Int32 { system.xCheckReservedLock(file, result) }

    func control(_ operation: Int32, _ argument: UnsafeMutableRawPointer?) -> Int32 { system.xFileControl(file, operation, argument) }

    var sectorSize: Int32 { system.xSectorSize(file) }

    var deviceCharacteristics: Int32 { system.xDeviceCharacteristics(file) }
}
