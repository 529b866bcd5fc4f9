internal import OrchestratorDatabase

/// A document about a run that is written page by page, each from a snapshot of its own.
protocol PagedDocument: Sendable {
    /// Whether everything is written.
    var isComplete: Bool { get }

    /// Writes the next page.
    mutating func page(_ connection: any SQLConnection) throws -> [UInt8]
}
