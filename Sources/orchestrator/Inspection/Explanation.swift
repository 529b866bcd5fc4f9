import AgentOrchestrator

/// Why a run stands where it stands, and what may be done about it. Decided from its standing alone.
struct Explanation {
    let standing: RunStanding
    /// Sentences, safe to print.
    let reasons: [String]
    /// The statuses that may follow.
    let legal: [Run.Status]
    let commands: [ShellCommand]

    init(_ standing: RunStanding) {
        self.standing = standing
        reasons = Self.reasons(standing) + Self.occupation(standing)
        legal = Run.transitions.successors(of: standing.run.status)
        commands = Self.commands(standing)
    }

    // MARK: Why

    private static func reasons(_ standing: RunStanding) -> [String] {
        let run = standing.run
        let message = run.errorMessage.map { ["it says: \(Printable.escaped($0))"] } ?? []
        switch run.status {
        case .planning: return ["it was created \(ago(run.createdAt, standing)) and not started"]
        case .executing: return executing(standing)
        case .paused: return paused(standing) + message + course(standing)
        case .completed:
            let phases = run.totalPhases == 1 ? "its one phase is" : "all of its \(run.totalPhases) phases are"
            return ["\(phases) completed or skipped; there is nothing left to do"]
        case .failed:
            let phases = standing.phases.filter { $0.status == .failed || $0.status == .inProgress }
            return ["it ended \(end(standing)) with an error that no answer mends"] + message + phases.map(sentence)
        case .aborted: return ["a human ended it \(end(standing))"] + message
        }
    }

    /// Who is in its way, of whom its own row says nothing.
    private static func occupation(_ standing: RunStanding) -> [String] {
        guard let (other, holder) = standing.occupant else { return [] }
        return ["its checkout is occupied: run \(other.short) is being carried out there by \(holder)"]
    }

    private static func executing(_ standing: RunStanding) -> [String] {
        let run = standing.run
        guard let holder = standing.holder else {
            if let last = run.leaseHolder {
                return [
                    "nobody carries it out: process \(last.processID) on \(Printable.escaped(last.host)) took it \(ago(last.since, standing)) and is gone"
                ]
            }
            return [run.leaseEpoch == 0 ? "nobody has begun to carry it out: it waits for 'resume' or a worker" : "nobody carries it out"]
        }
        var reasons = [
            "process \(holder.processID) on \(Printable.escaped(holder.host)) took it \(ago(holder.since, standing)) and carries it out"
        ]
        reasons += activity(standing)
        if run.stopRequested != .none {
            reasons.append("it was asked to \(run.stopRequested.rawValue) and does so once its agent has ended")
        }
        return reasons
    }

    private static func activity(_ standing: RunStanding) -> [String] {
        guard let phase = standing.phase, let execution = standing.execution else { return [] }
        let pass = "phase \(phase.number) '\(Printable.escaped(phase.title))', pass \(execution.passNumber)"
        switch execution.status {
        case .running:
            return [
                "\(pass): agent \(Printable.escaped(execution.agent)) has worked for \(DurationText.text(standing.now - execution.startedAt))"
            ]
        case .completed where execution.verification == .pending: return ["\(pass): the agent has ended, the checks are running"]
        case .completed, .failed, .interrupted: return ["\(pass) was \(execution.outcome); the next one follows"]
        }
    }

    /// What the passes at the current phase did, and what stands in its way.
    private static func course(_ standing: RunStanding) -> [String] {
        guard let convergence = standing.convergence, let last = convergence.passes.last, let phase = standing.phase else { return [] }
        var reasons = ["phase \(phase.number), pass \(last.number): \(ConvergenceLines.words(last))"]
        guard !standing.blocking.isEmpty || last.unresolved == 0 else {
            // Whatever the pass did, its findings have been waived or resolved since: it is the next one that counts.
            return reasons + ["none of its findings stands in the way any more: with the answer 'resume', the next pass goes by what it finds itself"]
        }
        reasons += ConvergenceLines.concerns(convergence)
        for finding in standing.blocking.map(\.finding) {
            let place = finding.file.map { " in \(Printable.escaped($0))\(finding.line.map { ":\($0)" } ?? "")" } ?? ""
            reasons.append("\(finding.severity.rawValue) finding \(finding.id.short)\(place): \(Printable.escaped(finding.title))")
        }
        return reasons
    }

