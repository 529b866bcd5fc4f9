import AgentOrchestrator
import Logging
import OrchestratorTestKit
import ServiceLifecycle
import Testing

/// The store as one of the services of a program, and for the time of a scope.
@Suite struct StateServiceTests {
    /// A service that writes to the store until it is asked to stop, and once more after that.
    private struct Recorder: Service {
        let state: StateManager

        func run() async throws {
            _ = try await state.createRun(.sample(title: "first"))
            try await gracefulShutdown()
            _ = try await state.createRun(.sample(title: "last"))
        }
    }

    /// A service that ends the group once there is a run.
    private struct Ending: Service {
        let state: StateManager

        func run() async throws {
            while try await state.latestRun() == nil { await Task.yield() }
        }
    }

    private func serve(_ path: String, _ artifacts: String) async throws -> StateManager {
        let database = try SQLiteDatabase.open(path, takingOver: StateManager.predecessors())
        let state = try await StateManager.open(database, artifacts: artifacts, actor: Actor(.worker, "service"))
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    .init(service: StateService(state)), .init(service: Recorder(state: state)),
                    .init(service: Ending(state: state), successTerminationBehavior: .gracefullyShutdownGroup),
                ], logger: Logger(label: "example")))
        try await group.run()
        return state
    }

    @Test func closesTheStoreAfterTheServicesThatUseIt() async throws {
        let directory = try TemporaryDirectory()
        let state = try await serve(directory.path("state.db"), directory.path("artifacts"))
        let error = await #expect(throws: DatabaseError.self) { _ = try await state.latestRun() }
        #expect(error?.kind == .unavailable)
        // Closed, not abandoned: nothing is left beside the file.
        #expect(try directory.names() == ["state.db"])
        let titles = try await withStateManager(
            at: directory.path("state.db"), artifacts: directory.path("artifacts"), actor: Actor(.user, "ann"), .existing
        ) { state in try await state.runs().runs.map(\.title) }
        #expect(titles == ["last", "first"])
    }

    @Test func closesTheStoreOfATaskThatIsCancelled() async throws {
        let directory = try TemporaryDirectory()
        let database = try SQLiteDatabase.open(directory.path("state.db"))
        let state = try await StateManager.open(database, artifacts: directory.path("artifacts"), actor: Actor(.worker, "service"))
        let task = Task { try await StateService(state).run() }
        task.cancel()
        try await task.value
        await #expect(throws: DatabaseError.self) { _ = try await state.latestRun() }
    }

    @Test func closesTheStoreOfAScopeThatThrows() async throws {
        struct Interruption: Error {}
        let directory = try TemporaryDirectory()
        await #expect(throws: Interruption.self) {
            try await withStateManager(
                at: directory.path("state.db"), artifacts: directory.path("artifacts"), actor: Actor(.user, "ann")
            ) { state in
                _ = try await state.createRun(.sample())
                throw Interruption()
            }
        }
        #expect(try directory.names() == ["state.db"])
    }

    @Test func makesNoStoreWhereOneShouldExist() async throws {
        let directory = try TemporaryDirectory()
        await #expect(throws: DatabaseError.self) {
            try await withStateManager(
                at: directory.path("state.db"), artifacts: directory.path("artifacts"), actor: Actor(.user, "ann"), .existing
            ) { _ in }
        }
        #expect(try directory.names() == [])
    }
}
