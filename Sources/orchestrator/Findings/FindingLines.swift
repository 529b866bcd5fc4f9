import AgentOrchestrator

/// A finding on two lines: where and what, then what else is known of it.
struct FindingLines {
    let finding: TrackedFinding
    let showsPhase: Bool
    let showsDetails: Bool

    init(_ finding: TrackedFinding, showsPhase: Bool = false, showsDetails: Bool = false) {
        self.finding = finding
        self.showsPhase = showsPhase
        self.showsDetails = showsDetails
    }

    func print(to console: Console = .outputs) {
        let found = finding.finding
        let severity = found.severity.rawValue
        let padding = String(repeating: " ", count: "medium".count - severity.count)
        let what = place + Printable.escaped(found.title)
        let room = console.isTerminal ? console.columns - "medium".count - 2 : .max
        let isLong = DisplayWidth.of(what) > room
        console.write("\(console.styled(severity, found.severity.style))\(padding)  \(isLong ? DisplayWidth.cut(what, to: room) : what)\n")
        console.write("        \(console.styled(facts, .dim))\n")
        if showsDetails { printDetails(to: console) }
    }

    private var place: String {
        guard let file = finding.finding.file else { return "" }
        return Printable.escaped(file) + (finding.finding.line.map { ":\($0)" } ?? "") + ": "
    }

    private var facts: String {
        let found = finding.finding
        var facts = [Printable.escaped(found.check)]
        if let rule = found.rule { facts.append(Printable.escaped(rule)) }
        if showsPhase { facts.append("phase \(finding.phaseNumber)") }
        facts.append("pass \(finding.passNumber)")
        let by = found.waivedBy.map { " by \(Printable.escaped($0)): \(Printable.escaped(found.waiveReason ?? ""))" }
        facts.append(finding.state.rawValue + (finding.state == .waived ? by ?? "" : ""))
        return "\(found.id.short)  \(facts.joined(separator: ", "))"
    }

    private func printDetails(to console: Console) {
        let found = finding.finding
        for text in [found.description, found.evidence, found.suggestedFix.map { "suggested: \($0)" } ?? ""]
        where !text.allSatisfy(\.isWhitespace) {
            for line in Printable.block(text).split(separator: "\n", omittingEmptySubsequences: false) {
                console.write("        \(line)\n")
            }
        }
    }
}
