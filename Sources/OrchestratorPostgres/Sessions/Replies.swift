internal import COrchestratorPQ
internal import OrchestratorDatabase

/// The replies to what was sent in one go, in its order.
final class Replies {
    private let handle: OpaquePointer
    private let location: String
    private var isFinished = false
    /// The first statement that failed. The server passes over those behind it.
    private(set) var failure: ServerFailure?

    init(_ handle: OpaquePointer, _ location: String) {
        self.handle = handle
        self.location = location
    }

    /// The reply to the next statement, whole.
    ///
    /// - Throws: ``ServerFailure``.
    func next() throws -> ServerResult {
        let result = try read()
        // A null pointer ends the results of a statement.
        while let more = libpq.PQgetResult(handle) { libpq.PQclear(more) }
        return result
    }

    /// Asks for the rows of the next statement one by one.
    func streamRows() { _ = libpq.PQsetSingleRowMode(handle) }

    /// The next result; rows come one by one where they were asked for.
    func read() throws -> ServerResult {
        guard !isFinished, let pointer = libpq.PQgetResult(handle) else { throw lost() }
        let result = ServerResult(pointer)
        switch result.status {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE: return result
        case PGRES_PIPELINE_SYNC:
            isFinished = true
            throw failure ?? lost()
        default:
            let found = libpq.PQstatus(handle) == CONNECTION_OK ? result.failure : lost(result.failure.text)
            if failure == nil { failure = found }
            throw failure ?? found
        }
    }

    /// Reads what is left, so that the connection can be used again.
    func finish() {
        var nothing = 0
        while !isFinished, libpq.PQstatus(handle) == CONNECTION_OK {
            guard let pointer = libpq.PQgetResult(handle) else {
                // One between two statements; more than that is the end of the connection.
                nothing += 1
                if nothing > 2 { break }
                continue
            }
            nothing = 0
            let result = ServerResult(pointer)
            switch result.status {
            case PGRES_PIPELINE_SYNC: isFinished = true
            case PGRES_FATAL_ERROR: if failure == nil { failure = result.failure }
            default: break
            }
        }
        if !isFinished, failure == nil { failure = lost() }
        isFinished = true
    }

    private func lost(_ text: String = "") -> ServerFailure {
        .lost(text.isEmpty ? libpq.PQerrorMessage(handle).map { String(cString: $0) } ?? "" : text)
    }
}
