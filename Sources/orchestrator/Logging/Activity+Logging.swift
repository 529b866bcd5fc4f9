import AgentOrchestrator
import Logging

extension Activity {
    /// Writes it into the log: operations at DEBUG, notices at INFO. What an agent prints is in its artifact, and changes are told by the
    /// store.
    func log(of run: Run.ID) {
        var about: Logger.Metadata = ["run": "\(run.short)"]
        func place(_ phase: Int, _ pass: Int) {
            about["phase"] = "\(phase)"
            about["pass"] = "\(pass)"
        }
        switch self {
        case .changed, .line: break
        case .notice(let sentence): Logs.note(.info, sentence, about)
        case .passStarted(let phase, let pass, let agent, _):
            place(phase, pass)
            Logs.note(.debug, "started agent \(agent)", about)
        case .agentEnded(let phase, let pass, _, let sentence):
            place(phase, pass)
            Logs.note(.debug, "agent ended: \(sentence)", about)
        case .checkStarted(let phase, let pass, let check):
            place(phase, pass)
            Logs.note(.debug, "started check \(check)", about)
        case .checkEnded(let phase, let pass, let check, let findings, let took):
            place(phase, pass)
            about["findings"] = "\(findings)"
            about["took"] = "\(DurationText.text(took))"
            Logs.note(.debug, "check \(check) ended", about)
        case .verdict(let phase, let pass, let passed, _, let sentence):
            place(phase, pass)
            Logs.note(.debug, "gate \(passed ? "passed" : "blocked"): \(sentence)", about)
        case .waiting(let phase, let time):
            about["phase"] = "\(phase)"
            Logs.note(.debug, "waiting \(DurationText.text(time)) before the next pass", about)
        }
    }
}
