internal import OrchestratorModel

/// What reports say in the same words, whatever form they have. Nothing here is escaped that comes from outside.
enum ReportText {
    /// How a pass ended.
    static func outcome(of execution: Execution) -> String {
        switch (execution.status, execution.verification) {
        case (.completed, .pending): "not verified yet"
        case (.completed, .notRun): "completed, not verified"
        case (.completed, let verification): verification.rawValue
        case (let status, _): status.rawValue
        }
    }

    /// What became of a finding: those that still stand in the way are emphasized.
    static func state(
        of finding: Finding, _ states: [Finding.ID: TrackedFinding.State], emphasized: (String) -> String
    ) -> String {
        guard let state = states[finding.id] else { return finding.resolved ? "resolved" : emphasized("unresolved") }
        return TrackedFinding.State.unresolved.contains(state) ? emphasized(state.rawValue) : state.rawValue
    }

    /// How many findings there are, each counted once however many passes reported it, and what became of them; `nil` where there are none.
    static func findings(_ found: RunOutline.Found) -> String? {
        guard found.count > 0 else { return nil }
        let (fixed, waived) = (found[.fixed], found[.waived])
        let text = "\(found.count) \(found.count == 1 ? "finding" : "findings"), \(fixed) of them resolved"
        return waived > 0 ? "\(text), \(waived) waived" : text
    }

    /// Model and tokens.
    ///
    /// - Parameter model: Escapes the name of the model.
    static func usage(_ usage: Usage?, model escaped: (String) -> String) -> String? {
        guard let usage else { return nil }
        var parts: [String] = []
        if let model = usage.model { parts.append("model \(escaped(model))") }
        if let tokens = usage.inputTokens { parts.append("\(tokens) tokens read") }
        if let tokens = usage.outputTokens { parts.append("\(tokens) tokens written") }
        if let cost = usage.costMicrodollars { parts.append("cost $\(cost / 1_000_000).\(String(cost % 1_000_000 + 1_000_000).dropFirst().prefix(4))") }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    /// `file:line`.
    static func place(of finding: Finding) -> String {
        (finding.file ?? "") + (finding.line.map { ":\($0)" } ?? "")
    }

    /// `in_progress` as words.
    static func words(_ name: String) -> String {
        name.split(separator: "_").joined(separator: " ")
    }

    /// `2026-11-22 18:03:53 UTC`.
    static func moment(_ time: Timestamp) -> String {
        let text = time.description
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8)) UTC"
    }

    /// How long something took; `nil` while it has no end.
    static func duration(_ start: Timestamp?, _ end: Timestamp?) -> String? {
        guard let start, let end else { return nil }
        return DurationText.text(end - start)
    }

    /// How many findings of each severity, those that there are none of left out.
    static func counts(_ counts: SeverityCounts) -> String {
        let parts = Severity.allCases.filter { counts[$0] > 0 }.map { "\(counts[$0]) \($0.rawValue)" }
        return parts.isEmpty ? "none" : parts.joined(separator: ", ")
    }
}
