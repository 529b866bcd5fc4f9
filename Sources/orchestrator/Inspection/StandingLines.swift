import AgentOrchestrator

/// Writes how a run stands, in a few lines for people.
struct StandingLines {
    let standing: RunStanding
    let console: Console

    private var run: Run { standing.run }

    var text: String {
        var lines = [title]
        lines += details.map { "          \($0)" }
        return lines.joined(separator: "\n") + "\n"
    }

    /// `3f2a91bc  Title`.
    private var title: String {
        let head = "\(run.id.short)  "
        let title = Printable.escaped(run.title)
        return console.styled(run.id.short, .bold) + "  "
            + (console.isTerminal ? DisplayWidth.cut(title, to: console.columns - head.count) : title)
    }

    private var details: [String] {
        switch run.status {
        case .planning: ["created \(ago(run.createdAt)), not started: orchestrator resume \(run.id.short)"]
        case .executing: [phaseText, holderText].compactMap { $0 }
        case .paused: questionLines
        case .completed, .failed, .aborted: [endText]
        }
    }

    private var phaseText: String? {
        guard let phase = standing.phase else { return "0 of \(run.totalPhases) phases done" }
        var text = "phase \(phase.number) of \(run.totalPhases) '\(Printable.escaped(phase.title))'"
        guard let execution = standing.execution else { return text }
        text += ", pass \(execution.passNumber)"
        switch execution.status {
        case .running: text += ": \(Printable.escaped(execution.agent)) for \(DurationText.text(standing.now - execution.startedAt))"
        case .completed where execution.verification == .pending: text += ": being verified"
        case .completed, .failed, .interrupted: text += ": \(execution.outcome)"
        }
        return text
    }

    private var holderText: String {
        guard let holder = standing.holder else {
            return console.styled("nobody carries it out", .yellow) + ": orchestrator resume \(run.id.short)"
        }
        let stop = run.stopRequested == .none ? "" : ", asked to \(run.stopRequested.rawValue)"
        return "process \(holder.processID) on \(Printable.escaped(holder.host)), \(ago(holder.since))\(stop)"
    }

    private var questionLines: [String] {
        let why = run.errorMessage.map { ": " + Printable.escaped($0) } ?? ""
        guard !standing.questions.isEmpty else {
            let answered = standing.answer?.action.map { "its question was answered '\($0.rawValue)'" }
            return [answered ?? "\(run.pauseReason?.sentence ?? "paused")\(why)", "orchestrator resume \(run.id.short)"]
        }
        return standing.questions.flatMap { question -> [String] in
            let phase = standing.phases.first { $0.id == question.phaseID }
            let what = phase.map { "phase \($0.number) '\(Printable.escaped($0.title))': " } ?? ""
            return [
                "\(console.styled("?", .yellow)) \(what)\(question.reason.sentence)",
                "  orchestrator interventions resolve \(question.id.short) resume|skip|modify_spec|abort",
            ]
        }
    }

    private var endText: String {
        let ended = run.completedAt.map(ago) ?? ""
        let why = run.errorMessage.map { ": " + Printable.escaped($0) } ?? ""
        return
            "\(console.styled(run.status.rawValue, run.status.style)) \(ended), \(run.completedPhases) of \(run.totalPhases) phases\(why)"
    }

    private func ago(_ time: Timestamp) -> String { MomentText.relative(time, now: standing.now) }
}
