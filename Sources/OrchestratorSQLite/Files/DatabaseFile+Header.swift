internal import COrchestratorSQLite
internal import OrchestratorDatabase

extension DatabaseFile {
    /// The first 100 bytes, fewer where the file has fewer; `nil` where it can't be read.
    func header(size: UInt64) -> [UInt8]? {
        withLayer { file, methods in
            var bytes = [UInt8](repeating: 0, count: Int(min(size, 100)))
            guard !bytes.isEmpty else { return [] }
            return methods.xRead(file, &bytes, Int32(bytes.count), 0) == SQLITE_OK ? bytes : nil
        } ?? nil
    }

    /// Hands on the content of the file from its beginning to its end.
    func forEachPiece(_ body: ([UInt8]) throws -> Void) throws {
        let isRead = try withLayer { file, methods in
            var size: sqlite3_int64 = 0
            guard methods.xFileSize(file, &size) == SQLITE_OK else { return false }
            for position in stride(from: 0, to: size, by: 1 << 20) {
                var buffer = [UInt8](repeating: 0, count: Int(min(size - position, 1 << 20)))
                guard methods.xRead(file, &buffer, Int32(buffer.count), position) == SQLITE_OK else { return false }
                try body(buffer)
            }
            return true
        }
        guard isRead == true else { throw DatabaseError(.io, at: path, "the file can't be read") }
    }

    /// Opens the file for reading through SQLite's own layer: where this process has the file open already, closing a descriptor of another kind
    /// would take away the locks it holds (https://www.sqlite.org/howtocorrupt.html, 2.2).
    ///
    /// - Returns: What the body returns; `nil` where the file can't be opened.
    private func withLayer<Value>(_ body: (UnsafeMutablePointer<sqlite3_file>, sqlite3_io_methods) throws -> Value) rethrows -> Value? {
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
        return try body(file, methods.pointee)
    }
}
