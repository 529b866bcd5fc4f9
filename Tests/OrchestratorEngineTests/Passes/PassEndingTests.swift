import Testing

@testable import OrchestratorEngine

@Suite struct PassEndingTests {
    private let position = Workspace.Position(branch: "main", commit: "c1")

    private func ending(
        _ outcome: ProcessOutcome.Ending, branch: String? = "main", operation: RepositoryState.Operation? = nil
    ) -> PassEnding {
        let checkout = RepositoryState.Checkout(
            top: "/top", commit: "c2", branch: branch, operation: operation, changed: [GitPath("a")], untrackedCount: 1)
        return PassEnding(of: ProcessOutcome(outcome, startedAt: .sample), checkout: .success(.ready(checkout)), position: position)
    }

    @Test func isDoneWhenTheAgentEndedWell() {
        #expect(ending(.exited(0)) == .done)
    }

    @Test(
        arguments: [
            (.exited(1), "the agent exited with status 1"), (.signalled(9), "the agent was ended by signal 9"),
            (.timedOut(after: .seconds(90)), "the agent did not end within 1 min 30 s and was ended"),
            (.notStarted(reason: "why"), "the agent could not be started: why"),
        ] as [(ProcessOutcome.Ending, String)])
    func failsWithASentence(outcome: ProcessOutcome.Ending, sentence: String) {
        #expect(ending(outcome) == .failed(sentence))
    }

    @Test(arguments: [nil, "other"]) func failsOnAnotherBranch(branch: String?) {
        #expect(ending(.exited(0), branch: branch).failure?.contains("checked out instead of 'main'") == true)
        #expect(ending(.exited(2), branch: branch) == .failed("the agent exited with status 2"))
    }

    @Test(arguments: RepositoryState.Operation.allCases) func isUnusableInTheMiddleOfAnOperation(operation: RepositoryState.Operation) {
        guard case .unusable(let sentence) = ending(.exited(2), operation: operation) else {
            Issue.record("another pass would begin in the middle of it")
            return
        }
        #expect(sentence.hasPrefix("the agent exited with status 2; the agent left the checkout unusable: a \(operation.rawValue) is"))
    }

    @Test func doesNotCountAStopWhateverItLeft() {
        #expect(ending(.stopped, branch: "other", operation: .merge) == .stopped)
        let broken = PassEnding(
            of: ProcessOutcome(.stopped, startedAt: .sample), checkout: .failure(GitError.stopped), position: position)
        #expect(broken == .stopped)
    }

    @Test func isUnusableWhereGitDoesNotAnswer() {
        let ending = PassEnding(
            of: ProcessOutcome(.exited(0), startedAt: .sample), checkout: .failure(GitError.notStarted(reason: "gone")), position: position)
        #expect(ending == .unusable("the agent left the checkout unusable: git could not be started: gone"))
    }
}
