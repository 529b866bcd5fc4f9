internal import OrchestratorDatabase
public import OrchestratorModel

extension StateManager {
    /// Writes a run, or one phase of it, as JSON. `docs/schemas/run-export.schema.json` describes it; ``importRun(fromFile:dryRun:)`` reads it.
    ///
    /// All of it is one state of the run: that after its last event. It is read in short snapshots, so that no reader keeps the write-ahead log
    /// from shrinking; where the run changes in between, reading begins anew, and where it keeps changing, one snapshot is held for the whole
    /// export. The document is complete in a temporary file before the body sees any of it. What tells of this store alone is left out: when
    /// leases end, and what became of the files of artifacts, whose contents are no part of the document.
    ///
    /// - Parameters:
    ///   - phase: The number of the only phase that is wanted; the document then has no history, and can't be imported.
    ///   - body: Gets the text piece by piece, as UTF-8, at most 64 KiB each.
    /// - Throws: ``StateError/notFound(_:_:)``; ``ArtifactError`` where the temporary file can't be written.
    /// - Complexity: Linear in the run. Memory does not grow with it.
    public func exportJSON(of run: Run.ID, phase: Int? = nil, _ body: ([UInt8]) throws -> Void) async throws {
        let file = ScratchFile()
        try await spool(into: file, of: run) { RunExport(of: run, phase: phase, pageSize: Self.pageSize) }
        try file.forEachPiece(body)
    }

    /// Writes a run, or one phase of it, as a report.
    ///
    /// All of it is one state of the run, read as ``exportJSON(of:phase:_:)`` reads it. The same state gives the same text.
    /// - Parameters:
    ///   - form: The form of the report.
    ///   - phase: The number of the only phase that is wanted.
    ///   - body: Gets the text piece by piece, as UTF-8, at most 64 KiB each.
    /// - Throws: ``StateError/notFound(_:_:)``; ``ArtifactError`` where the temporary file can't be written.
    /// - Complexity: Linear in the run. In memory are the run without its findings, and of each finding of a phase (in SARIF: of the run) about 40 bytes.
    public func exportReport(_ form: ReportForm, of run: Run.ID, phase: Int? = nil, _ body: ([UInt8]) throws -> Void) async throws {
        let file = ScratchFile()
        switch form {
        case .html: try await spool(into: file, of: run) { ReportExport<HTMLReport>(of: run, phase: phase, pageSize: Self.pageSize) }
        case .markdown: try await spool(into: file, of: run) { ReportExport<MarkdownReport>(of: run, phase: phase, pageSize: Self.pageSize) }
        case .sarif: try await spool(into: file, of: run) { SARIFExport(of: run, phase: phase, pageSize: Self.pageSize) }
        }
        try file.forEachPiece(body)
    }

    /// About how many bytes are written from one snapshot.
    private static var pageSize: Int { 1 << 20 }

    /// How often an export begins anew before it holds one snapshot.
    static let exportAttempts = 3

    /// - Parameters:
    ///   - pages: Called after each page.
    ///   - document: Begins the document.
    func spool<Document: PagedDocument>(
        into file: ScratchFile, of run: Run.ID, pages: () async throws -> Void = {}, _ document: () -> Document
    ) async throws {
        for _ in 0..<Self.exportAttempts {
            do {
                let writing = PagedWriting(document(), of: run)
                while !writing.isComplete {
                    try file.append(try await database.read { connection in try undamaged(.run, run.description) { try writing.page(connection) } })
                    try await pages()
                }
                return
            } catch is RunMark.Changed {
                try file.empty()
            }
        }
        let writing = PagedWriting(document(), of: run)
        try await database.read { connection in
            try undamaged(.run, run.description) {
                while !writing.isComplete { try file.append(try writing.page(connection)) }
            }
        }
    }
}
