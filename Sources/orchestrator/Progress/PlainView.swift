import AgentOrchestrator

/// Tells what goes on line by line: where standard output is no terminal.
struct PlainView: RunView {
    let state: StateManager
    let run: Run.ID
    /// What every line begins with.
    let prefix: String
    private var titles: [Int: String] = [:]

    init(state: StateManager, run: Run.ID, prefix: String = "") {
        self.state = state
        self.run = run
        self.prefix = prefix
    }

    mutating func show(_ activity: Activity) async {
        switch activity {
        case .changed, .line: break
        case .notice(let text): say("note: \(Printable.escaped(text))")
        case .passStarted(let phase, let pass, let agent, _):
            say("phase \(phase) '\(await title(of: phase))', pass \(pass): agent \(Printable.escaped(agent)) started")
        case .agentEnded(let phase, let pass, _, let sentence):
            say("phase \(phase), pass \(pass): \(Printable.escaped(sentence))")
        case .checkStarted: break
        case .checkEnded(let phase, let pass, let check, let findings, let took):
            let result = findings == 0 ? "ok" : "\(findings) \(findings == 1 ? "finding" : "findings")"
            say("phase \(phase), pass \(pass): \(Printable.escaped(check)): \(result) (\(DurationText.text(took)))")
        case .verdict(let phase, let pass, _, _, let sentence):
            say("phase \(phase), pass \(pass): \(sentence)")
        case .waiting(let phase, let time): say("phase \(phase): next pass in \(DurationText.text(time))")
        }
    }

    private func say(_ line: String) { Console.output(prefix + line) }

    private mutating func title(of phase: Int) async -> String {
        if titles.isEmpty, let phases = try? await state.phases(of: run) {
            titles = Dictionary(uniqueKeysWithValues: phases.map { ($0.number, Printable.escaped($0.title)) })
        }
        return titles[phase] ?? ""
    }
}
