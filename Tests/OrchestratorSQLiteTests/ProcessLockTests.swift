import Foundation
import OrchestratorDatabase
import OrchestratorTestKit
import Testing

@testable import OrchestratorSQLite

/// The lock between those who share a database.
@Suite struct ProcessLockTests {
    private let directory: TemporaryDirectory
    private var path: String { directory.path("state.db") }

    init() throws { directory = try TemporaryDirectory() }

    private static var impatient: SQLiteTuning {
        var tuning = SQLiteTuning()
        tuning.lockWait = .milliseconds(50)
        return tuning
    }

    @Test func isHeldByOneAtATime() throws {
        let (first, second) = (ProcessLock(besides: path), ProcessLock(besides: path))
        #expect(try first.tryAcquire())
        #expect(try !first.tryAcquire())
        #expect(try !second.tryAcquire())
        first.release()
        #expect(try second.tryAcquire())
        #expect(try !first.tryAcquire())
    }

    @Test func isNoLockOnceItsFileWasRemoved() throws {
        let (first, second) = (ProcessLock(besides: path), ProcessLock(besides: path))
        #expect(try first.tryAcquire())
        first.removeFile()
        // The file that the first has locked is gone; who comes now makes another.
        #expect(try second.tryAcquire())
        first.release()
        #expect(try !first.tryAcquire())
        second.release()
        #expect(try first.tryAcquire())
        #expect(try directory.names() == ["state.db.lock"])
    }

    @Test func isWaitedFor() async throws {
        let (first, second) = (ProcessLock(besides: path), ProcessLock(besides: path))
        #expect(try first.tryAcquire())
        async let later: Void = second.acquire(within: .seconds(30))
        await Task.yield()
        first.release()
        try await later
        #expect(try !first.tryAcquire())
    }

    /// Whoever writes again and again gives the lock back and takes it again, before anybody who waits can look.
    @Test func isLeftAloneForWhoHasWaitedForAWhile() async throws {
        // For longer than any machine that has much to do lets the other wait.
        let (busy, patient) = (ProcessLock(besides: path, courtesy: .seconds(600)), ProcessLock(besides: path))
        #expect(try busy.tryAcquire())
        async let later: Void = patient.acquire(within: .seconds(60))
        let file = try LockFile(path + ".lock")
        while file.read(.waiter) == nil { await Task.yield() }
        busy.release()
        #expect(try !busy.tryAcquire())
        try await later
        #expect(file.read(.waiter) == nil)
        patient.release()
        // Nobody waits any more.
        #expect(try patient.tryAcquire())
        patient.release()
        #expect(try patient.tryAcquire())
    }

    /// A note whose process has died keeps others from nothing.
    @Test func isHeldAgainSoonWhereWhoeverWaitedIsGone() async throws {
        let lock = ProcessLock(besides: path)
        #expect(try lock.tryAcquire())
        let file = try LockFile(path + ".lock")
        file.write(LockRecord(processID: 1, since: 0), to: .waiter)
        lock.release()
        try await lock.acquire(within: .seconds(60))
        #expect(file.read(.waiter) == nil)
        lock.release()
        #expect(try lock.tryAcquire())
    }

    @Test func namesItsHolderWhenTheWaitWasInVain() async throws {
        let database = try await SQLiteDatabase.withThings(at: path)
        let holder = ProcessLock(besides: path)
        try await holder.acquire(within: .seconds(5))
        let other = try SQLiteDatabase.open(path, .existing, Self.impatient)
        // Reading waits for nobody.
        #expect(try await other.count() == 0)
        do {
            try await other.add(1)
            Issue.record("the write did not wait for the lock")
        } catch let error as DatabaseError {
            #expect(error.kind == .unavailable)
            #expect(error.message.contains("this process (\(getpid())) has been writing to the database since 20"), "\(error)")
        }
        holder.release()
        try await other.add(1)
        try await other.close()
        try await database.close()
        #expect(try directory.names() == ["state.db"])
    }

    @Test func failsAllWhoWaitedInVainAndNobodyElse() async throws {
        let database = try await SQLiteDatabase.withThings(at: path)
        try await database.close()
        let impatient = try SQLiteDatabase.open(path, .existing, Self.impatient)
        let holder = ProcessLock(besides: path)
        try await holder.acquire(within: .seconds(5))
        await withTaskGroup(of: DatabaseError.Kind?.self) { group in
            for id in 0..<20 { group.addTask { await kindOfError { try await impatient.add(id) } } }
            for await kind in group { #expect(kind == .unavailable) }
        }
        holder.release()
        try await impatient.add(1)
        #expect(try await impatient.count() == 1)
        try await impatient.close()
    }

    #if os(Linux)
        @Test func namesAProcessThatWasStopped() async throws {
            try await SQLiteDatabase.withThings(at: path).close()
            let script = """
                import fcntl, os, signal, sys
                lock = open(sys.argv[1], "a"); fcntl.flock(lock, fcntl.LOCK_EX); print("locked", flush=True)
                os.kill(os.getpid(), signal.SIGSTOP)
                """
            let holder = Process()
            holder.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            holder.arguments = ["python3", "-c", script, path + ".lock"]
            let output = Pipe()
            holder.standardOutput = output
            try holder.run()
            defer { holder.terminate() }
            defer { kill(holder.processIdentifier, SIGKILL) }
            _ = output.fileHandleForReading.availableData
            while ProcessSighting(processID: holder.processIdentifier, since: nil).isStopped == false { sched_yield() }
            let database = try SQLiteDatabase.open(path, .existing, Self.impatient)
            do {
                try await database.add(1)
                Issue.record("the write did not wait for the lock")
            } catch let error as DatabaseError {
                #expect(error.kind == .unavailable)
                let (process, message) = (holder.processIdentifier, error.message)
                #expect(message.contains("process \(process) (python3) has been writing"), "\(error)")
                #expect(message.contains("kill -CONT \(process)"), "\(error)")
            }
            #expect(try await database.count() == 0)
            kill(holder.processIdentifier, SIGKILL)
            holder.waitUntilExit()
            try await database.add(1)
            try await database.close()
        }
    #endif
}
