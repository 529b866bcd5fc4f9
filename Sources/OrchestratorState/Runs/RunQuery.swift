internal import OrchestratorDatabase
internal import OrchestratorModel

/// The query of one page of runs, read in the order of pages from an index whatever the filter: nothing is sorted.
struct RunQuery {
    let filter: RunFilter
    /// The position before which the page begins: that of the last run of the page before.
    let after: Int?
    /// The terms that runs must have; `nil` where the text of the filter has no word that a run could have.
    private let terms: [String]?

    init(_ filter: RunFilter, after: Int?) {
        self.filter = filter
        self.after = after
        let words = filter.text.map { text in (SearchTerms.words(in: text), text.allSatisfy(\.isWhitespace)) } ?? ([], true)
        terms = words.0.isEmpty && !words.1 ? nil : words.0.sorted() + SearchTerms.labels(filter.labels).sorted()
    }

    /// Whether no run can match.
    var isEmpty: Bool { terms == nil || filter.statuses?.isEmpty == true }

    /// The statement of the page; its rows are runs, with a column more.
    func statement(in connection: any SQLConnection) throws -> SQLStatement {
        guard let terms, !terms.isEmpty else { return walkingRuns(having: []) }
        let first = try shortest(of: terms, in: connection)
        guard let first else { return walkingRuns(having: terms) }
        return walking(first, having: terms.filter { $0 != first }, connection.dialect)
    }

    /// The term with the fewest runs; `nil` where columns of the run narrow the list down further. No list is counted beyond a few entries: to
    /// look up whatever one of two long lists has in the other is quick.
    private func shortest(of terms: [String], in connection: any SQLConnection) throws -> String? {
        guard terms.count > 1 || isFacetted else { return terms.first }
        func count(_ list: SQLStatement) throws -> Int {
            try connection.first("SELECT COUNT(*) FROM (SELECT 1 FROM \(list) LIMIT 256) AS few") { try $0.integer() } ?? 0
        }
        var (shortest, least) = (terms.first, Int.max)
        for term in terms {
            let count = try count("run_terms WHERE term = \(term)")
            if count < least { (shortest, least) = (term, count) }
        }
        guard isFacetted else { return shortest }
        return try count("runs WHERE \(facets(filter.statuses).joined(separator: " AND "))") < least ? nil : shortest
    }

    private var isFacetted: Bool { filter.statuses != nil || filter.repositoryPath != nil || filter.branch != nil }

    /// Walks the list of a term, and looks up its runs.
    private func walking(_ term: String, having others: [String], _ dialect: SQLDialect) -> SQLStatement {
        let conditions = ["t.term = \(term)"] + range("t.position") + facets(filter.statuses) + others.map { has($0, "t.position") }
        return """
            SELECT \(raw: Tables.runs.columnList), t.position
            FROM run_terms AS t \(raw: dialect.orderedJoin) runs ON runs.position = t.position
            WHERE \(conditions.joined(separator: " AND ")) ORDER BY t.position DESC LIMIT \(filter.limit + 1)
            """
    }

    /// Walks the runs by the index of the filter's columns; those of several statuses are merged.
    private func walkingRuns(having terms: [String]) -> SQLStatement {
        var statuses: [[Run.Status]?] = [nil]
        if let wanted = filter.statuses { statuses = Run.Status.allCases.filter(wanted.contains).map { [$0] } }
        let lists = statuses.map { status -> SQLStatement in
            let conditions = facets(status) + range("position") + terms.map { has($0, "runs.position") }
            let condition: SQLStatement = conditions.isEmpty ? "" : "WHERE \(conditions.joined(separator: " AND "))"
            return "SELECT \(raw: Tables.runs.columnList), position FROM runs \(condition)"
        }
        return "\(lists.joined(separator: " UNION ALL ")) ORDER BY position DESC LIMIT \(filter.limit + 1)"
    }

    private func facets(_ statuses: [Run.Status]?) -> [SQLStatement] {
        var conditions: [SQLStatement] = []
        if let statuses {
            conditions.append(
                statuses.count == 1 ? "status = \(statuses[0].rawValue)" : "status IN (\(list: statuses.map(\.rawValue)))")
        }
        if let path = filter.repositoryPath { conditions.append("repository_path = \(path)") }
        if let branch = filter.branch { conditions.append("branch = \(branch)") }
        return conditions
    }

    private func range(_ column: String) -> [SQLStatement] {
        var conditions: [SQLStatement] = []
        let bounds = [after, filter.createdBefore.map(RunPosition.first)].compactMap { $0 }
        if let bound = bounds.min() { conditions.append("\(raw: column) < \(bound)") }
        if let since = filter.createdSince { conditions.append("\(raw: column) >= \(RunPosition.first(at: since))") }
        return conditions
    }

    private func has(_ term: String, _ position: String) -> SQLStatement {
        "EXISTS (SELECT 1 FROM run_terms AS o WHERE o.term = \(term) AND o.position = \(raw: position))"
    }
}
