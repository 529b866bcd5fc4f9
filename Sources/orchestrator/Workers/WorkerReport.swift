import AgentOrchestrator

/// Says what a worker does: in lines for people, or one JSON document a line.
struct WorkerReport: Sendable {
    /// What is told.
    enum Kind: String {
        case started = "worker_started"
        case draining = "worker_draining"
        case ended = "worker_ended"
        case problem = "worker_problem"
        case claimed = "run_claimed"
        case left = "run_left"
        case handedBack = "run_handed_back"
        case lost = "run_lost"
    }

    let worker: Worker.ID
    let json: Bool

    /// - Parameter sentence: What happened; it is safe to print.
    func tell(_ kind: Kind, _ sentence: String, run: Run? = nil) {
        guard json else { return Console.output((run.map { "run \($0.id.short): " } ?? "worker \(worker.short): ") + sentence) }
        let document: JSONValue = [
            "time": .string(SystemWallClock().now.description), "event": .string(kind.rawValue), "worker_id": .string(worker.description),
            "run_id": JSONValue(run?.id.description), "status": JSONValue(run?.status.rawValue), "message": .string(sentence),
        ]
        Console.output(JSONOutput.safe(document.canonicalText))
    }

    /// How a run stands when it is left.
    func tell(left run: Run) {
        let phases = "\(run.completedPhases) of \(run.totalPhases) phases"
        let why = run.errorMessage.map { ": " + Printable.escaped($0) } ?? ""
        if run.status == .executing {
            tell(.handedBack, "handed back, \(phases)", run: run)
        } else {
            tell(.left, "\(run.status.rawValue), \(phases)\(why)", run: run)
        }
    }

    /// What shows a run while it is carried out.
    func view(of run: Run, in state: StateManager) -> any RunView {
        json ? SilentView() : PlainView(state: state, run: run.id, prefix: "run \(run.id.short): ")
    }
}
