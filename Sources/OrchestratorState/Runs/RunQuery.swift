internal import OrchestratorDatabase
internal import OrchestratorModel

/// The query of one page of runs, read in the order of pages from an index whatever the filter: nothing is sorted.
struct RunQuery {
    let filter: RunFilter
    /// The position before which the page begins: that of the last run of the page before.
    let after: Int?
    /// The terms that runs must have; `nil` where the text of the filter has no word that a run could have.
    private let terms: [String]?
    /// How many entries of each list are looked at to find the thinnest.
    private let sampleSize: Int

    /// A list of runs, newest first: those that have a term, or, without one, those that the columns of the filter name.
    private struct RunList {
        let term: String?
        let density: RunDensity
    }

    init(_ filter: RunFilter, after: Int?, sampleSize: Int = 256) {
        self.filter = filter
        self.after = after
        self.sampleSize = sampleSize
        let words = filter.text.map { text in (SearchTerms.words(in: text), text.allSatisfy(\.isWhitespace)) } ?? ([], true)
        terms = words.0.isEmpty && !words.1 ? nil : words.0.sorted() + SearchTerms.labels(filter.labels).sorted()
    }

    /// The runs of the page, and one more where another page follows.
    func runs(in connection: any SQLConnection) throws -> [Run] {
        guard let terms, filter.statuses?.isEmpty != true else { return [] }
        let lists = try lists(of: terms, in: connection)
        if canMerge(lists, connection.dialect) { return try merging(lists, connection) }
        return try connection.all(walking(lists, terms, connection.dialect)) { try Run(row: &$0) }
    }

    /// The statement of a page that walks one list; its rows are runs, with a column more.
    func statement(in connection: any SQLConnection) throws -> SQLStatement {
        let terms = terms ?? []
        return walking(try lists(of: terms, in: connection), terms, connection.dialect)
    }

    private func walking(_ lists: [RunList], _ terms: [String], _ dialect: SQLDialect) -> SQLStatement {
        // Of the others, the one that most runs lack is asked first.
        guard let thinnest = lists.first else { return terms.isEmpty ? walkingRuns(having: [], dialect) : walking(terms[0], having: [], dialect) }
        let others = lists.dropFirst().compactMap(\.term)
        return thinnest.term.map { walking($0, having: others, dialect) } ?? walkingRuns(having: others, dialect)
    }

    /// The lists whose common runs are asked for, the thinnest first; none where there is but one.
    private func lists(of terms: [String], in connection: any SQLConnection) throws -> [RunList] {
        guard terms.count > 1 || terms.count == 1 && isFacetted else { return [] }
        var lists = try densities(of: terms, in: connection)
        if isFacetted {
            let density = try density(in: connection)
            lists.insert(RunList(term: nil, density: density), at: lists.firstIndex { density < $0.density } ?? lists.endIndex)
        }
        return lists
    }

    /// How dense the runs are that have each term, by one statement: on the way to a server and back there is time for all of them.
    private func densities(of terms: [String], in connection: any SQLConnection) throws -> [RunList] {
        let samples = terms.enumerated().map { number, term -> SQLStatement in
            "SELECT \(raw: "\(number)"), newest.* FROM (\(sample(of: "run_terms WHERE", ["term = \(term)"]))) AS newest"
        }
        let lists = try connection.all(samples.joined(separator: " UNION ALL ")) { row in
            RunList(term: terms[try row.integer()], density: try RunDensity(row: &row, sample: sampleSize))
        }
        return lists.sorted { $0.density < $1.density || !($1.density < $0.density) && ($0.term ?? "") < ($1.term ?? "") }
    }

    /// How dense the runs are that the columns of the filter name: as dense as those of the status with most of them.
    private func density(in connection: any SQLConnection) throws -> RunDensity {
        let statuses: [[Run.Status]?] = filter.statuses.map { Set($0).map { [$0] } } ?? [nil]
        let none = RunDensity(count: 0, newest: nil, oldest: nil, sample: sampleSize)
        return try statuses.map { status in
            try connection.first(sample(of: "runs WHERE", facets(status))) { try RunDensity(row: &$0, sample: sampleSize) } ?? none
        }.max() ?? none
    }

    private func sample(of list: SQLStatement, _ conditions: [SQLStatement]) -> SQLStatement {
        """
        SELECT COUNT(*), MAX(position), MIN(position) FROM (
            SELECT position FROM \(list) \((conditions + range("position")).joined(separator: " AND "))
            ORDER BY position DESC LIMIT \(sampleSize)
        ) AS newest
        """
    }

    private var isFacetted: Bool { filter.statuses != nil || filter.repositoryPath != nil || filter.branch != nil }

    /// Walks the list of a term, and looks up its runs.
    private func walking(_ term: String, having others: [String], _ dialect: SQLDialect) -> SQLStatement {
        let conditions = ["t.term = \(term)"] + range("t.position") + facets(filter.statuses) + others.map { has($0, "t.position", dialect) }
        return """
            SELECT \(raw: Tables.runs.columnList), t.position
            FROM run_terms AS t \(raw: dialect.join("runs", by: "position", "t.position"))
            WHERE \(conditions.joined(separator: " AND ")) ORDER BY t.position DESC LIMIT \(filter.limit + 1)
            """
    }

