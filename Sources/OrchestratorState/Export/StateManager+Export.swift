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
        let file = try ScratchFile()
        try await spool(run, phase: phase, into: file)
        try file.forEachPiece(body)
    }

    /// How often an export begins anew before it holds one snapshot.
    static let exportAttempts = 3

    /// - Parameters:
    ///   - pageSize: About how many bytes are written from one snapshot.
    ///   - pages: Called after each page.
    func spool(
        _ run: Run.ID, phase: Int?, into file: ScratchFile, pageSize: Int = 1 << 20, pages: () async throws -> Void = {}
    ) async throws {
        for _ in 0..<Self.exportAttempts {
            do {
                var export = RunExport(of: run, phase: phase, pageSize: pageSize)
                while !export.isComplete {
                    let (before, name) = (export, run.description)
                    let (bytes, after) = try await database.read { connection in
                        try undamaged(.run, name) {
                            var export = before
                            try export.check(connection)
                            return (try export.page(connection), export)
                        }
                    }
                    try file.append(bytes)
                    export = after
                    try await pages()
                }
                return
            } catch is RunExport.Changed {
                try file.empty()
            }
        }
        try await spoolInOneSnapshot(RunExport(of: run, phase: phase, pageSize: pageSize), into: file)
    }

    private func spoolInOneSnapshot(_ beginning: RunExport, into file: ScratchFile) async throws {
        try await database.read { connection in
            try undamaged(.run, beginning.run.description) {
                var export = beginning
                try export.check(connection)
                while !export.isComplete { try file.append(try export.page(connection)) }
            }
        }
    }
}
