internal import Logging
internal import OrchestratorModel

/// What a transaction changed, for the log: told only once it is committed.
struct TransactionStory: Sendable {
    let run: Run.ID
    let actor: Actor
    private(set) var events: [(sequence: Int, kind: Event.Kind, id: String)] = []

    /// The hash of the run's last event before the transaction, and after it.
    let hashBefore: String
    var hashAfter: String
    /// The words that the run was not known to be found by, and is from now on.
    var newTerms: Set<String> = []

    init(run: Run.ID, actor: Actor, lastEventHash: String) {
        self.run = run
        self.actor = actor
        (hashBefore, hashAfter) = (lastEventHash, lastEventHash)
    }

    mutating func add(_ sequence: Int, _ kind: Event.Kind, _ id: String) {
        events.append((sequence, kind, id))
    }

    /// One line for each event: what became durable is told at the level of information.
    func log(to logger: Logger) {
        for event in events {
            logger.info(
                "\(event.kind.rawValue)",
                metadata: [
                    "run": "\(run.short)", "event": "\(event.sequence)", "id": "\(event.id.suffix(8))", "actor": "\(actor)",
                ])
        }
    }
}
