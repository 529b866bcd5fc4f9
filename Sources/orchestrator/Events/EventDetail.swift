import AgentOrchestrator

/// What an event says besides its kind and whom it is about.
enum EventDetail {
    /// A few words from outside, not yet safe for a terminal; `nil` where there is nothing to say.
    static func text(_ event: Event) -> String? {
        let payload = event.payload
        switch event.kind {
        case .runPaused: return payload["run"]?["error_message"]?.string ?? payload["run"]?["pause_reason"]?.string
        case .runFailed, .runAborted: return payload["run"]?["error_message"]?.string
        case .runStopRequested:
            return [payload["run"]?["stop_requested"]?.string, payload["run"]?["error_message"]?.string].compactMap { $0 }.joined(separator: ": ")
        case .phasesCreated: return CountText.text(payload["phases"]?.array?.count ?? 0, "phase")
        case .runForked: return payload["run"]?["parent_event"]?.integer.map { "at event \($0) of another run" }
        case .executionStarted: return payload["execution"]?["agent"]?.string
        case .executionFailed, .executionInterrupted: return payload["execution"]?["error_message"]?.string
        case .executionVerified: return payload["execution"]?["verification"]?.string
        case .findingsAdded, .findingsResolved, .findingsWaived:
            return CountText.text(payload["findings"]?.array?.count ?? 0, "finding")
        case .artifactSaved:
            let check = payload["artifact"]?["metadata"]?["check"]?.string
            return [payload["artifact"]?["type"]?.string, check].compactMap { $0 }.joined(separator: " of ")
        case .interventionOpened: return payload["intervention"]?["reason"]?.string
        case .interventionResolved: return payload["intervention"]?["action"]?.string
        case .phaseBranched: return payload["phase"]?["branch_name"]?.string
        default: return nil
        }
    }
}
