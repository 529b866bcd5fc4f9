internal import OrchestratorDatabase
internal import OrchestratorModel

/// Compares what lists of runs are read from with the rows that it is derived from, in one snapshot: positions, and the index of words and labels.
struct ListAudit {
    private let connection: any SQLConnection
    private(set) var problems: [StoreProblem] = []
    /// Of each run how many of its terms the index has.
    private var indexed: [(position: Int, terms: Int)] = []

    init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    /// - Complexity: Reads all texts of the store, run by run. In memory are a few bytes for each run, and for each word of one run.
    mutating func make() throws {
        while case let runs = try page(after: indexed.last?.position ?? .min), !runs.isEmpty {
            for run in runs {
                if try !RunPosition.isPossible(run.position, createdAt: run.createdAt, in: connection) {
                    add(.wrongPosition, run.id, "position is not that of created_at")
                }
                try checkTerms(of: run.id, at: run.position)
            }
        }
        try checkRest()
    }

    private func page(after position: Int) throws -> [(id: Run.ID, position: Int, createdAt: Timestamp)] {
        try connection.all("SELECT run_id, position, created_at FROM runs WHERE position > \(position) ORDER BY position LIMIT 256") { row in
            (id: try row.identifier(), position: try row.integer(), createdAt: try row.time())
        }
    }

    private mutating func add(_ kind: StoreProblem.Kind, _ run: Run.ID, _ problem: String) {
        problems.append(StoreProblem(kind, run: run.description, .run, run.description, problem))
    }

    private mutating func checkTerms(of run: Run.ID, at position: Int) throws {
        // Hashes take less memory than words; that two words of a run have the same one of 64 bits is not to be expected.
        var (known, missing): (Set<Int>, Int) = ([], 0)
        try connection.forEachTerms(of: run) { terms in
            missing += try connection.missing(terms.filter { known.insert($0.hashValue).inserted }, at: position)
        }
        if missing > 0 { add(.wrongTerms, run, "it is not found by \(missing) of its words and labels") }
        indexed.append((position, known.count - missing))
    }

    /// Looks for what the index has more. Most often there is nothing, which two numbers tell.
    private mutating func checkRest() throws {
        let count = try connection.first("SELECT COUNT(*) FROM run_terms") { try $0.integer() }
        guard count != indexed.reduce(0, { $0 + $1.terms }) else { return }
        var rest = Dictionary(indexed.map { ($0.position, -$0.terms) }) { first, _ in first }
        var lost = 0
        try connection.forEach("SELECT position FROM run_terms") { row in
            let position = try row.integer()
            if rest[position] == nil { lost += 1 } else { rest[position]? += 1 }
        }
        for (position, superfluous) in rest.sorted(by: { $0.key < $1.key }) where superfluous > 0 {
            guard let run = try connection.first("SELECT run_id FROM runs WHERE position = \(position)", { try $0.identifier(Run.ID.self) }) else {
                continue
            }
            add(.wrongTerms, run, "it is found by \(superfluous) words or labels that it does not have")
        }
        if lost > 0 { problems.append(StoreProblem(.wrongTerms, run: "", .run, "", "\(lost) entries of words or labels belong to no run")) }
    }
}

extension SQLConnection {
    /// By how many of the terms the run at that position is not found.
    fileprivate func missing(_ terms: Set<String>, at position: Int) throws -> Int {
        guard !terms.isEmpty else { return 0 }
        let terms = JSONValue.array(terms.sorted().map(JSONValue.string)).canonicalText
        let count = try first(
            """
            SELECT COUNT(*) FROM \(dialect.elements(of: terms))
            WHERE NOT EXISTS (SELECT 1 FROM run_terms WHERE term = value AND position = \(position))
            """
        ) { try $0.integer() }
        return count ?? 0
    }
}
