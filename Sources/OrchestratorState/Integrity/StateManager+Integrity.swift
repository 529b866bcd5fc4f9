internal import OrchestratorDatabase
public import OrchestratorModel

extension StateManager {
    /// Verifies that the store is what was written: looks whether tables, columns, indexes and keys are there as they were made, walks the events of
    /// every run link by link, replays them, compares each row with what they tell and each counter with a count, hashes the file of each artifact,
    /// and where all that is well looks whether runs are found by their words and labels, and by no others.
    ///
    /// Nothing is changed. Each run is read in a snapshot of its own, so that it may be done while runs go on.
    /// - Parameters:
    ///   - run: That run alone; `nil`: the whole store.
    ///   - onProblem: Gets each problem, of one run after the other.
    /// - Throws: ``StateError/notFound(_:_:)`` where there is no such run.
    /// - Complexity: Reads everything. Memory grows with the largest run, not with their number; of a finding it takes a few bytes.
    public func verify(_ run: Run.ID? = nil, onProblem: (StoreProblem) -> Void = { _ in }) async throws -> IntegrityReport {
        var report = IntegrityReport()
        let schema = try await database.read { try $0.schemaProblems() }
        for problem in schema {
            report.problems += 1
            onProblem(StoreProblem(.damagedSchema, run: "", .run, "", problem.sentence))
        }
        // What is not there can't be read.
        guard !schema.contains(where: \.isDamage) else { return report }
        if let run {
            guard try await self.run(exists: run) else { throw StateError.notFound(.run, run.description) }
            try await verify(one: run, &report, onProblem)
            return report
        }
        var last = Int.min
        while case let page = try await runIDs(after: last), let end = page.last {
            for (position, text) in page {
                if let id = text.flatMap({ Run.ID($0) }) {
                    try await verify(one: id, &report, onProblem)
                } else {
                    report.problems += 1
                    let id = text.map { Printable.escaped($0) } ?? "at position \(position)"
                    onProblem(StoreProblem(.changedRow, run: id, .run, id, columns: ["run_id"], "is no identifier"))
                }
            }
            last = end.position
        }
        for problem in try await rowsWithoutRun() {
            report.problems += 1
            onProblem(problem)
        }
        // Where rows are not what they were, neither is what is counted from them.
        guard report.problems == schema.count else { return report }
        for sentence in try await wrongCounters() {
            report.problems += 1
            onProblem(StoreProblem(.wrongCounter, run: "", .run, "", sentence))
        }
        for problem in try await wrongLists() {
            report.problems += 1
            onProblem(problem)
        }
        return report
    }

    /// Where lists of runs, which are read from what is derived of them, are not what their rows give.
    func wrongLists() async throws -> [StoreProblem] {
        try await database.read { connection in
            var audit = ListAudit(connection)
            try audit.make()
            return audit.problems
        }
    }

    private func verify(one run: Run.ID, _ report: inout IntegrityReport, _ onProblem: (StoreProblem) -> Void) async throws {
        let (part, problems, artifacts) = try await database.read { connection in
            var audit = RunAudit(of: run, connection)
            // The other runs are looked at all the same.
            do {
                try audit.make()
            } catch let error as SQLRowError {
                audit.addUnreadable(error.description)
            } catch StateError.damaged(_, _, let problem) {
                audit.addUnreadable(problem)
            }
            let artifacts = try connection.all("\(Artifact.selection) WHERE run_id = \(run) ORDER BY artifact_id") {
                // A row that can't be read is told by the comparison with its events already.
                try? Artifact(row: &$0)
            }
            return (audit.report, audit.problems, artifacts.compactMap(\.self))
        }
        report.runs += part.runs
        report.events += part.events
        report.rows += part.rows
        report.problems += problems.count
        problems.forEach(onProblem)
        for artifact in artifacts where hasContent(artifact) {
            report.artifacts += 1
            guard let problem = try await problem(of: artifact) else { continue }
            report.problems += 1
            onProblem(problem)
        }
    }

    /// Whether there is to be a file. One that came without its content may have got it since.
    private func hasContent(_ artifact: Artifact) -> Bool {
        switch artifact.content {
        case .present, .compressed: true
        case .pruned: false
        case .absent: hasFile(artifact)
        }
    }

    /// Whether there is a file that holds the content of an artifact, or should.
    package func hasFile(_ artifact: Artifact) -> Bool { (try? files.file(of: artifact)) != nil }

    private func problem(of artifact: Artifact) async throws -> StoreProblem? {
        do {
            if database.dialect.keepsContents, artifact.content != .absent {
                try await database.read { try $0.checkContent(of: artifact) }
            } else {
                try files.read(artifact) { _ in }
            }
            return nil
        } catch let error as ArtifactError {
            // Its time may have come since its row was read.
            let now = try await self.artifact(artifact.id)
            guard let now, now.content == artifact.content else { return nil }
            let kind: StoreProblem.Kind =
                switch error.kind {
                case .missing: .missingArtifact
                case .changed: .changedArtifact
                case .outside, .taken, .full, .io: .unreadableArtifact
                }
            return StoreProblem(kind, run: artifact.runID.description, .artifact, artifact.id.description, error.description)
        }
    }

    private func run(exists id: Run.ID) async throws -> Bool {
        try await database.read { try $0.first("SELECT 1 FROM runs WHERE run_id = \(id)") { try $0.integer() } != nil }
    }

    /// The runs by their positions, whatever stands in the place of their identities.
    private func runIDs(after last: Int) async throws -> [(position: Int, id: String?)] {
        try await database.read { connection in
            try connection.all("SELECT position, run_id FROM runs WHERE position > \(last) ORDER BY position LIMIT 256") { row in
                (position: try row.integer(), id: Self.text(try row.next()))
            }
        }
    }

    private static func text(_ value: SQLValue) -> String? { if case .text(let text) = value { text } else { nil } }

    /// Rows whose run is gone: of each table the first.
    private func rowsWithoutRun() async throws -> [StoreProblem] {
        let tables: [(kind: EntityKind, table: TableDefinition)] = [
            (.event, Tables.events), (.phase, Tables.phases), (.execution, Tables.executions), (.finding, Tables.findings),
            (.artifact, Tables.artifacts), (.intervention, Tables.interventions),
        ]
        return try await database.read { connection in
            try tables.compactMap { kind, table in
                let key = kind == .event ? "sequence" : table.primaryKey[0]
                return try connection.first(
                    """
                    SELECT run_id, \(raw: key) FROM \(raw: table.name)
                    WHERE NOT EXISTS (SELECT 1 FROM runs WHERE runs.run_id = \(raw: table.name).run_id) LIMIT 1
                    """
                ) { row in
                    let run = Self.text(try row.next()) ?? ""
                    let id: String
                    switch try row.next() {
                    case .text(let text): id = text
                    case .integer(let number): id = String(number)
                    default: id = ""
                    }
                    return StoreProblem(.unexpectedRow, run: run, kind, id, "this \(kind), and maybe others, belong to a run that is not there")
                }
            }
        }
    }
}
