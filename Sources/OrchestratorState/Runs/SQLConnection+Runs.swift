internal import OrchestratorDatabase
internal import OrchestratorModel

extension SQLConnection {
    /// Inserts the row of a run, with the columns that serve queries alone.
    func insert(run: Run) throws { try insert(run, hidden: [.null, .text(RunFilter.folded(run.title))]) }
}
