internal import OrchestratorDatabase
internal import OrchestratorModel

/// A report on its way: what comes next, and what was written and not yet taken.
///
/// What became of the findings is found first, for the beginning tells of it; the findings themselves are read when they are written.
struct ReportExport<Report: PhaseReport>: PagedDocument {
    private let run: Run.ID
    private let phaseNumber: Int?
    private let pageSize: Int
    private var report = Report()
    private var outline: RunOutline?
    private var walk: FindingsWalk?
    private var found = RunOutline.Found()
    private var phases: [WalkedPhase] = []
    private var next: Stage? = .walk(phase: 0)

    /// What is known of the findings of a phase before they are written.
    private struct WalkedPhase: Sendable {
        /// By the numbers of passes.
        var shown: [Int: ShownFindings] = [:]
        var convergence = Convergence([], standing: [])
    }

    /// What is to be done next.
    private enum Stage {
        /// Reading what became of the findings of a phase.
        case walk(phase: Int)
        case phase(Int)
        case pass(phase: Int, Int)
        /// From that finding of the pass on.
        case rows(phase: Int, pass: Int, Int)
        case details(phase: Int, pass: Int, Int)
    }

    /// Rows of a page: few enough that their values fit into memory however long they are.
    private static var pageRows: Int { 100 }
    /// Steps of a page, for those that write nothing.
    private static var pageSteps: Int { 16 }

    /// - Parameters:
    ///   - phase: The number of the only phase that is wanted.
    ///   - pageSize: About how many bytes a page has.
    init(of run: Run.ID, phase: Int?, pageSize: Int) {
        (self.run, phaseNumber, self.pageSize) = (run, phase, pageSize)
    }

    var isComplete: Bool { next == nil }

    mutating func page(_ connection: any SQLConnection) throws -> [UInt8] {
        for _ in 0..<Self.pageSteps {
            guard let stage = next, report.text.utf8.count < pageSize else { break }
            let outline = try outline ?? RunOutline(of: run, phase: phaseNumber, connection)
            self.outline = outline
            try write(stage, outline, connection)
        }
        defer { report.text = "" }
        return Array(report.text.utf8)
    }

    private mutating func write(_ stage: Stage, _ outline: RunOutline, _ connection: any SQLConnection) throws {
        let documents = outline.document.phases
        switch stage {
        case .walk(let phase):
            guard phase == documents.count else { return try walk(phase, outline, connection) }
            report.begin(outline)
            next = .phase(0)
        case .phase(let phase):
            guard phase < documents.count else {
                report.end(outline)
                next = nil
                return
            }
            report.begin(documents[phase], phases[phase].convergence)
            next = .pass(phase: phase, 0)
        case .pass(let phase, let pass):
            guard pass < documents[phase].executions.count else {
                report.end(documents[phase])
                next = .phase(phase + 1)
                return
            }
            let execution = documents[phase].executions[pass].execution
            report.begin(execution)
            if outline.counts(of: execution.id).total > 0 { report.beginFindings() }
            next = .rows(phase: phase, pass: pass, 0)
        case .rows(let phase, let pass, let first):
            try writeRows(documents[phase].executions[pass].execution, (phase, pass), first, outline, connection)
        case .details(let phase, let pass, let first):
            let findings = phases[phase].shown[documents[phase].executions[pass].execution.passNumber]?.page(from: first, Self.pageRows) ?? []
            guard !findings.isEmpty else {
                report.endPass()
                next = .pass(phase: phase, pass + 1)
                return
            }
            report.addDetails(try connection.findings(findings.map(\.id)))
            next = .details(phase: phase, pass: pass, first + findings.count)
        }
    }

    private mutating func walk(_ index: Int, _ outline: RunOutline, _ connection: any SQLConnection) throws {
        let document = outline.document.phases[index]
        var walk = self.walk ?? FindingsWalk(of: document)
        // Held in one place, so that it is not copied.
        self.walk = nil
        if phases.count == index {
            phases.append(WalkedPhase())
            for execution in document.executions.map(\.execution) {
                let count = outline.counts(of: execution.id).total
                phases[index].shown[execution.passNumber] = ShownFindings(limit: Report.findingsOfPass, count: count)
            }
        }
        if !walk.isComplete {
            for entry in try walk.next(connection) {
                phases[index].shown[entry.pass]?.add(entry.id, entry.state)
                if entry.isLatest { found.add(entry.state) }
            }
        }
        guard walk.isComplete else {
            self.walk = walk
            return
        }
        // By a copy of the keys: while the dictionary lends them, changing it would copy all that it holds.
        for pass in Array(phases[index].shown.keys) { phases[index].shown[pass]?.sort() }
        phases[index].convergence = walk.convergence
        self.outline?.tell(found, of: document.phase)
        found = RunOutline.Found()
        next = .walk(phase: index + 1)
    }

    private mutating func writeRows(
        _ execution: Execution, _ place: (phase: Int, pass: Int), _ first: Int, _ outline: RunOutline, _ connection: any SQLConnection
    ) throws {
        let findings = phases[place.phase].shown[execution.passNumber]?.page(from: first, Self.pageRows) ?? []
        guard findings.isEmpty else {
            let states = Dictionary(findings.map { ($0.id, $0.state) }) { first, _ in first }
            report.addRows(try connection.findings(findings.map(\.id)), states)
            next = .rows(phase: place.phase, pass: place.pass, first + findings.count)
            return
        }
        let total = outline.counts(of: execution.id).total
        if total > 0 { report.endFindings(leftOut: total - first) }
        next = .details(phase: place.phase, pass: place.pass, 0)
    }
}
