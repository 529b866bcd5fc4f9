import AgentOrchestrator
import ArgumentParser

/// The run that a command is about.
struct RunArgument: ParsableArguments {
    @Argument(
        help: "The run: an id, a unique part of one, or 'latest'.",
        completion: .custom { words, _, _ in await RunNames.candidates(words) })
    var run: String

    func id(in state: StateManager) async throws -> Run.ID { try await state.runID(named: run) }

    func find(in state: StateManager) async throws -> Run {
        guard let found = try await state.run(try await id(in: state)) else { throw StateError.notFound(.run, run) }
        return found
    }
}
