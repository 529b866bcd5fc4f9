import AgentOrchestrator
import OrchestratorTestKit
import Testing

/// What a program does about the errors of the store: the code that the documentation shows.
@Suite struct ErrorHandlingTests {
    /// What may be done about an error, as a program decides it.
    private enum Advice: Equatable {
        case correct([String])
        case giveUp
        case stopWorking
        case tryAgain
        case leaveTheStore
    }

    private func advice(_ error: any Error) -> Advice {
        switch error {
        case StateError.invalid(let violations): return .correct(violations.map(\.field))
        case StateError.leaseLost, StateError.leaseHeld: return .stopWorking
        case is StateError: return .giveUp
        case let error as DatabaseError where error.isFatal: return .leaveTheStore
        case let error as DatabaseError where error.kind == .busy || error.kind == .unavailable: return .tryAgain
        default: return .giveUp
        }
    }

    private func caught(_ body: () async throws -> Void) async -> (any Error)? {
        do {
            try await body()
            return nil
        } catch {
            return error
        }
    }

    @Test func tellsWhatMayBeDone() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.path("state.db")
        try await withStateManager(at: path, artifacts: directory.path("artifacts"), actor: Actor(.user, "ann")) { state in
            let wrong = try #require(await caught { _ = try await state.createRun(RunDraft(title: "", repositoryPath: "/srv", branch: "main")) })
            #expect(advice(wrong) == .correct(["title"]))
            let run = try await state.createRun(.sample(), plan: "title: x").run
            let early = try #require(await caught { try await state.completeRun(run.id) })
            #expect(advice(early) == .giveUp)
            try await state.startRun(run.id)
            _ = try await state.claimRun(run.id, owner: "one", timeToLive: .seconds(30))
            let held = try #require(await caught { _ = try await state.claimRun(run.id, owner: "two", timeToLive: .seconds(30)) })
            #expect(advice(held) == .stopWorking)
        }
        let missing = try #require(
            await caught { try await withStateManager(at: path + "x", artifacts: "", actor: Actor(.user, "ann"), .existing) { _ in } })
        #expect(advice(missing) == .tryAgain)
        try directory.write(Array("no database".utf8), to: "other.db")
        let corrupt = try #require(
            await caught { try await withStateManager(at: directory.path("other.db"), artifacts: "", actor: Actor(.user, "ann")) { _ in } })
        #expect(advice(corrupt) == .leaveTheStore)
    }
}
