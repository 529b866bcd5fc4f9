internal import OrchestratorModel

/// A table of a report, whatever form that has. What is in cells came from outside in part, and is not escaped yet.
struct ReportTable {
    let columns: [Column]
    let rows: [[Cell]]

    /// The head of a column.
    struct Column {
        let title: String
        let isNumber: Bool

        init(_ title: String, isNumber: Bool = false) {
            self.title = title
            self.isNumber = isNumber
        }
    }

    /// What stands in a cell.
    enum Cell {
        /// Nothing is known.
        case none
        case number(Int)
        /// A word of ours.
        case word(String)
        /// How long something took.
        case duration(String)
        /// What a phase or a run is in.
        case status(String)
        /// The phase of that number, which the report tells of elsewhere.
        case phase(Int, title: String)
        /// A name, letter by letter.
        case name(String)
        /// The first digits of a digest.
        case digest(String)
    }

    /// All phases, a row each.
    static func phases(of outline: RunOutline) -> ReportTable {
        ReportTable(
            columns: [
                Column("#", isNumber: true), Column("Phase"), Column("Status"), Column("Size"), Column("Passes", isNumber: true),
                Column("Findings", isNumber: true), Column("Unresolved", isNumber: true), Column("Duration"),
            ],
            rows: outline.document.phases.map { document in
                let (phase, findings) = (document.phase, outline.found(in: document.phase))
                let duration = ReportText.duration(phase.startedAt, phase.completedAt)
                return [
                    .number(phase.number), .phase(phase.number, title: phase.title), .status(phase.status.rawValue),
                    .word(phase.size.rawValue), .number(document.executions.count), .number(findings.count),
                    .number(findings.unresolved), duration.map { .duration($0) } ?? .none,
                ]
            })
    }

    /// The artifacts, a row each.
    static func artifacts(of document: RunDocument) -> ReportTable {
        let numbers = Dictionary(document.phases.map { ($0.phase.id, $0.phase.number) }, uniquingKeysWith: { first, _ in first })
        return ReportTable(
            columns: [
                Column("Type"), Column("Phase", isNumber: true), Column("File"), Column("Bytes", isNumber: true), Column("SHA-256"),
                Column("Content"),
            ],
            rows: document.artifacts.map { artifact in
                [
                    .word(ReportText.words(artifact.type.rawValue)), artifact.phaseID.flatMap { numbers[$0] }.map { .number($0) } ?? .none,
                    .name(artifact.path), artifact.sizeBytes.map { .number($0) } ?? .none,
                    artifact.sha256.map { .digest(String($0.prefix(12))) } ?? .none, .word(artifact.content.rawValue),
                ]
            })
    }
}
