import AgentOrchestrator

/// Shows the phases of a run on a terminal while it is carried out.
struct LiveView: RunView {
    private var plain: PlainView

    init(state: StateManager, run: Run.ID, console: Console) {
        plain = PlainView(state: state, run: run)
    }

    mutating func show(_ activity: Activity) async { await plain.show(activity) }
}
