internal import OrchestratorDatabase
internal import OrchestratorModel

/// Counts of findings, of which there may be a million: each is a sum of its own, since an engine that groups rows may sort them in its memory first.
extension SQLConnection {
    /// How many findings there are of each severity.
    func severityCounts(where condition: SQLStatement) throws -> SeverityCounts {
        let counts = Severity.allCases.map { "COUNT(*) FILTER (WHERE severity = '\($0.rawValue)')" }
        let found = try first("SELECT \(raw: counts.joined(separator: ", ")) FROM findings WHERE \(condition)") { row in
            try Severity.allCases.reduce(into: SeverityCounts()) { $0[$1] = try row.integer() }
        }
        return found ?? SeverityCounts()
    }

    /// How many findings there are of each kind that a tally tells apart.
    func findingTally(where condition: SQLStatement) throws -> Tally {
        let kinds = Severity.allCases.flatMap { severity in
            Finding.Category.allCases.flatMap { category in [true, false].map { (severity: severity, category: category, isResolved: $0) } }
        }
        let counts = kinds.map { kind in
            """
            COUNT(*) FILTER (WHERE resolved = \(kind.isResolved ? 1 : 0) AND severity = '\(kind.severity.rawValue)' \
            AND category = '\(kind.category.rawValue)')
            """
        }
        let found = try first("SELECT \(raw: counts.joined(separator: ", ")) FROM findings WHERE \(condition)") { row in
            try kinds.reduce(into: Tally()) { tally, kind in
                tally.add(try row.integer(), to: .findings(kind.severity, kind.category, isResolved: kind.isResolved))
            }
        }
        return found ?? Tally()
    }
}
