internal import OrchestratorModel

extension HTMLReport {
    mutating func begin(_ document: RunDocument.PhaseDocument, _ convergence: Convergence) {
        let phase = document.phase
        text += "<article aria-labelledby=\"phase-\(phase.number)\">\n"
        text += "<h2 id=\"phase-\(phase.number)\">Phase \(phase.number): \(Self.inline(phase.title))</h2>\n<p>\(Self.badge(phase.status.rawValue))"
        if !phase.dependencies.isEmpty {
            text += " after \(phase.dependencies.map { "<a href=\"#phase-\($0)\">phase \($0)</a>" }.joined(separator: ", "))"
        }
        if let branch = phase.branchName { text += " on branch \(Self.code(branch))" }
        text += "</p>\n"
        paragraphs(phase.intent)
        list("Files", phase.plan.files.map(Self.code))
        list("Acceptance criteria", phase.plan.acceptanceCriteria.map(Self.inline))
        list("Risks", phase.plan.risks.map(Self.inline))
    }

    mutating func end(_ document: RunDocument.PhaseDocument) {
        for intervention in document.interventions { write(intervention) }
        text += "</article>\n"
    }

    mutating func begin(_ execution: Execution) {
        text += "<section>\n<h3>Pass \(execution.passNumber): \(ReportText.outcome(of: execution))</h3>\n"
        var facts = ["Agent \(Self.code(execution.agent))"]
        if let duration = ReportText.duration(execution.startedAt, execution.completedAt) { facts.append("took \(duration)") }
        if let status = execution.exitStatus, status != 0 { facts.append("exit status \(status)") }
        if execution.specRevision > 0 { facts.append("spec revision \(execution.specRevision)") }
        if let base = execution.baseCommit, let head = execution.headCommit, base != head {
            facts.append("commits \(Self.code("\(base.prefix(12))..\(head.prefix(12))"))")
        }
        if let usage = ReportText.usage(execution.usage, model: Self.code) { facts.append(usage) }
        text += "<p>\(facts.joined(separator: ", ")).</p>\n"
        if let message = execution.errorMessage { text += "<p class=\"error\"><strong>Error:</strong> \(Self.inline(message))</p>\n" }
        if let summary = execution.summary { paragraphs(summary) }
    }

    mutating func endPass() { text += "</section>\n" }

    mutating func beginFindings() { beginTable(["Severity", "Finding", "Where", "Check", "State"], style: " findings") }

    mutating func addRows(_ findings: some Sequence<Finding>, _ states: [Finding.ID: TrackedFinding.State]) {
        for finding in findings {
            row([
                "<span class=\"severity \(finding.severity.rawValue)\">\(finding.severity.rawValue)</span>", Self.details(of: finding),
                Self.inline(ReportText.place(of: finding)), HTMLEscape.text(finding.check),
                ReportText.state(of: finding, states) { "<strong>\($0)</strong>" },
            ])
        }
    }

    mutating func endFindings(leftOut: Int) {
        endTable()
        if leftOut > 0 { text += "<p>And \(leftOut) more, which are in the export as JSON.</p>\n" }
    }

    /// All stands in the table.
    mutating func addDetails(_ findings: some Sequence<Finding>) {}

    /// The title, and what more there is to be said behind it.
    private static func details(of finding: Finding) -> String {
        var parts: [String] = []
        if let rule = finding.rule { parts.append("<p>Rule \(code(rule))</p>") }
        for text in [finding.description, finding.evidence] where !text.allSatisfy(\.isWhitespace) {
            parts.append("<pre dir=\"auto\">\(HTMLEscape.block(TextCut.head(text, atMost: evidenceLimit)))</pre>")
        }
        if finding.waivedAt != nil {
            let actor = finding.waivedBy.map { " by \(inline($0))" } ?? ""
            parts.append("<p>Waived\(actor)\(finding.waiveReason.map { ": \(inline($0))" } ?? "")</p>")
        }
        if let fix = finding.suggestedFix { parts.append("<p>Suggested fix: \(inline(fix))</p>") }
        guard !parts.isEmpty else { return inline(finding.title) }
        return "<details><summary>\(inline(finding.title))</summary>\(parts.joined())</details>"
    }

    private mutating func write(_ intervention: ManualIntervention) {
        text += "<section>\n<h3>A human was asked: \(ReportText.words(intervention.reason.rawValue))</h3>\n<p>Asked \(Self.moment(intervention.createdAt)); "
        switch intervention.status {
        case .pending: text += "<strong>not answered yet</strong>"
        case .expired: text += "lapsed without an answer"
        case .resolved:
            text += "answered <strong>\(ReportText.words(intervention.action?.rawValue ?? "unknown"))</strong>"
            if let actor = intervention.actor { text += " by \(Self.inline(actor))" }
            if let time = intervention.resolvedAt { text += ", \(Self.moment(time))" }
        }
        text += ".</p>\n"
        if let notes = intervention.notes { paragraphs(notes) }
        text += "</section>\n"
    }

    private static func code(_ text: String) -> String { "<code>\(HTMLEscape.text(text))</code>" }

    /// Text of several lines, with its paragraphs kept.
    private mutating func paragraphs(_ body: String) {
        guard !body.allSatisfy(\.isWhitespace) else { return }
        text += "<p class=\"lines\" dir=\"auto\">\(HTMLEscape.block(body.replacing("\r\n", with: "\n")))</p>\n"
    }

    private mutating func list(_ title: String, _ items: [String]) {
        guard !items.isEmpty else { return }
        text += "<p>\(title):</p>\n<ul>\n" + items.map { "<li>\($0)</li>\n" }.joined() + "</ul>\n"
    }
}
