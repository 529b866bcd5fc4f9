import AgentOrchestrator

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
