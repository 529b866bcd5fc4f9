/// What an operation on the store may answer instead of doing it. Nothing was written when one of these is thrown.
public enum StateError: Error, Hashable, Sendable {
    /// The values handed in are not acceptable; all the reasons.
    case invalid([Violation])
    /// There is no such row.
    case notFound(EntityKind, String)
    /// A prefix or suffix names more than one row.
    case ambiguous(EntityKind, String, candidates: [String])
    /// The status that the row has does not allow the change.
    case illegalTransition(IllegalTransition)
    /// The run's lease is no longer the caller's.
    case leaseLost(Run.ID)
    /// Another worker carries the run out.
    case leaseHeld(Run.ID, by: LeaseHolder)
    /// What was asked for contradicts what is stored; the sentence says how.
    case conflict(String)
    /// A stored document does not have the form it was written in.
    case damaged(EntityKind, String, problem: String)
}

extension StateError: CustomStringConvertible {
    /// A sentence that is safe to print: it holds identifiers, statuses and field names, no values of rows.
    public var description: String {
        switch self {
        case .invalid(let violations):
            violations.map(\.description).joined(separator: "; ")
        case .notFound(let kind, let id):
            "no \(kind) \(Printable.escaped(id))"
        case .ambiguous(let kind, let text, let candidates):
            "'\(Printable.escaped(text))' names more than one \(kind): \(candidates.joined(separator: ", "))"
        case .illegalTransition(let transition):
            transition.description
        case .leaseLost(let run):
            "another worker has taken over run \(run.short); this process may not write to it any more"
        case .leaseHeld(let run, let holder):
            "run \(run.short) is being carried out by \(holder)"
        case .conflict(let sentence):
            sentence
        case .damaged(let kind, let id, let problem):
            "\(id.isEmpty ? "one \(kind)" : "\(kind) \(Printable.escaped(id))") in the store is damaged: \(problem)"
        }
    }
}
