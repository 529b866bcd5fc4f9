public import OrchestratorModel

/// A run as a report for people, in Markdown.
///
/// Everything that came from outside is shown as it is: no title, output or name can become markup, HTML, a terminal sequence or a line of its own.
public struct MarkdownReport: PhaseReport {
    private static let evidenceLimit = 4 * 1024
    static let findingsOfPass: Int? = nil

    var text = ""

    /// The report; it ends with a line end. The same document gives the same text.
    ///
    /// - Complexity: Linear in the document. Of the evidence of a finding the first 4 KiB are shown.
    public static func text(of document: RunDocument) -> String { whole(document) }

    mutating func begin(_ outline: RunOutline) {
        writeRun(outline)
        writeOverview(outline)
    }

    mutating func end(_ outline: RunOutline) { writeArtifacts(outline.document) }

    private mutating func writeRun(_ outline: RunOutline) {
        let run = outline.document.run
        text += "# \(MarkdownEscape.text(run.title))\n\n"
        text += "**\(ReportText.words(run.status.rawValue))**, \(run.completedPhases) of \(run.totalPhases) phases completed"
        if let findings = ReportText.findings(outline.found) { text += ", \(findings)" }
        text += ".\n\n"
        var table = MarkdownTable(["Run", MarkdownEscape.codeSpan(run.id.description)])
        table.add(["Repository", MarkdownEscape.text(run.repositoryPath)])
        table.add(["Branch", MarkdownEscape.text(run.branch)])
        if let path = run.documentationPath { table.add(["Documentation", MarkdownEscape.text(path)]) }
        let labels = run.labels.sorted { $0.key < $1.key }.map { MarkdownEscape.text("\($0.key)=\($0.value)") }
        if !labels.isEmpty { table.add(["Labels", labels.joined(separator: ", ")]) }
        table.add(["Created", ReportText.moment(run.createdAt)])
        if let started = run.startedAt { table.add(["Started", ReportText.moment(started)]) }
        if let completed = run.completedAt { table.add(["Ended", ReportText.moment(completed)]) }
        if let duration = ReportText.duration(run.startedAt, run.completedAt) { table.add(["Duration", duration]) }
        if let reason = run.pauseReason { table.add(["Paused because", ReportText.words(reason.rawValue)]) }
        text += table.text
        if let message = run.errorMessage { text += "\n**Error:** \(MarkdownEscape.text(message))\n" }
    }

    private mutating func writeOverview(_ outline: RunOutline) {
        guard !outline.document.phases.isEmpty else { return }
        text += "\n## Phases\n\n"
        text += MarkdownTable(.phases(of: outline)).text
    }

    mutating func begin(_ document: RunDocument.PhaseDocument, _ convergence: Convergence) {
        let phase = document.phase
        text += "\n## Phase \(phase.number): \(MarkdownEscape.text(phase.title))\n\n"
        text += "**\(ReportText.words(phase.status.rawValue))**"
        if !phase.dependencies.isEmpty { text += ", after \(phase.dependencies.map { "phase \($0)" }.joined(separator: ", "))" }
        if let branch = phase.branchName { text += ", branch \(MarkdownEscape.codeSpan(branch))" }
        text += ".\n"
        paragraphs(phase.intent)
        list("Files", phase.plan.files.map(MarkdownEscape.codeSpan))
        list("Acceptance criteria", phase.plan.acceptanceCriteria.map(MarkdownEscape.text))
        list("Risks", phase.plan.risks.map(MarkdownEscape.text))
        write(convergence)
    }

    mutating func end(_ document: RunDocument.PhaseDocument) {
        for intervention in document.interventions { write(intervention) }
    }

    /// How the findings went from pass to pass, where there was more than one.
    private mutating func write(_ convergence: Convergence) {
        guard convergence.passes.count > 1 else { return }
        text += "\n"
        var table = MarkdownTable(["Pass", "New", "Persisting", "Regressed", "Fixed", "Waived", "Unresolved"])
        for pass in convergence.passes {
            table.add(
                [pass.number, pass.new, pass.persisting, pass.regressed, pass.fixed, pass.waived, pass.unresolved].map(String.init))
        }
        text += table.text
        let stalled = convergence.stalledPasses
        if stalled > 0 { text += "\nThe last \(stalled == 1 ? "pass" : "\(stalled) passes") got nowhere.\n" }
        if let pass = convergence.oscillation, let earlier = pass.returnsTo {
            text += "\nPass \(pass.number) left the very findings that pass \(earlier) had left.\n"
        }
    }

