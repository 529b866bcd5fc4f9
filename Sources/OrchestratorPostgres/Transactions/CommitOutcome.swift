internal import COrchestratorPQ
internal import Foundation
internal import OrchestratorDatabase

/// What became of a commit whose answer was lost with its connection: asked for over another one, by the number of the transaction.
struct CommitOutcome {
    private let address: ServerAddress
    private let tuning: PostgresTuning
    private let transactionID: String?
    private let incarnation: ServerIncarnation

    init(_ address: ServerAddress, _ tuning: PostgresTuning, _ transactionID: String?, _ incarnation: ServerIncarnation) {
        self.address = address
        self.tuning = tuning
        self.transactionID = transactionID
        self.incarnation = incarnation
    }

    /// Returns where it was committed.
    ///
    /// - Throws: ``DatabaseError`` of kind `unavailable`, which says that nothing was changed, or that this can't be known.
    func resolve(_ failure: ServerFailure) throws {
        guard let transactionID else { throw unknown(failure.text) }
        let end = ContinuousClock.now + tuning.resolveTime
        var pause = 0.005
        while ContinuousClock.now < end {
            switch try? ask(transactionID) {
            case .committed: return
            case .aborted:
                throw DatabaseError(
                    .unavailable, at: address.location, "the connection to the server was lost, and nothing was changed: try again", cause: failure.text)
            case .unknown: throw unknown(failure.text)
            // The server has not noticed yet that its client is gone, or can't be reached.
            case .inProgress, nil: break
            }
            Thread.sleep(forTimeInterval: pause)
            pause = min(pause * 2, 0.5)
        }
        throw unknown(failure.text)
    }

    private enum Answer {
        case committed
        case aborted
        case inProgress
        case unknown
    }

    private func ask(_ number: String) throws -> Answer {
        let session = try ServerSession(address, tuning)
        var status: String?
        session.beginReading(limit: tuning.statementTime)
        // The number is the server's own; it is bound like everything else.
        try session.rows(of: "SELECT pg_xact_status(\(number)::xid8)") { status = try $0.optionalText() }
        switch status {
        // In another life of the server the number may be that of another transaction, unless it was not committed in this one either.
        case "committed": return session.incarnation == incarnation ? .committed : .unknown
        case "aborted": return .aborted
        case "in progress": return session.incarnation == incarnation ? .inProgress : .unknown
        default: return .unknown
        }
    }

    private func unknown(_ cause: String) -> DatabaseError {
        DatabaseError(
            .unavailable, at: address.location,
            "the connection to the server was lost during a commit, and it can't be known whether the change was made: look before you try again",
            cause: cause, mayHaveCommitted: true)
    }
}
