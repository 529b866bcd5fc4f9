internal import OrchestratorDatabase
internal import OrchestratorModel

/// A SARIF log on its way: what comes next, and what was written and not yet taken.
///
/// What became of the findings is found first, for the rules stand at the end of the log with their positions; the findings themselves are read when they
/// are written.
struct SARIFExport: PagedDocument {
    private let run: Run.ID
    private let phaseNumber: Int?
    private let pageSize: Int
    private var outline: RunOutline?
    private var report: SARIFReport?
    private var walk: FindingsWalk?
    private var rules: Set<String> = []
    /// The latest reports of the findings of each phase.
    private var findings: [[FindingsWalk.Entry]] = []
    private var next: Stage? = .walk(phase: 0)

    /// What comes next.
    private enum Stage {
        /// Reading what became of the findings of a phase.
        case walk(phase: Int)
        /// From that finding of the phase on.
        case results(phase: Int, Int)
    }

    /// Rows of a page: few enough that their values fit into memory however long they are.
    private static let pageRows = 100
    private static let pageSteps = 16

    /// - Parameters:
    ///   - phase: The number of the only phase that is wanted.
    ///   - pageSize: About how many bytes a page has.
    init(of run: Run.ID, phase: Int?, pageSize: Int) {
        (self.run, phaseNumber, self.pageSize) = (run, phase, pageSize)
    }

    var isComplete: Bool { next == nil }

    mutating func page(_ connection: any SQLConnection) throws -> [UInt8] {
        var text = ""
        for _ in 0..<Self.pageSteps {
            guard let stage = next, text.utf8.count < pageSize else { break }
            switch stage {
            case .walk(let phase): try walk(phase, &text, connection)
            case .results(let phase, let first): try writeResults(of: phase, from: first, &text, connection)
            }
        }
        return Array(text.utf8)
    }

    private mutating func walk(_ index: Int, _ text: inout String, _ connection: any SQLConnection) throws {
        let outline = try outline ?? RunOutline(of: run, phase: phaseNumber, connection)
        self.outline = outline
        guard index < outline.document.phases.count else {
            let report = SARIFReport(outline.document.run, rules: rules)
            text += report.head
            self.report = report
            next = .results(phase: 0, 0)
            return
        }
        let phase = outline.document.phases[index]
        var walk = self.walk ?? FindingsWalk(of: phase)
        // Held in one place, so that it is not copied.
        self.walk = nil
        if findings.count == index {
            findings.append([])
            findings[index].reserveCapacity(phase.executions.reduce(0) { $0 + outline.counts(of: $1.execution.id).total })
        }
        if !walk.isComplete { findings[index] += try walk.next(connection).filter(\.isLatest) }
        guard walk.isComplete else {
            self.walk = walk
            return
        }
        rules.formUnion(walk.rules.map(SARIFReport.rule))
        findings[index].sort { ($1.severity, $0.id) < ($0.severity, $1.id) }
        next = .walk(phase: index + 1)
    }

    private mutating func writeResults(of phase: Int, from first: Int, _ text: inout String, _ connection: any SQLConnection) throws {
        guard let report, let outline else { preconditionFailure("the results come after the head") }
        guard phase < findings.count else {
            text += report.end(isEmpty: findings.allSatisfy(\.isEmpty))
            next = nil
            return
        }
        let page = findings[phase].dropFirst(first).prefix(Self.pageRows)
        guard !page.isEmpty else {
            next = .results(phase: phase + 1, 0)
            return
        }
        let rows = Dictionary(try connection.findings(page.map(\.id)).map { ($0.id, $0) }) { first, _ in first }
        let isFirst = first == 0 && findings[..<phase].allSatisfy(\.isEmpty)
        for (index, entry) in page.enumerated() {
            guard let finding = rows[entry.id] else { throw RunMark.Changed() }
            let number = outline.document.phases[phase].phase.number
            let tracked = TrackedFinding(finding: finding, phaseNumber: number, passNumber: entry.pass, state: entry.state)
            text += report.element(tracked, isUpdated: entry.isUpdated, isFirst: isFirst && index == 0)
        }
        next = .results(phase: phase, first + page.count)
    }
}
