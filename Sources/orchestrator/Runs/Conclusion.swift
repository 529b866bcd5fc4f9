import AgentOrchestrator

/// The last lines of `run` and `resume`: how the run stands, and what to do next.
struct Conclusion {
    let session: Session
    let run: Run

    func print() async throws {
        let console = Console.outputs
        let took = try await session.state.activeTime(of: run.id)
        let phases = "\(run.completedPhases) of \(run.totalPhases) phases"
        let id = run.id.short
        let why = run.errorMessage.map { ": " + Printable.escaped($0) } ?? ""
        switch run.status {
        case .completed:
            Console.output("\(console.styled("completed", .green)) run \(id): \(phases) in \(DurationText.text(took))")
            Console.output("report: orchestrator export \(id) --format markdown")
        case .paused:
            Console.output("\(console.styled("paused", .yellow)) run \(id): \(phases)\(why)")
            let questions = try await session.state.interventions(of: run.id, pendingOnly: true)
            if !questions.isEmpty {
                try await Questions(session: session, run: run.id).print(to: console)
                Console.output("then: orchestrator resume \(id)")
            } else {
                Console.output("go on with: orchestrator resume \(id)")
            }
        case .failed, .aborted:
            Console.output("\(console.styled(run.status.rawValue, .red)) run \(id): \(phases)\(why)")
            Console.output("look at it with: orchestrator show \(id)")
        case .planning, .executing:
            Console.output("run \(id) is \(run.status.rawValue): \(phases)")
        }
    }
}
