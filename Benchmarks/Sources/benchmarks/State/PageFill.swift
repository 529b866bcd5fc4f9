import AgentOrchestrator

/// Runs with a phase each, in the order of their numbers; one in twenty was aborted. What filters ask for is spread over them, each trait for itself. The
/// store creates them, or SQLite makes the rows that the store would write from those of two that it has created: ``PageBenchmark`` compares what lists
/// say of both.
enum PageFill {
    /// Something that one in so many runs has.
    struct Trait {
        let count: Int
        let factor: Int
        private static let prime = 1_000_003

        func value(_ number: Int) -> Int { number * factor % Self.prime % count }

        /// The same of the number `copy`, in SQL.
        var sql: String { "(copy * \(factor) % \(Self.prime) % \(count))" }
    }

    private static let words = [
        (word: "ticket", trait: Trait(count: 1009, factor: 387_881)), (word: "area", trait: Trait(count: 997, factor: 611_953)),
        (word: "place", trait: Trait(count: 20, factor: 104_729)),
    ]
    private static let team = Trait(count: 10, factor: 224_737)
    private static let branch = Trait(count: 10, factor: 350_377)
    private static let repository = Trait(count: 100, factor: 479_909)
    private static let ending = Trait(count: 20, factor: 746_773)
    private static let aborted = ending.value(1)

    /// A run with words that few others have.
    static func draft(_ number: Int) -> RunDraft {
        var draft = RunDraft.benchmark(number: number)
        draft.title = "Add search to dashboard \(number)" + words.map { " \($0.word)\($0.trait.value(number))" }.joined()
        draft.repositoryPath = "/srv/dashboard\(repository.value(number))"
        draft.branch = "main\(branch.value(number))"
        draft.labels = ["team": "team\(team.value(number))"]
        return draft
    }

    /// Creates runs through the store.
    ///
    /// - Returns: When the one in the middle was created.
    static func create(_ count: Int, in state: StateManager) async throws -> Timestamp {
        var middle: Timestamp?
        for number in Array(2..<count) + [0, 1] {
            let run = try await createOne(number, in: state)
            if number == count / 2 { middle = run.createdAt }
        }
        guard let middle else { preconditionFailure("there are more than four runs") }
        return middle
    }

    private static func createOne(_ number: Int, in state: StateManager) async throws -> Run {
        let run = try await state.createRun(draft(number)).run
        if ending.value(number) == aborted { try await state.abortRun(run.id) }
        return run
    }

    /// Lends a store with that many runs, a second apart.
    ///
    /// - Parameter body: Gets the store, and when the run in the middle was created.
    static func with(_ count: Int, _ body: (StateManager, Timestamp) async throws -> Void) async throws {
        var first = Timestamp(microsecondsSinceEpoch: 0)
        try await Workplace.with(
            first: { place in
                first = try await createOne(0, in: place.state).createdAt
                _ = try await createOne(1, in: place.state)
            }, rest: { try copy(count, in: $0) }, { try await body($0.state, first + .seconds(-count / 2)) })
    }

    /// The position among all runs that a run gets: a second is that many.
    private static let second = 1_000_000 * 1024
}

extension PageFill {
    /// Makes the runs from number 2 on.
    ///
    /// Only what their events tell, and the hashes of those, are as they are of the first two.
    /// - Parameter path: A database that no store has open.
    private static func copy(_ count: Int, in path: String) throws {
        let database = try RawDatabase(path: path)
        try database.execute(
            """
            BEGIN;
            CREATE TEMP TABLE numbers AS
                WITH RECURSIVE numbers (copy) AS (SELECT 2 UNION ALL SELECT copy + 1 FROM numbers WHERE copy < \(count - 1))
                SELECT copy, \(ending.sql) = \(aborted) AS aborted, (SELECT MIN(position) FROM runs) - (\(count) - copy) * \(second) AS place FROM numbers;
            CREATE TEMP TABLE originals AS SELECT run_id AS original, status = 'aborted' AS aborted FROM runs;
            UPDATE statistics_totals SET value = value * \((0..<count).count { ending.value($0) == aborted });
            """)
        for table in try database.texts("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid") {
            guard try database.columns(of: table).contains("run_id") else { continue }
            try database.execute("CREATE TEMP TABLE first_\(table) AS SELECT * FROM \(table)")
            let source = "numbers JOIN originals USING (aborted) JOIN first_\(table) ON run_id = original ORDER BY copy"
            try database.insert(into: table, from: source, table == "runs" ? values.merging(runValues(count)) { $1 } : values)
        }
        try fillTerms(database)
        try database.execute("COMMIT")
    }

    private static var values: [String: String] {
        let names = ["run_id", "phase_id", "entity_id", "current_phase_id"]
        return Dictionary(uniqueKeysWithValues: names.map { ($0, "printf('%08x', copy) || substr(\($0), 9)") })
    }

    private static func runValues(_ count: Int) -> [String: String] {
        [
            "title": "'Add search to dashboard ' || copy" + words.map { " || ' \($0.word)' || \($0.trait.sql)" }.joined(),
            "repository_path": "'/srv/dashboard' || \(repository.sql)", "checkout": "'/srv/dashboard' || \(repository.sql)",
            "branch": "'main' || \(branch.sql)",
            "labels": "json_object('team', 'team' || \(team.sql))", "position": "place",
            "created_at": "strftime('%Y-%m-%dT%H:%M:%S', created_at, '-' || (\(count) - copy) || ' seconds') || substr(created_at, 20)",
        ]
    }

    /// What the runs are found by: the terms of the first one, where those that depend on its number are others for each.
    private static func fillTerms(_ database: RawDatabase) throws {
        var numbered = ["w0": "'w' || copy", "l4:team=team0": "'l4:team=team' || \(team.sql)"]
        for (word, trait) in words { numbered["w\(word)0"] = "'w\(word)' || \(trait.sql)" }
        let terms = try database.texts("SELECT term FROM run_terms WHERE position = (SELECT MIN(position) FROM runs WHERE title LIKE '% dashboard 0 %')")
        // In the order of the key, pages are filled one after the other. A number may be a word that all have.
        for term in terms {
            try database.execute("INSERT OR IGNORE INTO run_terms (term, position) SELECT \(numbered[term] ?? "'\(term)'"), place FROM numbers ORDER BY 1, 2")
        }
    }
}
