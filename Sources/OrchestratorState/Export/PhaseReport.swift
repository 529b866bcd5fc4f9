internal import OrchestratorModel

/// A report that tells of a run phase by phase, and of a phase pass by pass: what is written one after the other, whoever holds the findings.
protocol PhaseReport: Sendable {
    /// How many findings of a pass are shown; `nil` for all.
    static var findingsOfPass: Int? { get }

    /// What was written so far.
    var text: String { get set }

    init()

    /// Writes what stands before the phases.
    mutating func begin(_ outline: RunOutline)
    mutating func begin(_ phase: RunDocument.PhaseDocument, _ convergence: Convergence)
    mutating func begin(_ execution: Execution)
    /// Begins the table of a pass's findings, of which there are some.
    mutating func beginFindings()
    /// Writes rows of the table.
    mutating func addRows(_ findings: some Sequence<Finding>, _ states: [Finding.ID: TrackedFinding.State])
    /// - Parameter leftOut: How many findings are not shown.
    mutating func endFindings(leftOut: Int)
    /// Writes what does not fit into the table, after its end.
    mutating func addDetails(_ findings: some Sequence<Finding>)
    mutating func endPass()
    /// Writes the questions about the phase, and its end.
    mutating func end(_ phase: RunDocument.PhaseDocument)
    /// Writes what stands after the phases.
    mutating func end(_ outline: RunOutline)
}

extension PhaseReport {
    /// The report on a run that is in memory as a whole.
    static func whole(_ document: RunDocument) -> String {
        var report = Self()
        let outline = RunOutline(document)
        report.begin(outline)
        for phase in document.phases { report.write(phase) }
        report.end(outline)
        return report.text
    }

    private mutating func write(_ phase: RunDocument.PhaseDocument) {
        begin(phase, phase.convergence)
        let tracked = phase.trackedFindings(includingEarlierReports: true)
        let states = Dictionary(tracked.map { ($0.finding.id, $0.state) }) { first, _ in first }
        for pass in phase.executions {
            begin(pass.execution)
            if !pass.findings.isEmpty {
                let shown = pass.findings.prefix(Self.findingsOfPass ?? .max)
                beginFindings()
                addRows(shown, states)
                endFindings(leftOut: pass.findings.count - shown.count)
                addDetails(shown)
            }
            endPass()
        }
        end(phase)
    }
}
