public import OrchestratorModel
public import OrchestratorState

/// Why a run can't be carried out from here.
public enum EngineError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The repository is not in a state to work on; the sentence says what to do.
    case repository(String)
    /// The lease could not be renewed in time, so that the agent was ended.
    case notRenewed(Run.ID, reason: String)
    /// Another run is being carried out in the same checkout.
    case occupied(by: Run.ID, LeaseHolder)
    /// The run's repository lies on another machine, or is a URL and there is no place for clones.
    case elsewhere(String)
    /// A file is gone or was changed that the run can't go on without; the text says what to do about it.
    case lost(ArtifactError, advice: String)

    /// A sentence.
    public var description: String {
        switch self {
        case .repository(let sentence): sentence
        case .notRenewed(let run, let reason):
            "run \(run.short) was let go, since its lease could not be renewed in time: \(reason)"
        case .occupied(let other, let holder): "run \(other.short) is being carried out in the same checkout by \(holder)"
        case .elsewhere(let path): "the repository \(Printable.escaped(path)) is not on this machine"
        case .lost(let error, let advice): "\(error); \(advice)"
        }
    }
}
