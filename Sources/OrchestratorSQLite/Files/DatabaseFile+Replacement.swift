internal import OrchestratorDatabase

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

extension DatabaseFile {
    /// Gives a whole database, under another name in the same directory, the place of this one. The lock between processes is held.
    ///
    /// - Returns: Where this one is now; `nil` where there was none.
    func replace(with copy: String) throws -> String? {
        var status = stat()
        let isThere = lstat(path, &status) == 0
        var kept: String?
        if isThere {
            try checkThatNobodyHasItOpen()
            try moveLog()
            kept = try keep()
        }
        guard rename(copy, path) == 0 else { throw failure("the backup can't take the place of the database") }
        try syncDirectory()
        return kept
    }

    /// Throws where a process has the database open, and names it where that can be known.
    func checkThatNobodyHasItOpen() throws {
        guard let identity = FileIdentity(path: path) else { return }
        let users = KernelLocks.current.users(of: identity).sorted().map { ProcessSighting(processID: $0, since: nil).description }
        guard users.isEmpty else { throw inUse(by: users) }
    }

    private func inUse(by users: [String]) -> DatabaseError {
        let last = users.count > 1 ? " and \(users[users.count - 1]) have" : "\(users[0]) has"
        let who = users.dropLast(users.count > 1 ? 1 : users.count).joined(separator: ", ") + last
        return DatabaseError(.unavailable, at: path, "\(who) the database open: pause what it does, or wait for its end, and try again")
    }

    /// Moves the write-ahead log into the database, as far as the database can still be read.
    private func moveLog() throws {
        do {
            let connection = try OpenConnection(path: path, settings: [])
            _ = try connection.use { try $0.checkpoint(.cutting) }
            try connection.close()
        } catch let error as DatabaseError where error.kind == .busy {
            throw inUse(by: ["another process"])
        } catch is DatabaseError {
            // It is damaged, which may well be why it is replaced: it is kept as it is, with its log.
            return
        }
        // Whoever closes last takes the log away.
        guard FileIdentity(path: path + "-wal") == nil else { throw inUse(by: ["another process"]) }
    }

    /// Gives the database, and what lies beside it, a second name.
    private func keep() throws -> String {
        for number in 1...1000 {
            let kept = path + ".before-restore" + (number == 1 ? "" : "-\(number)")
            guard link(path, kept) == 0 else {
                if errno == EEXIST { continue }
                throw failure("the database can't be kept under another name")
            }
            for suffix in ["-wal", "-journal"] where FileIdentity(path: path + suffix) != nil {
                guard rename(path + suffix, kept + suffix) == 0 else { throw failure("the log of the database can't be kept") }
            }
            unlink(path + "-shm")
            return kept
        }
        throw DatabaseError(.conflict, at: path, "there are a thousand databases kept from earlier restores beside it: move some away")
    }
}
