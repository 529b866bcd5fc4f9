internal import COrchestratorSQLite

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The file system that SQLite sees where commits are synced: the system's own, but for write-ahead logs, which are ``LogFile``s
/// (https://www.sqlite.org/vfs.html).
enum LogFileSystem {
    /// What SQLite knows it by; `nil` where it can't be made known.
    static let name: String? = register()

    /// What SQLite holds of a log: what it must find there itself, and the file. Behind it is the file as the system opened it.
    private struct Handle {
        var methods: UnsafePointer<sqlite3_io_methods>?
        var log: Unmanaged<LogFile>
    }

    private static func register() -> String? {
        guard let system = sqlite3_vfs_find(nil), let name = strdup("gathered-log") else { return nil }
        let shim = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        shim.initialize(to: system.pointee)
        shim.pointee.pNext = nil
        shim.pointee.zName = UnsafePointer(name)
        shim.pointee.szOsFile += Int32(MemoryLayout<Handle>.stride)
        shim.pointee.xOpen = { _, path, file, flags, outFlags in
            guard let file, let system = sqlite3_vfs_find(nil) else { return SQLITE_CANTOPEN }
            return LogFileSystem.open(path, file, flags, outFlags, system)
        }
        // The system's stays the one that is taken where none is named.
        return sqlite3_vfs_register(shim, 0) == SQLITE_OK ? String(cString: name) : nil
    }

    private static func open(
        _ path: UnsafePointer<CChar>?, _ file: UnsafeMutablePointer<sqlite3_file>, _ flags: Int32, _ outFlags: UnsafeMutablePointer<Int32>?,
        _ system: UnsafeMutablePointer<sqlite3_vfs>
    ) -> Int32 {
        guard flags & SQLITE_OPEN_WAL != 0 else { return system.pointee.xOpen(system, path, file, flags, outFlags) }
        let inner = (UnsafeMutableRawPointer(file) + MemoryLayout<Handle>.stride).assumingMemoryBound(to: sqlite3_file.self)
        file.pointee.pMethods = nil
        inner.pointee.pMethods = nil
        let code = system.pointee.xOpen(system, path, inner, flags, outFlags)
        guard code == SQLITE_OK else {
            if let methods = inner.pointee.pMethods { _ = methods.pointee.xClose(inner) }
            return code
        }
        UnsafeMutableRawPointer(file).storeBytes(
            of: Handle(methods: methods, log: .passRetained(LogFile(inner))), as: Handle.self)
        return SQLITE_OK
    }

    private static func handle(_ file: UnsafeMutablePointer<sqlite3_file>?) -> Unmanaged<LogFile> {
        guard let file else { preconditionFailure("SQLite calls the methods of a file with the file") }
        return UnsafeRawPointer(file).load(as: Handle.self).log
    }

    private static func log(_ file: UnsafeMutablePointer<sqlite3_file>?) -> LogFile { handle(file).takeUnretainedValue() }

    nonisolated(unsafe) private static let methods: UnsafePointer<sqlite3_io_methods> = {
        var methods = sqlite3_io_methods()
        methods.iVersion = 1
        methods.xClose = { file in
            let log = LogFileSystem.handle(file).takeRetainedValue()
            return log.close()
        }
        methods.xRead = { file, bytes, length, offset in
            guard let bytes else { return SQLITE_MISUSE }
            return LogFileSystem.log(file).read(into: bytes, length, at: offset)
        }
        methods.xWrite = { file, bytes, length, offset in
            guard let bytes else { return SQLITE_MISUSE }
            return LogFileSystem.log(file).write(bytes, length, at: offset)
        }
        methods.xTruncate = { file, size in LogFileSystem.log(file).truncate(to: size) }
        methods.xSync = { file, flags in LogFileSystem.log(file).sync(flags) }
        methods.xFileSize = { file, size in
            guard let size else { return SQLITE_MISUSE }
            return LogFileSystem.log(file).size(into: size)
        }
        methods.xLock = { file, level in LogFileSystem.log(file).lock(level) }
        methods.xUnlock = { file, level in LogFileSystem.log(file).unlock(level) }
        methods.xCheckReservedLock = { file, result in LogFileSystem.log(file).checkReservedLock(into: result) }
        methods.xFileControl = { file, operation, argument in LogFileSystem.log(file).control(operation, argument) }
        methods.xSectorSize = { LogFileSystem.log($0).sectorSize }
        methods.xDeviceCharacteristics = { LogFileSystem.log($0).deviceCharacteristics }
        let place = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        place.initialize(to: methods)
        return UnsafePointer(place)
    }()
}
