internal import OrchestratorDatabase
internal import OrchestratorModel

extension SQLConnection {
    /// Lets the run at that position be found by the terms. Those it is found by already stay.
    func add(_ terms: Set<String>, at position: Int) throws {
        guard !terms.isEmpty else { return }
        // Keys that come in their order go to neighbouring pages.
        let terms = JSONValue.array(terms.sorted().map(JSONValue.string)).canonicalText
        try execute(
            """
            INSERT INTO run_terms (term, position) SELECT value, \(position) FROM \(dialect.elements(of: terms)) WHERE 1 = 1
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

    /// The terms that the rows of a run give.
    func terms(of run: Run.ID) throws -> Set<String> {
        var terms: Set<String> = []
        try forEach("SELECT title, labels FROM runs WHERE run_id = \(run)") {
            terms.formUnion(SearchTerms.words(in: try $0.text()))
            terms.formUnion(SearchTerms.labels(try $0.texts()))
        }
        try forEach("SELECT title FROM phases WHERE run_id = \(run)") { terms.formUnion(SearchTerms.words(in: try $0.text())) }
        try forEach("SELECT title, description, file, rule FROM findings WHERE run_id = \(run)") { row in
            let texts = [try row.text(), try row.text(), try row.optionalText() ?? "", try row.optionalText() ?? ""]
            terms.formUnion(SearchTerms.words(in: texts))
        }
        try forEach("SELECT notes FROM manual_interventions WHERE run_id = \(run) AND notes IS NOT NULL") {
            terms.formUnion(SearchTerms.words(in: try $0.text()))
        }
        return terms
    }
}

extension Finding {
    /// The texts that its run is found by.
    var searchedTexts: [String] { [title, description, file ?? "", rule ?? ""] }
}
