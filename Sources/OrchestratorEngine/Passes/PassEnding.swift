internal import OrchestratorModel

/// What the end of an agent means for its pass.
enum PassEnding: Hashable, Sendable {
    /// The agent ended well: its result is to be verified.
    case done
    /// It was stopped from outside, which does not count against it.
    case stopped
    /// It failed; the sentence says how. Another pass may do better.
    case failed(String)
    /// The checkout can't be worked in any more, so that another pass can't even begin; the sentence says why.
    case unusable(String)

    /// - Parameters:
    ///   - outcome: How the process ended.
    ///   - checkout: What the checkout is to git afterwards.
    ///   - position: Where it was before.
    init(of outcome: ProcessOutcome, checkout: Result<RepositoryState, any Error>, position: Workspace.Position) {
        let problem = Self.problem(of: outcome.ending)
        switch (outcome.ending, checkout) {
        case (.stopped, _): self = .stopped
        case (_, .failure(let error)): self = .unusable(Self.join(problem, "the agent left the checkout unusable: \(error)"))
        case (_, .success(let state)):
            if let refusal = state.refusal(allowDirty: true) {
                self = .unusable(Self.join(problem, "the agent left the checkout unusable: \(refusal)"))
            } else if let problem = problem ?? Self.displacement(of: state, from: position) {
                self = .failed(problem)
            } else {
                self = .done
            }
        }
    }

    /// Why the pass was not good; `nil` where it was.
    var failure: String? {
        switch self {
        case .done: nil
        case .stopped: "the agent was stopped"
        case .failed(let sentence), .unusable(let sentence): sentence
        }
    }

    private static func problem(of ending: ProcessOutcome.Ending) -> String? {
        switch ending {
        case .exited(0): nil
        case .exited(let status): "the agent exited with status \(status)"
        case .signalled(let signal): "the agent was ended by signal \(signal)"
        case .timedOut(let limit): "the agent did not end within \(DurationText.text(limit)) and was ended"
        case .stopped: "the agent was stopped"
        case .notStarted(let reason): "the agent could not be started: \(reason)"
        }
    }

    /// What the agent committed on another branch is not what is verified, so that it must not pass for it.
    private static func displacement(of state: RepositoryState, from position: Workspace.Position) -> String? {
        guard let checkout = state.checkout, checkout.branch != position.branch else { return nil }
        let left = checkout.branch.map { "branch '\(Printable.escaped($0))'" } ?? "commit \(checkout.commit.prefix(12)) without a branch"
        return "the agent left \(left) checked out instead of '\(Printable.escaped(position.branch))'; what it committed there stays there"
    }

    private static func join(_ first: String?, _ second: String) -> String { first.map { "\($0); \(second)" } ?? second }
}
