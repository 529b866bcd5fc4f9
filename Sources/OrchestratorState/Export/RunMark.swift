internal import OrchestratorDatabase
internal import OrchestratorModel

/// The state of a run that all pages of a document are read from.
struct RunMark: Sendable {
    private let run: Run.ID
    private var seen: (lastEvent: Int, hash: String)?

    /// The run has changed since the snapshot that the document began with.
    struct Changed: Error {}

    init(of run: Run.ID) {
        self.run = run
    }

    /// - Throws: ``Changed`` where this is a snapshot of another state of the run; ``StateError/notFound(_:_:)``.
    mutating func check(_ connection: any SQLConnection) throws {
        let found = try connection.first("SELECT last_event, last_event_hash FROM runs WHERE run_id = \(run)") {
            (lastEvent: try $0.integer(), hash: try $0.text())
        }
        guard let found else { throw StateError.notFound(.run, run.description) }
        if let seen, seen != found { throw Changed() }
        seen = found
    }
}