    mutating func begin(_ execution: Execution) {
        text += "\n### Pass \(execution.passNumber): \(ReportText.outcome(of: execution))\n\n"
        var facts = ["Agent \(MarkdownEscape.codeSpan(execution.agent))"]
        if let duration = ReportText.duration(execution.startedAt, execution.completedAt) { facts.append("took \(duration)") }
        if let status = execution.exitStatus, status != 0 { facts.append("exit status \(status)") }
        if execution.specRevision > 0 { facts.append("spec revision \(execution.specRevision)") }
        if let base = execution.baseCommit, let head = execution.headCommit, base != head {
            facts.append("commits \(MarkdownEscape.codeSpan("\(base.prefix(12))..\(head.prefix(12))"))")
        }
        if let usage = usage(execution.usage) { facts.append(usage) }
        text += facts.joined(separator: ", ") + ".\n"
        if let message = execution.errorMessage { text += "\n**Error:** \(MarkdownEscape.text(message))\n" }
        if let summary = execution.summary { paragraphs(summary) }
    }

    mutating func endPass() {}

    mutating func beginFindings() { text += "\n" + MarkdownTable(["Severity", "Finding", "Where", "Check", "State"]).text }

    mutating func addRows(_ findings: some Sequence<Finding>, _ states: [Finding.ID: TrackedFinding.State]) {
        for finding in findings {
            text += MarkdownTable.row([
                finding.severity.rawValue, MarkdownEscape.text(finding.title), MarkdownEscape.text(ReportText.place(of: finding)),
                MarkdownEscape.text(finding.check), ReportText.state(of: finding, states, emphasized: { "**\($0)**" }),
            ])
            text += "\n"
        }
    }

    mutating func endFindings(leftOut: Int) {}

    mutating func addDetails(_ findings: some Sequence<Finding>) {
        for finding in findings { writeDetails(of: finding) }
    }

    private mutating func writeDetails(of finding: Finding) {
        let details = [finding.description, finding.evidence].filter { !$0.allSatisfy(\.isWhitespace) }
        guard !details.isEmpty || finding.suggestedFix != nil || finding.waivedAt != nil else { return }
        let place = ReportText.place(of: finding)
        text += "\n**\(MarkdownEscape.text(finding.title))**\(place.isEmpty ? "" : ", \(MarkdownEscape.text(place))")"
        if let rule = finding.rule { text += ", rule \(MarkdownEscape.codeSpan(rule))" }
        text += "\n"
        for detail in details { text += "\n" + MarkdownEscape.fence(TextCut.head(detail, atMost: Self.evidenceLimit)) }
        if finding.waivedAt != nil {
            text += "\nWaived"
            if let actor = finding.waivedBy { text += " by \(MarkdownEscape.text(actor))" }
            text += finding.waiveReason.map { ": \(MarkdownEscape.text($0))\n" } ?? ".\n"
        }
        if let fix = finding.suggestedFix { text += "\nSuggested fix: \(MarkdownEscape.text(fix))\n" }
    }

    private mutating func write(_ intervention: ManualIntervention) {
        text += "\n### A human was asked: \(ReportText.words(intervention.reason.rawValue))\n\n"
        text += "Asked \(ReportText.moment(intervention.createdAt)); "
        switch intervention.status {
        case .pending: text += "**not answered yet**"
        case .expired: text += "lapsed without an answer"
        case .resolved:
            text += "answered **\(ReportText.words(intervention.action?.rawValue ?? "unknown"))**"
            if let actor = intervention.actor { text += " by \(MarkdownEscape.text(actor))" }
            if let time = intervention.resolvedAt { text += ", \(ReportText.moment(time))" }
        }
        text += ".\n"
        if let notes = intervention.notes { paragraphs(notes) }
    }

    private mutating func writeArtifacts(_ document: RunDocument) {
        guard !document.artifacts.isEmpty else { return }
        text += "\n## Artifacts\n\n" + MarkdownTable(.artifacts(of: document)).text
    }
}

extension MarkdownReport {
    /// Text of several lines, with its paragraphs kept.
    private mutating func paragraphs(_ body: String) {
        var paragraph: [String] = []
        func finished() -> String { paragraph.isEmpty ? "" : "\n" + paragraph.joined(separator: "\n") + "\n" }
        for line in body.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            if line.allSatisfy(\.isWhitespace) {
                text += finished()
                paragraph = []
            } else {
                // White space at the beginning would make the line a block of code.
                paragraph.append(MarkdownEscape.text(String(line.drop(while: \.isWhitespace))))
            }
        }
        text += finished()
    }

    private func usage(_ usage: Usage?) -> String? {
        ReportText.usage(usage, model: MarkdownEscape.codeSpan)
    }

    private mutating func list(_ title: String, _ items: [String]) {
        guard !items.isEmpty else { return }
        text += "\n\(title):\n\n" + items.map { "- \($0)\n" }.joined()
    }
}
