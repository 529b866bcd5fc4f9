internal import OrchestratorDatabase
internal import OrchestratorModel

extension RunTransaction {
    /// Lets the run be found by the words of the texts, and by labels.
    func makeFindable(by texts: [String], labels: [String: String] = [:]) throws {
        try connection.add(SearchTerms.words(in: texts).union(SearchTerms.labels(labels)), at: head.position)
    }

    /// Lets the run be found by the labels it has now.
    func changeLabels(from before: [String: String], to after: [String: String]) throws {
        let (before, after) = (SearchTerms.labels(before), SearchTerms.labels(after))
        try connection.remove(before.subtracting(after), at: head.position)
        try connection.add(after.subtracting(before), at: head.position)
    }
}
