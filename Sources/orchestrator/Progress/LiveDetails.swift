import AgentOrchestrator

/// The lines of a live view beside the phases: what is being done now, and how far the run is.
struct LiveDetails {
    let now: ContinuousClock.Instant
    let glyphs: Glyphs

    /// What is done about the phase: the step, and the last line of what it printed.
    func lines(_ work: LiveModel.Work?) -> [TerminalLine] {
        guard let work else { return [] }
        var printed = TerminalLine("    ")
        if let line = work.line { printed.append("\(glyphs.quote) \(glyphs.safe(line))", .dim) }
        return [step(work), printed]
    }

    private func step(_ work: LiveModel.Work) -> TerminalLine {
        let time = LiveTime.text(now - work.since)
        var line = TerminalLine("    ")
        switch work.step {
        case .agent(let name): line.append("agent \(glyphs.safe(name))\(glyphs.separator)\(time)", .cyan)
        case .check(let name): line.append("check \(glyphs.safe(name))\(glyphs.separator)\(time)", .cyan)
        case .waiting(let end): line.append("next pass in \(LiveTime.text(end - now, roundingUp: true))", .cyan)
        case nil: break
        }
        return line
    }

    /// How far the run is, what was found so far, how long it took so far.
    func footer(_ snapshot: LiveSnapshot, work: LiveModel.Work?) -> TerminalLine {
        let ended = snapshot.phases.filter(\.isEnded).count
        let findings = snapshot.phases.reduce(0) { sum, phase in
            sum + (work.flatMap { $0.phase == phase.number ? $0.found : nil } ?? phase.findings.total)
        }
        let parts = [
            "\(ended) of \(snapshot.phases.count) \(snapshot.phases.count == 1 ? "phase" : "phases")",
            findings == 0 ? "no findings" : "\(findings) \(findings == 1 ? "finding" : "findings")",
            LiveTime.text(snapshot.active + (now - snapshot.readAt)), "run \(snapshot.run)", "Ctrl-C pauses",
        ]
        return TerminalLine(parts.joined(separator: glyphs.separator), .dim)
    }
}
