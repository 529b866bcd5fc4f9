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

extension Phase.Status {
    var cell: Cell { Cell(words, style) }

    /// The status as a person would write it.
    var words: String { self == .inProgress ? "in progress" : rawValue }

    private var style: Style {
        switch self {
        case .pending, .skipped: .dim
        case .inProgress: .cyan
        case .completed: .green
        case .failed: .red
        }
    }
}

extension Severity {
    var style: Style {
        switch self {
        case .major: .red
        case .medium: .yellow
        case .minor: .blue
        }
    }
}