    private static func paused(_ standing: RunStanding) -> [String] {
        guard standing.questions.isEmpty else {
            return standing.questions.map { question in
                let phase = standing.phases.first { $0.id == question.phaseID }
                let about = phase.map { " about phase \($0.number) '\(Printable.escaped($0.title))'" } ?? ""
                let isOver = question.isOver(at: standing.now)
                let expiry = question.expiresAt.map { isOver ? "; it lapsed \(ago($0, standing))" : "; it lapses \(ahead($0, standing))" } ?? ""
                return "it waits for an answer\(about), asked \(ago(question.createdAt, standing)): \(question.reason.sentence)\(expiry)"
            }
        }
        if let answer = standing.answer, let action = answer.action {
            let who = answer.actor.map { " by \(Printable.escaped($0))" } ?? ""
            if let expiry = answer.expiresAt, answer.isOver(at: standing.now) {
                return [
                    "its question was answered '\(action.rawValue)'\(who), but the answer lapsed unused \(ago(expiry, standing)): it will be asked again"
                ]
            }
            let when = answer.resolvedAt.map { " \(ago($0, standing))" } ?? ""
            let until = answer.expiresAt.map { " and lapses \(ahead($0, standing)) unless a pass uses it" } ?? ""
            return ["its question was answered '\(action.rawValue)'\(who)\(when)\(until); it waits for 'resume' or a worker"]
        }
        return ["\(standing.run.pauseReason?.sentence ?? "it was paused"); no question is open, so it can go on at once"]
    }

    private static func sentence(_ phase: Phase) -> String {
        "phase \(phase.number) '\(Printable.escaped(phase.title))' is \(phase.status.words) after \(phase.retryCount) of \(phase.maxRetries) retries"
    }

    private static func end(_ standing: RunStanding) -> String { standing.run.completedAt.map { ago($0, standing) } ?? "" }

    private static func ago(_ time: Timestamp, _ standing: RunStanding) -> String { MomentText.relative(time, now: standing.now) }

    private static func ahead(_ time: Timestamp, _ standing: RunStanding) -> String { MomentText.ahead(time, now: standing.now) }

    // MARK: What may be done

    private static func commands(_ standing: RunStanding) -> [ShellCommand] {
        let id = standing.run.id.short
        let look = ShellCommand("orchestrator show \(id)", meaning: "phases, passes, findings")
        let abort = ShellCommand("orchestrator abort \(id)", meaning: "end the run; what it did stays")
        switch standing.run.status {
        case .planning: return [ShellCommand("orchestrator resume \(id)", meaning: "carry it out"), abort]
        case .executing where standing.holder == nil:
            let meaning = standing.run.leaseEpoch == 0 ? "carry it out" : "go on where its last acknowledged step ended"
            return [ShellCommand("orchestrator resume \(id)", meaning: meaning), abort]
        case .executing:
            return [
                ShellCommand("orchestrator events \(id) --follow", meaning: "watch it"),
                ShellCommand("orchestrator pause \(id)", meaning: "stop it; it can go on later"), abort,
            ]
        case .paused where standing.questions.isEmpty: return [ShellCommand("orchestrator resume \(id)", meaning: "go on"), abort]
        case .paused:
            let answers = standing.questions.flatMap(Questions.answers)
            return [look] + waivers(standing) + answers + [ShellCommand("orchestrator resume \(id)", meaning: "then go on")]
        case .completed:
            return [ShellCommand("orchestrator export \(id) --format markdown", meaning: "the report")]
        case .failed, .aborted:
            return [look, ShellCommand("orchestrator events \(id)", meaning: "what happened, in order")]
        }
    }

    /// To live with what stands in the way is an answer too.
    private static func waivers(_ standing: RunStanding) -> [ShellCommand] {
        standing.blocking.prefix(1).map { tracked in
            let title = DisplayWidth.cut(Printable.escaped(tracked.finding.title), to: 40)
            return ShellCommand("orchestrator findings waive \(tracked.finding.id.short) --reason 'why'", meaning: "live with: \(title)")
        }
    }

    /// The form that `explain --json` prints.
    func json() throws -> JSONValue {
        [
            "run_id": .string(standing.run.id.description), "status": .string(standing.run.status.rawValue),
            "reasons": .array(reasons.map(JSONValue.string)), "legal_statuses": .array(legal.map { .string($0.rawValue) }),
            "stop_requested": .string(standing.run.stopRequested.rawValue),
            "holder": try standing.holder.map(JSONOutput.value) ?? .null,
            "interventions": .array(try standing.questions.map(JSONOutput.value)),
            "convergence": try standing.convergence.map(JSONOutput.value) ?? .null,
            "findings": .array(try standing.blocking.map { try JSONOutput.value(TrackedFindingDocument(finding: $0)) }),
            "commands": .array(commands.map { ["command": .string($0.text), "meaning": .string($0.meaning)] }),
        ]
    }
}
