internal import OrchestratorDatabase
internal import OrchestratorModel

/// Makes a run of this program from the rows of the Python program: a pure function, with what could not be taken over as it was.
///
/// Nothing is dropped: where a value has to be another one here, the row is reported whole.
struct LegacyConversion {
    let legacy: LegacyRun
    let zone: LegacyZone
    /// When the run is taken over: for times that are nowhere said.
    let now: Timestamp
    /// Rows that have no place here, or not as they were.
    private(set) var unplaced: [UnplacedRow] = []
    /// The phases and executions that were given a place, by their identities there.
    private var phaseIDs: [String: Phase.ID] = [:]
    private var executionIDs: [String: Execution.ID] = [:]

    init(_ legacy: LegacyRun, zone: LegacyZone, now: Timestamp) {
        self.legacy = legacy
        self.zone = zone
        self.now = now
    }

    /// The run with everything that belongs to it.
    mutating func document() -> RunDocument {
        var reading = LegacyReading(legacy.run, zone)
        let id: Run.ID = identifier(&reading)
        let createdAt = reading.time("created_at", else: now)
        var artifacts = LegacyArtifacts(run: id, createdAt: createdAt, zone: zone)
        var phases = self.phases(of: id, createdAt: createdAt)
        for row in legacy.executions where !row.id.isEmpty && phase(of: row) != nil { executionIDs[row.id] = Self.identifier(of: row) }
        for row in legacy.artifacts { place(row, &artifacts) }
        let status: Run.Status = reading.choice("status", else: .failed)
        for index in phases.indices {
            let rows = legacy.executions.filter { phaseIDs[$0.text("phase_id") ?? ""] == phases[index].phase.id }
            phases[index].executions = executions(rows, of: phases[index].phase, inEndedRun: Run.transitions.isFinal(status), &artifacts)
        }
        placeFindings(&phases)
        placeInterventions(&phases, inEndedRun: Run.transitions.isFinal(status))
        for phase in phases { artifacts.placeSpec(of: phase.phase) }
        let configuration = reading.object("config_snapshot")
        let run = self.run(id, status, createdAt: createdAt, phases.map(\.phase), configuration, &reading)
        report(reading)
        unplaced += artifacts.unplaced
        return RunDocument(run: run, configuration: configuration, phases: phases, artifacts: artifacts.artifacts)
    }

    private func run(
        _ id: Run.ID, _ status: Run.Status, createdAt: Timestamp, _ phases: [Phase], _ configuration: JSONValue, _ reading: inout LegacyReading
    ) -> Run {
        let updatedAt = reading.time("updated_at", else: createdAt)
        let completed = phases.filter { $0.status == .completed }.count
        for (column, count) in [("total_phases", phases.count), ("completed_phases", completed)]
        where legacy.run.values[column] != .integer(Int64(count)) {
            reading.note("\(column) was \(legacy.run.text(column) ?? "missing"), and there are \(count)")
        }
        let current = legacy.run.text("current_phase_id")
        if let current, phaseIDs[current] == nil { reading.note("current_phase_id names a phase that is gone") }
        let path = reading.text("repo_path", else: "")
        let documentation = reading.text("documentation_path")
        let isEnded = Run.transitions.isFinal(status)
        return Run(
            id: id, status: status, title: [documentation ?? "", path].first { !$0.isEmpty } ?? "(untitled)", repositoryPath: path,
            branch: reading.text("branch", else: ""), documentationPath: documentation, labels: [:],
            configurationFingerprint: Digest.text(of: configuration.canonicalText), totalPhases: phases.count, completedPhases: completed,
            currentPhaseID: current.flatMap { phaseIDs[$0] }, errorMessage: reading.text("error_message"),
            draftDigest: Digest.text(of: legacy.run.document.canonicalText), priority: 0, stopRequested: .none, leaseEpoch: 0, lastEvent: 0,
            lastEventHash: Event.noHash, createdAt: createdAt, updatedAt: updatedAt, startedAt: phases.compactMap(\.startedAt).min(),
            completedAt: isEnded ? updatedAt : nil)
    }

    /// Reports the rows whose parents were given no place. Those of a database are found by its tables, over all runs.
    mutating func reportOrphans() {
        for row in legacy.executions where phase(of: row) == nil { report(row, "its phase is gone") }
        for row in legacy.findings where execution(of: row) == nil { report(row, "its execution is gone") }
        for row in legacy.interventions where phase(of: row) == nil { report(row, "its phase is gone") }
    }

    // MARK: - What the parts share

    /// The identity of a row here: the same, where it is a UUID in the usual form.
    func identifier<Entity>(_ reading: inout LegacyReading) -> Identifier<Entity> {
        let id: Identifier<Entity> = Self.identifier(of: reading.row)
        if id.description != reading.row.id { reading.note("the identity is no UUID in lower case: another one was made of it") }
        return id
    }

    private static func identifier<Entity>(of row: LegacyRow) -> Identifier<Entity> {
        if let id = Identifier<Entity>(row.id), id.description == row.id { return id }
        return LegacyIdentity.identifier(of: row.table, row.id)
    }

    /// Reports what was noted of a row.
    mutating func report(_ reading: LegacyReading) {
        if let row = reading.unplaced { unplaced.append(row) }
    }

    /// Reports a row that has no place.
    mutating func report(_ row: LegacyRow, _ problem: String) { unplaced.append(UnplacedRow(row, problem)) }

    func phase(of row: LegacyRow) -> Phase.ID? { row.text("phase_id").flatMap { phaseIDs[$0] } }

    func execution(of row: LegacyRow) -> Execution.ID? { row.text("execution_id").flatMap { executionIDs[$0] } }

    mutating func know(_ row: LegacyRow, as phase: Phase.ID) { phaseIDs[row.id] = phase }
}
