internal import OrchestratorDatabase
internal import OrchestratorModel
internal import Synchronization

/// A document on its way, kept where it is while snapshots come and go: what it holds may be large, and is not copied for each page.
final class PagedWriting<Document: PagedDocument>: Sendable {
    private let state: Mutex<(document: Document, mark: RunMark, isBroken: Bool)>

    init(_ document: Document, of run: Run.ID) {
        state = Mutex((document, RunMark(of: run), false))
    }

    var isComplete: Bool { state.withLock(\.document.isComplete) }

    /// Writes the next page.
    ///
    /// - Throws: ``RunMark/Changed`` where this is a snapshot of another state of the run, and where the page before was not written to its end.
    func page(_ connection: any SQLConnection) throws -> [UInt8] {
        try state.withLock { state in
            guard !state.isBroken else { throw RunMark.Changed() }
            try state.mark.check(connection)
            state.isBroken = true
            let page = try state.document.page(connection)
            state.isBroken = false
            return page
        }
    }
}
