internal import OrchestratorDatabase

/// Whether a transaction that failed is run again, and when: the decisions, without their effects.
struct RetryPlan {
    /// How often transactions that were in each other's way are tried.
    static let attempts = 12

    private(set) var attempt = 0
    /// Whether statements are to be undone alone where they fail, from now on.
    private(set) var isCareful = false
    private var hasReconnected = false
    private var staleStatements = 0
    /// What was there already, at the attempt before.
    private var taken: String?

    /// How an attempt ended that did not succeed.
    struct Ending {
        /// The first statement that failed and was not undone alone; `nil` where the body threw for another reason.
        var failure: ServerFailure?
        /// Whether the body ran into it, and went on.
        var wentOn = false
        /// Whether the connection was an old one, and nothing had been answered over it in this transaction.
        var isUntouched = false
    }

    /// What is done about it.
    enum Decision: Hashable {
        case giveUp
        /// The transaction is run again after a pause of at most that many microseconds.
        case again(pause: Int)
    }

    /// Decides after an attempt.
    mutating func next(after ending: Ending) -> Decision {
        attempt += 1
        guard let failure = ending.failure, attempt < Self.attempts else { return .giveUp }
        if failure.isLoss {
            // The server was started anew, say, while nobody used the connection.
            guard ending.isUntouched, !hasReconnected else { return .giveUp }
            hasReconnected = true
            return .again(pause: 0)
        }
        if failure.isStaleStatement {
            staleStatements += 1
            return staleStatements > 2 ? .giveUp : .again(pause: 0)
        }
        if failure.isConflict { return .again(pause: pause) }
        if ending.wentOn, !isCareful {
            isCareful = true
            return .again(pause: 0)
        }
        // What the body had looked for and not found was written by another transaction meanwhile. Run again, it finds it. Where the very same
        // is in the way a second time, it is no race.
        guard failure.state == "23505", failure.detail != taken else { return .giveUp }
        taken = failure.detail
        return .again(pause: 0)
    }

    private var pause: Int { min(1000 << min(attempt, 8), 100_000) }
}
