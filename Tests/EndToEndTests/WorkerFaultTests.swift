import Testing

/// Every run is completed exactly once, whatever happens to those who carry it out. `ORCHESTRATOR_FAULTS=full` asks for many more runs, with two
/// phases each.
@Suite(.serialized, .timeLimit(.minutes(15))) struct WorkerFaultTests {
    @Test func everyRunIsCompletedExactlyOnce() async throws {
        var faults = try await WorkerFaults(runs: WorkerFaults.isFull ? 400 : 40)
        try await faults.play()
    }

    @Test func everyRunIsCompletedExactlyOnceOnAServerThatCrashes() async throws {
        var faults = try await WorkerFaults(runs: WorkerFaults.isFull ? 400 : 24, server: try OwnServer())
        try await faults.play()
    }
}
