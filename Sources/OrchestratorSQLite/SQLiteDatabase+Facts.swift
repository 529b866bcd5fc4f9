internal import Foundation
public import OrchestratorDatabase

extension SQLiteDatabase {
    /// Sizes and settings, and the process whose reading keeps the write-ahead log from shrinking.
    public func storageFacts() async throws -> [StorageFact] {
        let reader = try await blockingReader()
        return try writer.use { statements in
            [
                StorageFact("engine", "sqlite"), StorageFact("engine_version", try statements.value("SELECT sqlite_version()")),
                StorageFact("location", location), StorageFact("database_bytes", FileSize.bytes(of: location)),
                StorageFact("wal_bytes", FileSize.bytes(of: location + "-wal")),
                StorageFact("wal_reader_process", reader.map { SQLValue.integer(Int64($0.processID)) } ?? .null),
                StorageFact("wal_reader_name", reader?.name.map(SQLValue.text) ?? .null),
                StorageFact("wal_reader_since", reader?.sinceText.map(SQLValue.text) ?? .null),
                StorageFact("page_bytes", try statements.value("PRAGMA page_size")), StorageFact("free_pages", try statements.value("PRAGMA freelist_count")),
                StorageFact("journal_mode", try statements.value("PRAGMA journal_mode")),
                StorageFact("synchronous", try statements.value("PRAGMA synchronous")),
                StorageFact("foreign_keys", try statements.value("PRAGMA foreign_keys")), StorageFact("commits", writer.commits),
            ]
        }
    }

    /// The process that reads an old snapshot, and since when it was seen to be in the way.
    ///
    /// The kernel of Linux says which processes read; only those that still do a moment later count, since most reads are over in less. The
    /// time is known once a writer has met the reader; what runs in other containers, or on other systems, is not seen.
    private func blockingReader() async throws -> ProcessSighting? {
        guard let memory = FileIdentity(path: location + "-shm") else { return nil }
        let isOwnOld = readers.oldestRead.map { WallTime.microseconds - $0 > 100_000 } ?? false
        var seen = KernelLocks.current.readers(of: memory)
        if !isOwnOld { seen.remove(ProcessSighting.currentID) }
        guard !seen.isEmpty else { return nil }
        try await Task.sleep(for: .milliseconds(50))
        seen.formIntersection(KernelLocks.current.readers(of: memory))
        if let noted = lock.notedReader, seen.contains(noted.processID) {
            return ProcessSighting(processID: noted.processID, since: noted.since)
        }
        return seen.min().map { ProcessSighting(processID: $0, since: $0 == ProcessSighting.currentID ? readers.oldestRead : nil) }
    }
}
