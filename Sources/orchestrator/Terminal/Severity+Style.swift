import AgentOrchestrator

extension Severity {
    var style: Style {
        switch self {
        case .major: .red
        case .medium: .yellow
        case .minor: .blue
        }
    }
}
