import AgentOrchestrator

/// What `pause` and `abort` share, and `runs cleanup` in part.
enum StopRequests {
    static func request(_ stop: Run.StopRequest, run name: String, reason: String?, _ options: GlobalOptions) async throws {
        try await Session.with(options) { session in
            let id = try await session.state.runID(named: name)
            if stop == .pause, try await session.state.run(id)?.status == .paused {
                let advice = "go on with 'orchestrator resume \(id.short)', or look at it with 'orchestrator explain \(id.short)'"
                throw Failure(.failure, "run \(id.short) is paused already\nhelp: \(advice)")
            }
            try await endLeftovers(of: id, session.state)
            let isDone = try await session.state.requestStop(id, stop, reason: reason)
            if isDone {
                let next =
                    stop == .pause ? "go on with 'orchestrator resume \(id.short)'" : "look at it with 'orchestrator show \(id.short)'"
                Console.output("run \(id.short) is \(stop == .pause ? "paused" : "aborted"): \(next)")
            } else {
                let holder = try await session.state.holder(of: id).map { " (\($0))" } ?? ""
                Console.output("asked the process that carries out run \(id.short)\(holder) to \(stop.rawValue) it")
            }
        }
    }

    /// Ends what a process that died has left of a run, and says so: once the run is given up, nobody would.
    static func endLeftovers(of id: Run.ID, _ state: StateManager) async throws {
        for sentence in try await Leftovers.end(of: id, in: state) { Console.error("note: \(sentence)") }
    }
}
