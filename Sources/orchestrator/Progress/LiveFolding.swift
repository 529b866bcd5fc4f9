import AgentOrchestrator

/// Which phases are shown one by one where there is no room for all: those that ended are told in one line, as are those far ahead.
struct LiveFolding {
    /// Told in one line above the others.
    var ended: [LivePhase] = []
    /// Shown one by one.
    var shown: [LivePhase]
    /// How many more there are below.
    var hiddenCount = 0

    init(_ phases: [LivePhase], room: Int) {
        shown = phases
        guard phases.count > room else { return }
        fold(room: room)
        guard height > room else { return }
        hide(room: room)
    }

    /// How many lines it takes.
    private var height: Int { (ended.isEmpty ? 0 : 1) + shown.count + (hiddenCount == 0 ? 0 : 1) }

    /// Folds the first of those that ended: as many as it takes, and two or more, since one alone would take a line either way.
    private mutating func fold(room: Int) {
        let candidates = shown.filter(\.isEnded)
        guard candidates.count >= 2 else { return }
        let count = min(candidates.count, max(2, shown.count + 1 - room))
        ended = Array(candidates.prefix(count))
        let folded = Set(ended.map(\.number))
        shown.removeAll { folded.contains($0.number) }
    }

    /// Hides what has the longest to wait: those after the window that the phase being carried out is in, and those before it.
    private mutating func hide(room: Int) {
        let kept = max(1, room - (ended.isEmpty ? 0 : 1) - 1)
        let active = shown.firstIndex { $0.status == .inProgress } ?? shown.firstIndex { $0.status == .failed } ?? 0
        hiddenCount = max(0, shown.count - kept)
        shown = Array(shown.dropFirst(max(0, active + 1 - kept)).prefix(kept))
        if height > room, room < 3 { ended = [] }
        if height > room { hiddenCount = 0 }
    }
}
