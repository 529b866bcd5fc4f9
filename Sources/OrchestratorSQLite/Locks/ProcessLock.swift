internal import OrchestratorDatabase
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The lock between processes that share a database: an advisory lock on the file `<database>.lock`.
///
/// It is held for each transaction that writes, each checkpoint, and while a database is made, opened and closed. So processes wait for each
/// other here, where the wait can be bounded and told about, instead of inside SQLite; and no log is reset by one process while another
/// writes to it, which SQLite before 3.51.3 did not always survive (https://www.sqlite.org/wal.html#walresetbug).
///
/// A lock is held by one caller at a time, whoever that is: it is not counted. The file may be removed by whoever holds its lock.
///
/// Who writes again and again would keep others waiting for ever, since a lock that is given back is taken again before they look. One that has waited for
/// a while leaves a note, upon which whoever has the lock leaves it alone for a moment after giving it back.
final class ProcessLock: Sendable {
    private let path: String
    private let location: String
    /// How long the lock is left to others who have waited.
    private let courtesy: Duration
    private let state = Mutex(State())

    private struct State {
        var file: LockFile?
        var isHeld = false
        /// The note that was left by whoever waits here.
        var note: LockRecord?
        /// Until when the lock is left to others.
        var notBefore: ContinuousClock.Instant?
    }

    /// How long somebody waits before it leaves a note.
    private static let patience = Duration.milliseconds(20)

    /// The lock of the database at the path.
    ///
    /// - Parameter courtesy: How long the lock is left to others who have waited: longer than the longest pause between two looks of theirs.
    init(besides database: String, courtesy: Duration = LockWait.limit * 2) {
        path = database + ".lock"
        location = database
        self.courtesy = courtesy
    }

    /// Takes the lock where it is free.
    ///
    /// Without a contender it costs about two microseconds: no thread changes, and nothing is made durable.
    func tryAcquire() throws -> Bool {
        try state.withLock { state in
            guard !state.isHeld else { return false }
            if let notBefore = state.notBefore {
                guard ContinuousClock().now >= notBefore else { return false }
                state.notBefore = nil
            }
            // The file is replaced once by whoever was the last to close the database, hardly ever twice in a row.
            for _ in 0..<100 {
                let file = try state.file ?? LockFile(path)
                state.file = file
                guard try file.lock(at: location) else { return false }
                if FileIdentity(path: path) == file.identity {
                    file.noteHolder(LockRecord(processID: getpid(), since: WallTime.microseconds))
                    state.isHeld = true
                    if let note = state.note, file.read(.waiter) == note { file.write(nil, to: .waiter) }
                    state.note = nil
                    return true
                }
                // It was removed: a lock that others don't look at.
                state.file = nil
            }
            throw DatabaseError(.unavailable, at: location, "the lock of the database, \(path), is being replaced all the time")
        }
    }

    /// Takes the lock, and waits for it where another has it.
    ///
    /// The task is suspended meanwhile, and no thread is blocked. Cancelling it does not end the wait, since it may be for the work of others.
    /// - Throws: ``DatabaseError`` of kind `unavailable`, which names the holder, when the limit is reached.
    func acquire(within limit: Duration) async throws {
        if try tryAcquire() { return }
        let clock = ContinuousClock()
        let begun = clock.now
        var waiting = LockWait(until: begun + limit)
        while let pause = waiting.pause(at: clock.now) {
            await Task.detached { try? await Task.sleep(for: pause) }.value
            if try tryAcquire() { return }
            if clock.now - begun > Self.patience { leaveNote() }
        }
        throw heldTooLong(limit)
    }

    /// Takes the lock like ``acquire(within:)``, with the thread blocked meanwhile: for the few moments in which nothing can be awaited.
    func acquireBlocking(within limit: Duration) throws {
        let clock = ContinuousClock()
        let begun = clock.now
        var waiting = LockWait(until: begun + limit)
        while try !tryAcquire() {
            if clock.now - begun > Self.patience { leaveNote() }
            guard let pause = waiting.pause(at: clock.now) else { throw heldTooLong(limit) }
            usleep(UInt32(pause.components.attoseconds / 1_000_000_000_000))
        }
    }

    /// Gives the lock back.
    func release() {
        state.withLock { state in
            state.isHeld = false
            if state.file?.takeWaiter() != nil { state.notBefore = ContinuousClock().now + courtesy }
            state.file?.unlock()
        }
    }

    /// Leaves a note, unless another process has left one.
    private func leaveNote() {
        state.withLock { state in
            let note = LockRecord(processID: getpid(), since: WallTime.microseconds)
            if let file = state.file, file.read(.waiter) == nil {
                file.write(note, to: .waiter)
                state.note = note
            }
        }
    }

    /// Removes the file. The lock must be held; it is still to be given back.
    ///
    /// Those who have the file open notice when they lock it.
    func removeFile() {
        state.withLock { state in
            guard state.isHeld else { return }
            unlink(path)
        }
    }

    /// Notes which reader keeps the log from shrinking, for those who ask in other processes. The lock must be held.
    func note(reader: LockRecord?) {
        state.withLock { state in
            guard state.isHeld, let file = state.file, file.read(.reader) != reader else { return }
            file.write(reader, to: .reader)
        }
    }

    /// The reader that was noted last. It may have ended meanwhile.
    var notedReader: LockRecord? {
        state.withLock { $0.file }?.read(.reader)
    }

    /// Who holds the lock now, as far as it can be known.
    ///
    /// On Linux the kernel says which process it is; elsewhere, and across containers, it is the one that wrote its name down last.
    var holder: ProcessSighting? {
        guard let file = state.withLock({ $0.file }) else { return nil }
        let record = file.read(.holder)
        guard let processID = KernelLocks.current.flockHolder(of: file.identity) ?? record?.processID else { return nil }
        return ProcessSighting(processID: processID, since: record?.processID == processID ? record?.since : nil)
    }

    private func heldTooLong(_ limit: Duration) -> DatabaseError {
        let who = holder.map { $0.description } ?? "another process"
        let since = holder?.sinceText.map { " since \($0)" } ?? ""
        var sentence = "\(who) has been writing to the database\(since), and was waited for in vain for \(limit.wholeText)"
        if let holder, holder.isStopped {
            sentence += "; it is stopped: let it go on ('kill -CONT \(holder.processID)') or end it, and try again"
        } else {
            sentence += ": try again"
        }
        return DatabaseError(.unavailable, at: location, sentence)
    }
}

extension Duration {
    /// In seconds, or milliseconds where it is shorter than a few of them.
    fileprivate var wholeText: String {
        self < .seconds(2) ? "\(components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000) ms" : "\(components.seconds) s"
    }
}
