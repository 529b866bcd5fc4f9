import OrchestratorTestKit
import Testing

@testable import OrchestratorSQLite

#if canImport(Glibc)
    import Glibc
#endif

/// What the kernel's list of locks says.
@Suite struct KernelLockTests {
    @Test func readsRecordsAndNothingElse() {
        let record = LockRecord(processID: 4711, since: 1_750_000_000_000_000)
        #expect(LockRecord(line: Array("\(record.text)      \n".utf8)) == record)
        for text in ["", "   \n", "4711", "4711 x", "0 5", "-1 5", "1 2 3", "1 -9223372036854775808", "\0\0\0"] {
            #expect(LockRecord(line: Array(text.utf8)) == nil)
        }
    }

    /// A note that is true, or nearly, is not written again: each write to a file makes the fsyncs of others slower.
    @Test func notesItsHolderAnewOnlyWhereTheNoteIsAnotherOne() throws {
        let directory = try TemporaryDirectory()
        let file = try LockFile(directory.path("lock"))
        let noted = LockRecord(processID: 11, since: 5_000_000)
        file.noteHolder(noted)
        file.noteHolder(LockRecord(processID: 11, since: 5_900_000))
        #expect(file.read(.holder) == noted)
        // Another process; the same one later, and with its clock set back.
        for record in [(12, 5_900_000), (11, 5_900_001), (11, 6_900_001), (11, 6_000_000)].map(LockRecord.init) {
            file.noteHolder(record)
            #expect(file.read(.holder) == record)
        }
    }

    #if os(Linux)
        @Test func findsHoldersReadersAndUsers() throws {
            let directory = try TemporaryDirectory()
            try directory.write([], to: "file")
            let file = try #require(FileIdentity(path: directory.path("file")))
            let name = try #require(file.nameInListOfLocks)
            let locks = KernelLocks(
                text: """
                    1: FLOCK  ADVISORY  WRITE 11 \(name) 0 EOF
                    1: -> FLOCK  ADVISORY  WRITE 12 \(name) 0 EOF
                    2: FLOCK  ADVISORY  WRITE 13 00:00:1 0 EOF
                    3: POSIX  ADVISORY  READ 14 \(name) 124 124
                    4: POSIX  ADVISORY  READ 15 \(name) 128 128
                    5: POSIX  ADVISORY  WRITE 16 \(name) 120 120
                    6: POSIX  ADVISORY  READ 17 \(name) 1073741826 1073742335
                    7: OFDLCK ADVISORY  READ -1 \(name) 124 124
                    8: a line that says something else
                    """)
            #expect(locks.flockHolder(of: file) == 11)
            #expect(locks.readers(of: file) == [14])
            #expect(locks.users(of: file) == [17])
        }

        @Test func findsItsOwnLocksInTheRealList() throws {
            let directory = try TemporaryDirectory()
            let lock = ProcessLock(besides: directory.path("state.db"))
            #expect(try lock.tryAcquire())
            let file = try #require(FileIdentity(path: directory.path("state.db.lock")))
            #expect(KernelLocks.current.flockHolder(of: file) == getpid())
            lock.release()
            #expect(KernelLocks.current.flockHolder(of: file) == nil)
        }
    #endif
}
