internal import COrchestratorPQ
internal import OrchestratorDatabase

/// The rows of a query, read from the connection one by one, so that memory does not grow with the result.
final class RowStream {
    private let replies: Replies
    private var types: [Oid]?
    private var isEnded = false
    /// Rows that had to be read earlier than they were asked for, the last one first.
    private var buffered: [[SQLValue]] = []

    init(_ replies: Replies) {
        self.replies = replies
        replies.streamRows()
    }

    /// The next row; `nil` where there is none.
    ///
    /// - Throws: ``ServerFailure``.
    func next() throws -> [SQLValue]? { try buffered.popLast() ?? read() }

    /// Reads all rows that are left, since the connection is needed for something else.
    func buffer() throws {
        var rows: [[SQLValue]] = []
        while let row = try read() { rows.append(row) }
        if !rows.isEmpty { buffered = rows.reversed() + buffered }
    }

    /// Passes over what is left, so that the connection can be used again.
    func finish() {
        isEnded = true
        buffered = []
        replies.finish()
    }

    private func read() throws -> [SQLValue]? {
        guard !isEnded else { return nil }
        do {
            let result = try replies.read()
            if result.status == PGRES_SINGLE_TUPLE {
                let types = types ?? result.types
                self.types = types
                return result.values(ofRow: 0, types)
            }
        } catch {
            isEnded = true
            replies.finish()
            throw error
        }
        isEnded = true
        replies.finish()
        if let failure = replies.failure { throw failure }
        return nil
    }
}
