internal import Foundation
public import OrchestratorDatabase

extension SQLiteDatabase {
    /// Puts a copy of a backup in the place of a database.
    ///
    /// The copy is made and looked through beside the database, and takes its place in one step, so that there is a whole database at any moment.
    /// What was there before stays beside it as `<database>.before-restore` (with a number, where that is taken).
    /// - Parameters:
    ///   - path: The database. It need not be there.
    ///   - backup: A database of this program, such as ``backUp(to:)`` makes.
    ///   - predecessors: Programs whose databases are refused by their names.
    ///   - prepare: Gets the copy, open, before it takes the place: throws where it should not, and may bring it to the schema of this program.
    /// - Returns: Where the database that was there before is now; `nil` where there was none.
    /// - Throws: `DatabaseError`; of kind `unavailable` where a process has the database open, which it names.
    public static func restore(
        _ path: String, from backup: String, predecessors: [Predecessor] = [], prepare: (SQLiteDatabase) async throws -> Void
    ) async throws -> String? {
        let place = DatabaseFile(path: URL(fileURLWithPath: path).path)
        let source = BackupFile(backup)
        try source.check()
        guard FileIdentity(path: source.path) != FileIdentity(path: place.path) else {
            throw DatabaseError(.conflict, at: source.path, "the backup is the database itself")
        }
        try place.makeDirectory()
        // Before anything waits: who has the database open now will hardly have closed it by then.
        try place.checkThatNobodyHasItOpen()
        let copy = try source.copy(besides: place)
        defer { DatabaseFile.remove(copy) }
        try await source.using(copy, for: place) {
            try source.checkMaker(copy, for: place, predecessors)
            let opened = try open(copy, .existing)
            do {
                try await prepare(opened)
            } catch {
                try? await opened.close()
                throw error
            }
            try await opened.close()
        }
        try place.sync(copy)
        let lock = ProcessLock(besides: place.path)
        try await lock.acquire(within: SQLiteTuning().lockWait)
        defer { lock.release() }
        let kept = try place.replace(with: copy)
        lock.removeFile()
        return kept
    }
}
