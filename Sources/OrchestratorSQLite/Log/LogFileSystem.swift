internal import COrchestratorSQLite

/// The file system that SQLite sees where commits are synced: the system's own, but that write-ahead logs are written by a ``LogFile``
/// (https://www.sqlite.org/vfs.html).
enum LogFileSystem {
    /// What SQLite knows it by; `nil` where it can't be made known.
    static let name: String? = register()

    private static let ownName: StaticString = "orchestrator"

    /// The one that is taken where none is named.
    nonisolated(unsafe) private static let system: UnsafeMutablePointer<sqlite3_vfs>? = sqlite3_vfs_find(nil)

    /// What stands behind that which the system keeps of a file: what is done with the file in place of what the system does.
    private struct Shim {
        var methods: sqlite3_io_methods
        let system: UnsafePointer<sqlite3_io_methods>
        /// The log: of a log itself, of a database its own as long as that is open.
        var log: Unmanaged<LogFile>?
        /// The database of a log.
        var database: UnsafeMutablePointer<sqlite3_file>?
    }

    /// Where it stands.
    private static let offset: Int = {
        let size = Int(system?.pointee.szOsFile ?? 0)
        let alignment = MemoryLayout<Shim>.alignment
        return (size + alignment - 1) / alignment * alignment
    }()

    private static func shim(of file: UnsafeMutablePointer<sqlite3_file>) -> UnsafeMutablePointer<Shim> {
        (UnsafeMutableRawPointer(file) + offset).assumingMemoryBound(to: Shim.self)
    }

    private static func register() -> String? {
        guard let system else { return nil }
        let own = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        own.initialize(to: system.pointee)
        own.pointee.pNext = nil
        own.pointee.zName = UnsafeRawPointer(ownName.utf8Start).assumingMemoryBound(to: CChar.self)
        own.pointee.szOsFile = Int32(offset + MemoryLayout<Shim>.size)
        own.pointee.xOpen = { _, path, file, flags, outFlags in
            guard let file else { return SQLITE_CANTOPEN }
            return LogFileSystem.open(path, file, flags, outFlags)
        }
        return sqlite3_vfs_register(own, 0) == SQLITE_OK ? "\(ownName)" : nil
    }

    private static func open(
        _ path: UnsafePointer<CChar>?, _ file: UnsafeMutablePointer<sqlite3_file>, _ flags: Int32, _ outFlags: UnsafeMutablePointer<Int32>?
    ) -> Int32 {
        guard let system else { return SQLITE_CANTOPEN }
        let code = system.pointee.xOpen(system, path, file, flags, outFlags)
        guard code == SQLITE_OK, let methods = file.pointee.pMethods else { return code }
        if flags & SQLITE_OPEN_MAIN_DB != 0 {
            guardLock(of: file, methods)
        } else if flags & SQLITE_OPEN_WAL != 0, let path, let database = sqlite3_database_file_object(path) {
            gather(file, methods, of: database)
        }
        return code
    }

    /// Lets the log of a database forget what was not written when the lock for writing is given back.
    private static func guardLock(of file: UnsafeMutablePointer<sqlite3_file>, _ methods: UnsafePointer<sqlite3_io_methods>) {
        // Without shared memory there is no log.
        guard methods.pointee.iVersion >= 2, methods.pointee.xShmLock != nil else { return }
        let shim = shim(of: file)
        shim.initialize(to: Shim(methods: methods.pointee, system: methods, log: nil))
        shim.pointee.methods.xShmLock = { file, first, count, flags in
            guard let file else { return SQLITE_MISUSE }
            let shim = LogFileSystem.shim(of: file)
            // The lock for writing is the first one (WAL_WRITE_LOCK in SQLite's wal.c).
            if first == 0, flags & SQLITE_SHM_UNLOCK != 0, flags & SQLITE_SHM_EXCLUSIVE != 0 { shim.pointee.log?.takeUnretainedValue().forget() }
            return shim.pointee.system.pointee.xShmLock(file, first, count, flags)
        }
        install(shim, file)
    }

    /// Lets a ``LogFile`` write the log of a database.
    private static func gather(
        _ file: UnsafeMutablePointer<sqlite3_file>, _ methods: UnsafePointer<sqlite3_io_methods>, of database: UnsafeMutablePointer<sqlite3_file>
    ) {
        // Where a write may harm what stands beside it, SQLite writes on behind the sync (`walWriteToLog` in its wal.c).
        guard database.pointee.pMethods == self.methods(shim(of: database)),
            database.pointee.pMethods.pointee.xDeviceCharacteristics(database) & SQLITE_IOCAP_POWERSAFE_OVERWRITE != 0
        else { return }
        let shim = shim(of: file)
        let log = Unmanaged.passRetained(LogFile(file, methods))
        shim.initialize(to: Shim(methods: methods.pointee, system: methods, log: log, database: database))
        self.shim(of: database).pointee.log = log
        shim.pointee.methods.xClose = { file in
            guard let file else { return SQLITE_MISUSE }
            let shim = LogFileSystem.shim(of: file)
            if let database = shim.pointee.database { LogFileSystem.shim(of: database).pointee.log = nil }
            shim.pointee.log?.release()
            return shim.pointee.system.pointee.xClose(file)
        }
        shim.pointee.methods.xRead = { file, bytes, length, offset in
            guard let log = LogFileSystem.log(file), let bytes else { return SQLITE_MISUSE }
            return log.read(into: bytes, length, at: offset)
        }
        shim.pointee.methods.xWrite = { file, bytes, length, offset in
            guard let log = LogFileSystem.log(file), let bytes else { return SQLITE_MISUSE }
            return log.write(bytes, length, at: offset)
        }
        shim.pointee.methods.xTruncate = { file, size in LogFileSystem.log(file)?.truncate(to: size) ?? SQLITE_MISUSE }
        shim.pointee.methods.xSync = { file, flags in LogFileSystem.log(file)?.sync(flags) ?? SQLITE_MISUSE }
        shim.pointee.methods.xFileSize = { file, size in
            guard let log = LogFileSystem.log(file), let size else { return SQLITE_MISUSE }
            return log.size(into: size)
        }
        install(shim, file)
    }

    private static func log(_ file: UnsafeMutablePointer<sqlite3_file>?) -> LogFile? {
        file.flatMap { shim(of: $0).pointee.log?.takeUnretainedValue() }
    }

    private static func install(_ shim: UnsafeMutablePointer<Shim>, _ file: UnsafeMutablePointer<sqlite3_file>) {
        file.pointee.pMethods = methods(shim)
    }

    private static func methods(_ shim: UnsafeMutablePointer<Shim>) -> UnsafePointer<sqlite3_io_methods> {
        UnsafePointer(UnsafeMutableRawPointer(shim).assumingMemoryBound(to: sqlite3_io_methods.self))
    }
}
