import AgentOrchestrator

/// A page of 50 runs among a million on a PostgreSQL server.
enum PostgresPages: BenchmarkGroup {
    static let name = "postgresql-pages"
    private static let created = 1000
    private static let copies = 999
    /// How far apart copies are: further than those that were created.
    private static let gap = Duration.seconds(60)

    static func run(_ report: Report) async throws {
        let server = try PostgresServer()
        defer { server.stop() }
        let database = try await PostgresDatabase.open(server.url)
        let state = try await StateManager.open(database, artifacts: server.directory + "/artifacts", actor: Actor(.worker, "benchmark"))
        let time = try await Measuring.time { try await fill(server, state) }
        report.tell("\(created) runs created, and \(copies) copies of each", report.text(time))
        let middle = SystemWallClock().now + gap * (-copies / 2)
        for (name, filter) in filters {
            var (times, count): ([Duration], Int) = ([], 0)
            for _ in 0..<200 { times.append(try await Measuring.time { count = try await state.runs(filter(middle)).runs.count }) }
            report.tell("page of \(count) runs, \(name)", Measuring.median(times), atMost: .milliseconds(2))
        }
        try await database.close()
    }

    /// Those of one part alone, and the combinations that walk lists.
    private static var filters: [(name: String, filter: PageFilters.Filter)] {
        PageFilters.all.filter { !$0.name.contains("three statuses") && $0.name.count { $0 == "," } <= 1 }
    }

    private static func fill(_ server: PostgresServer, _ state: StateManager) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<16 {
                group.addTask { for number in stride(from: worker, to: created, by: 16) { _ = try await state.createRun(PageFill.draft(number)) } }
            }
            try await group.waitForAll()
        }
        try server.psql(copying)
        try server.psql("VACUUM ANALYZE")
    }

    /// Each run that was created gets older copies, made by the server: what differs is what identifies a run and its place in lists.
    private static var copying: String {
        // A position is a time in microseconds, with room for 1024 runs.
        let older = "- copy.number * \(Int(gap / .microseconds(1)) * 1024)"
        return """
            CREATE TABLE created_runs AS SELECT run_id, position FROM runs WHERE title LIKE '% ticket%';
            DO $$ DECLARE names text; contents text;
            BEGIN
                SELECT string_agg(quote_ident(column_name), ', '), string_agg(
                    CASE column_name
                        WHEN 'run_id' THEN 'lpad(to_hex(copy.number), 8, ''0'') || substr(r.run_id, 9)'
                        WHEN 'position' THEN 'r.position \(older)'
                        ELSE 'r.' || quote_ident(column_name)
                    END, ', ')
                INTO names, contents
                FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = 'runs';
                EXECUTE 'INSERT INTO runs (' || names || ') SELECT ' || contents || ' FROM runs AS r JOIN created_runs USING (run_id)'
                    || ' CROSS JOIN generate_series(1::bigint, \(copies)) AS copy (number) ORDER BY r.position \(older)';
            END $$;
            INSERT INTO run_terms (term, position)
            SELECT t.term, t.position \(older)
            FROM run_terms AS t JOIN created_runs USING (position) CROSS JOIN generate_series(1::bigint, \(copies)) AS copy (number)
            ORDER BY t.term, 2;
            """
    }
}