    /// Walks the runs by the index of the filter's columns; those of several statuses are merged.
    private func walkingRuns(having terms: [String], _ dialect: SQLDialect) -> SQLStatement {
        var statuses: [[Run.Status]?] = [nil]
        if let wanted = filter.statuses { statuses = Run.Status.allCases.filter(wanted.contains).map { [$0] } }
        let lists = statuses.map { status -> SQLStatement in
            let conditions = facets(status) + range("position") + terms.map { has($0, "runs.position", dialect) }
            let condition: SQLStatement = conditions.isEmpty ? "" : "WHERE \(conditions.joined(separator: " AND "))"
            return "SELECT \(raw: Tables.runs.columnList), position FROM runs \(condition)"
        }
        let ordered = lists.count == 1 ? lists : lists.map { dialect.member($0, orderedBy: "position DESC", limit: filter.limit + 1) }
        return "\(ordered.joined(separator: " UNION ALL ")) ORDER BY position DESC LIMIT \(filter.limit + 1)"
    }

    private func canMerge(_ lists: [RunList], _ dialect: SQLDialect) -> Bool {
        guard lists.count > 1, dialect.intersectsInOrder, lists[0].density.isSimilar(to: lists[1].density) else { return false }
        // Runs of several statuses are several lists.
        return filter.statuses.map { $0.count == 1 } ?? true || lists.prefix(2).allSatisfy { $0.term != nil }
    }

    /// Walks the two thinnest lists side by side, a part at a time, and looks up what they have in common.
    private func merging(_ lists: [RunList], _ connection: any SQLConnection) throws -> [Run] {
        let wanted = filter.limit + 1
        let conditions = facets(filter.statuses) + lists.dropFirst(2).compactMap(\.term).map { has($0, "runs.position", connection.dialect) }
        var (runs, seen, size, bound): ([Run], Int, Int, Int?) = ([], 0, wanted, nil)
        while true {
            let members = lists.prefix(2).map { positions(in: $0, before: bound) }
            let common = try connection.all("\(members.joined(separator: " INTERSECT ")) ORDER BY position DESC LIMIT \(size)") { try $0.integer() }
            guard let last = common.last else { return runs }
            let candidates = JSONValue.array(common.map { .integer(Int64($0)) }).canonicalText
            let found: SQLStatement = "runs.position IN (SELECT value FROM \(connection.dialect.elements(of: candidates)))"
            runs += try connection.all(
                """
                SELECT \(raw: Tables.runs.columnList) FROM runs WHERE \(([found] + conditions).joined(separator: " AND "))
                ORDER BY position DESC LIMIT \(wanted - runs.count)
                """
            ) { try Run(row: &$0) }
            guard runs.count < wanted, common.count == size else { return runs }
            seen += size
            // As many as the rest of the page is likely to need.
            (size, bound) = (min(Self.largestPart, (wanted - runs.count) * seen / max(1, runs.count) + 1), last)
        }
    }

    private static let largestPart = 4096

    private func positions(in list: RunList, before bound: Int?) -> SQLStatement {
        let range = range("position", before: bound)
        guard let term = list.term else {
            return "SELECT position FROM runs WHERE \((facets(filter.statuses) + range).joined(separator: " AND "))"
        }
        return "SELECT position FROM run_terms WHERE \((["term = \(term)"] + range).joined(separator: " AND "))"
    }

    private func facets(_ statuses: [Run.Status]?) -> [SQLStatement] {
        var conditions: [SQLStatement] = []
        if let statuses {
            // Written out, for there are indexes of single statuses: with a parameter SQLite would compile the statement anew for each value.
            let names = statuses.map { "'\($0.rawValue)'" }.joined(separator: ", ")
            conditions.append(statuses.count == 1 ? "status = \(raw: names)" : "status IN (\(raw: names))")
        }
        if let path = filter.repositoryPath { conditions.append("repository_path = \(path)") }
        if let branch = filter.branch { conditions.append("branch = \(branch)") }
        return conditions
    }

    private func range(_ column: String, before position: Int? = nil) -> [SQLStatement] {
        var conditions: [SQLStatement] = []
        let bounds = [after, filter.createdBefore.map(RunPosition.first), position].compactMap { $0 }
        if let bound = bounds.min() { conditions.append("\(raw: column) < \(bound)") }
        if let since = filter.createdSince { conditions.append("\(raw: column) >= \(RunPosition.first(at: since))") }
        return conditions
    }

    private func has(_ term: String, _ position: String, _ dialect: SQLDialect) -> SQLStatement {
        let conditions: [SQLStatement] = ["o.term = \(term)", "o.position = \(raw: position)"] + (dialect.walksBeside ? range("o.position") : [])
        return "EXISTS (SELECT 1 FROM run_terms AS o WHERE \(conditions.joined(separator: " AND ")))"
    }
}
