internal import GRDB
internal import OrchestratorDatabase
internal import Synchronization

/// Connections that only read. Each read has one for itself, so that it waits neither for the writer nor for other readers.
///
/// Bodies are synchronous, so there are never more connections in use than threads that run Swift tasks; up to `largestIdle` are kept.
final class ReaderPool: Sendable {
    private let open: @Sendable () throws -> DatabaseQueue
    private let idle = Mutex<[DatabaseQueue]>([])
    private let location: String
    private static let largestIdle = 8

    init(location: String, open: @escaping @Sendable () throws -> DatabaseQueue) {
        self.open = open
        self.location = location
    }

    /// Runs the body in one snapshot.
    func read<Value>(_ body: (any SQLConnection) throws -> Value) throws -> Value {
        try classifying(at: location) {
            let queue = try idle.withLock({ $0.popLast() }) ?? open()
            defer { giveBack(queue) }
            return try queue.inDatabase { database in
                try database.execute(sql: "BEGIN DEFERRED")
                defer { try? database.execute(sql: "ROLLBACK") }
                return try body(SQLiteConnection(database: database, location: location))
            }
        }
    }

    private func giveBack(_ queue: DatabaseQueue) {
        let isKept = idle.withLock { idle in
            guard idle.count < Self.largestIdle else { return false }
            idle.append(queue)
            return true
        }
        if !isKept { try? queue.close() }
    }

    /// Closes the connections that are not in use.
    func close() {
        let queues = idle.withLock { idle in
            defer { idle = [] }
            return idle
        }
        for queue in queues { try? queue.close() }
    }
}
