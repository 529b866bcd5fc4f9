internal import GRDBSQLite

extension DatabaseFile {
    /// The first 100 bytes, fewer where the file has fewer; `nil` where it can't be read.
    ///
    /// They are read through SQLite's own layer: where this process has the file open already, closing a descriptor of another kind would take
    /// away the locks it holds (https://www.sqlite.org/howtocorrupt.html, 2.2).
    func header(size: UInt64) -> [UInt8]? {
        guard let layer = sqlite3_vfs_find(nil), let name = sqlite3_create_filename(path, "", "", 0, nil) else { return nil }
        defer { sqlite3_free_filename(name) }
        let memory = UnsafeMutableRawPointer.allocate(byteCount: Int(layer.pointee.szOsFile), alignment: 16)
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: Int(layer.pointee.szOsFile))
        defer { memory.deallocate() }
        let file = memory.assumingMemoryBound(to: sqlite3_file.self)
        guard layer.pointee.xOpen(layer, name, file, SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB, nil) == SQLITE_OK,
            let methods = file.pointee.pMethods
        else { return nil }
        defer { _ = methods.pointee.xClose(file) }
        var bytes = [UInt8](repeating: 0, count: Int(min(size, 100)))
        guard !bytes.isEmpty else { return [] }
        return methods.pointee.xRead(file, &bytes, Int32(bytes.count), 0) == SQLITE_OK ? bytes : nil
    }
}
