import AgentOrchestrator

/// Tells what goes on line by line: where standard output is no terminal.
struct PlainView: RunView {
    let state: StateManager
    let run: Run.ID
    private var titles: [Int: String] = [:]

    init(state: StateManager, run: Run.ID) {
        self.state = state
        self.run = run
    }

    mutating func show(_ activity: Activity) async {
        switch activity {
        case .changed, .line: break
        case .notice(let text): Console.output("note: \(Printable.escaped(text))")
        case .passStarted(let phase, let pass, let agent, _):
            Console.output("phase \(phase) '\(await title(of: phase))', pass \(pass): agent \(Printable.escaped(agent)) started")
        case .agentEnded(let phase, let pass, _, let sentence):
            Console.output("phase \(phase), pass \(pass): \(Printable.escaped(sentence))")
        case .checkStarted: break
        case .checkEnded(let phase, let pass, let check, let findings, let took):
            let result = findings == 0 ? "ok" : "\(findings) \(findings == 1 ? "finding" : "findings")"
            Console.output("phase \(phase), pass \(pass): \(Printable.escaped(check)): \(result) (\(DurationText.text(took)))")
        case .verdict(let phase, let pass, _, _, let sentence):
            Console.output("phase \(phase), pass \(pass): \(sentence)")
        case .waiting(let phase, let time): Console.output("phase \(phase): next pass in \(DurationText.text(time))")
        }
    }

    private mutating func title(of phase: Int) async -> String {
        if titles.isEmpty, let phases = try? await state.phases(of: run) {
            titles = Dictionary(uniqueKeysWithValues: phases.map { ($0.number, Printable.escaped($0.title)) })
        }
        return titles[phase] ?? ""
    }
}
