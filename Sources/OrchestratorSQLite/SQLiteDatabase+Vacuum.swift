internal import OrchestratorDatabase

extension SQLiteDatabase {
    /// Gives pages that nothing uses any more back to the file system.
    ///
    /// It goes in small steps, each a transaction of its own, between which others write; no row gets another number. A crash leaves the
    /// database as it is after one of the steps.
    /// - Returns: How many bytes the file has become shorter; the write-ahead log is moved into it before and after.
    /// - Throws: ``DatabaseError``.
    public func vacuum() async throws -> Int {
        try await moveLog()
        let before = FileSize.bytes(of: location)
        if try await isWithoutFreeList() { try await rebuild() }
        while try await write({ connection in
            let free = try connection.first("PRAGMA freelist_count") { try $0.integer() } ?? 0
            // All rows of the pragma have to be asked for: each gives one page back.
            if free > 0 { _ = try connection.all("PRAGMA incremental_vacuum(500)") { _ in } }
            return free > 0
        }) {}
        try await moveLog()
        return max(0, before - FileSize.bytes(of: location))
    }

    /// Whether the file was made in the older way, which can't give pages back.
    private func isWithoutFreeList() async throws -> Bool {
        try await read { try $0.first("PRAGMA auto_vacuum") { try $0.integer() } } != 2
    }

    /// Writes the whole database anew, in one step, for which others wait: a file that another program made can't give pages back otherwise.
    private func rebuild() async throws { try await underLock { try $0.run("VACUUM") } }

    private func moveLog() async throws { try await underLock { _ = try $0.checkpoint(.cutting, patience: 1000) } }

    /// Does what can't be done in a transaction, with the lock that keeps others from writing.
    private func underLock(_ body: @Sendable (StatementCache) throws -> Void) async throws {
        if let reading { throw reading.refusal }
        try await lock.acquire(within: tuning.lockWait)
        defer { lock.release() }
        try writer.check()
        try writer.use(body)
    }
}
