internal import OrchestratorDatabase
internal import OrchestratorModel

extension SQLConnection {
    /// Lets the run at that position be found by the terms. Those it is found by already stay.
    func add(_ terms: Set<String>, at position: Int) throws {
        // Keys that come in their order go to neighbouring pages.
        let terms = terms.sorted()
        // Taking a list apart takes as long as several rows.
        if terms.count <= 4 {
            for term in terms { try executeLater(Tables.runTerms.insertionIfNew(of: [.text(term), position.sqlValue])) }
            return
        }
        let list = JSONValue.array(terms.map(JSONValue.string)).canonicalText
        try executeLater(
            """
            INSERT INTO run_terms (term, position) SELECT value, \(position) FROM \(dialect.elements(of: list)) WHERE 1 = 1
            ON CONFLICT DO NOTHING
            """)
    }

    /// Lets the run at that position be found by the terms no longer.
    func remove(_ terms: Set<String>, at position: Int) throws {
        guard !terms.isEmpty else { return }
        let terms = JSONValue.array(terms.sorted().map(JSONValue.string)).canonicalText
        try execute(
            "DELETE FROM run_terms WHERE position = \(position) AND term IN (SELECT value FROM \(dialect.elements(of: terms)))")
    }

    /// The terms that the rows of a run give, a part of them at a time: some may be given more than once.
    func forEachTerms(of run: Run.ID, _ body: (Set<String>) throws -> Void) throws {
        var terms: Set<String> = []
        try forEach("SELECT title, labels FROM runs WHERE run_id = \(run)") {
            terms.formUnion(SearchTerms.words(in: try $0.text()))
            terms.formUnion(SearchTerms.labels(try $0.texts()))
        }
        try forEach("SELECT title FROM phases WHERE run_id = \(run)") { terms.formUnion(SearchTerms.words(in: try $0.text())) }
        try forEach("SELECT notes FROM manual_interventions WHERE run_id = \(run) AND notes IS NOT NULL") {
            terms.formUnion(SearchTerms.words(in: try $0.text()))
        }
        try body(terms)
        let executions = try all("SELECT execution_id FROM executions WHERE run_id = \(run) ORDER BY execution_id") {
            try $0.identifier(Execution.ID.self)
        }
        for execution in executions {
            var last: (fingerprint: String, ordinal: Int) = ("", 0)
            while let next = try findingTerms(of: execution, after: last, body) { last = next }
        }
    }

    /// - Returns: The place of the last finding that was read; `nil` where there was none.
    private func findingTerms(
        of execution: Execution.ID, after last: (fingerprint: String, ordinal: Int), _ body: (Set<String>) throws -> Void
    ) throws -> (fingerprint: String, ordinal: Int)? {
        var (terms, place): (Set<String>, (String, Int)?) = ([], nil)
        try forEach(
            """
            SELECT title, description, file, rule, fingerprint, ordinal FROM findings
            WHERE execution_id = \(execution) AND (fingerprint, ordinal) > (\(last.fingerprint), \(last.ordinal))
            ORDER BY fingerprint, ordinal LIMIT 1000
            """
        ) { row in
            let texts = [try row.text(), try row.text(), try row.optionalText() ?? "", try row.optionalText() ?? ""]
            terms.formUnion(SearchTerms.words(in: texts))
            place = (try row.text(), try row.integer())
        }
        guard let place else { return nil }
        try body(terms)
        return place
    }
}
