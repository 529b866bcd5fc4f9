import AgentOrchestrator

extension Run.Status {
    var cell: Cell { Cell(rawValue, style) }

    var style: Style {
        switch self {
        case .planning: .dim
        case .executing: .cyan
        case .paused: .yellow
        case .completed: .green
        case .failed, .aborted: .red
        }
    }
}
