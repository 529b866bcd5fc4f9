internal import OrchestratorDatabase
package import OrchestratorModel

/// The rows of a run as its events tell them: applied in order, they give its state after any of them.
///
/// Two things that rows hold are told by no event: how long a lease is good for, and what became of an artifact's file since it was saved.
package struct RunReplay: Sendable {
    /// The run.
    package let run: Run.ID
    /// The number of the last event that was applied.
    package private(set) var sequence = 0
    /// By entity and key.
    private(set) var rows: [EntityKind: [String: ReplayedRow]] = [:]
    /// The event that told of each execution first.
    private(set) var beginnings: [Execution.ID: Int] = [:]

    package init(of run: Run.ID) {
        self.run = run
    }

    /// Takes over what an event tells.
    ///
    /// - Throws: ``StateError/damaged(_:_:problem:)`` where the event is not the next one, or is not in the form in which events are written.
    package mutating func apply(_ event: Event) throws {
        guard event.runID == run, event.sequence == sequence + 1 else {
            throw damaged("event \(sequence + 1) does not follow event \(sequence)")
        }
        guard case .object(let payload) = event.payload else { throw damaged("event \(event.sequence) tells no columns") }
        sequence = event.sequence
        for (name, value) in payload { try apply(name, value) }
        let bookkeeping: JSONValue = [
            "last_event": .integer(Int64(event.sequence)), "last_event_hash": .string(event.hash),
            "updated_at": .string(event.time.description),
        ]
        try merge(bookkeeping, into: .run)
    }

    /// The run as one value.
    ///
    /// - Throws: ``StateError/damaged(_:_:problem:)`` where the events don't tell of whole rows.
    package func document() throws -> RunDocument {
        try undamaged(.run, run.description) {
            guard let row = rows[.run]?[run.description] else { throw damaged("no event tells how the run began") }
            let findings = Dictionary(grouping: try entities(Finding.self, .finding), by: \.executionID)
            let executions = Dictionary(grouping: try entities(Execution.self, .execution), by: \.phaseID)
            let interventions = Dictionary(grouping: try entities(ManualIntervention.self, .intervention), by: \.phaseID)
            let revisions = Dictionary(grouping: try entities(SpecRevision.self, .specRevision), by: \.phaseID)
            let phases = try phases().map { phase in
                RunDocument.PhaseDocument(
                    phase: phase,
                    executions: (executions[phase.id] ?? []).sorted { $0.passNumber < $1.passNumber }.map {
                        .init(execution: $0, findings: findings[$0.id] ?? [])
                    },
                    interventions: interventions[phase.id] ?? [],
                    specRevisions: (revisions[phase.id] ?? []).sorted { $0.revision < $1.revision })
            }
            let run = try ConfiguredRun(row)
            return RunDocument(
                run: run.run, configuration: run.configuration, phases: phases, artifacts: try entities(Artifact.self, .artifact))
        }
    }

    private func phases() throws -> [Phase] {
        let phases = try (rows[.phase] ?? [:]).values.map { row in
            var phase = try Phase(row)
            phase.dependencies = row.dependencies
            return phase
        }
        return phases.sorted { $0.number < $1.number }
    }

    /// The entities of a kind, in the order of their keys.
    private func entities<Entity: StoredEntity>(_ type: Entity.Type, _ kind: EntityKind) throws -> [Entity] {
        let rows = rows[kind] ?? [:]
        return try rows.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { try Entity($0.value) }
    }

    private mutating func apply(_ name: String, _ value: JSONValue) throws {
        guard let (kind, isList) = Self.members[name] else { throw damaged("event \(sequence) tells of '\(Printable.escaped(name))'") }
        guard isList else { return try merge(value, into: kind) }
        guard let elements = value.array else { throw damaged("event \(sequence) tells of no list of '\(name)'") }
        for element in elements { try merge(element, into: kind) }
    }

    private mutating func merge(_ value: JSONValue, into kind: EntityKind) throws {
        guard let table = kind.table, let members = value.object, let key = key(of: members, kind) else {
            throw damaged("event \(sequence) tells of a \(kind) without its identity")
        }
        if kind == .execution, let id = Execution.ID(key), beginnings[id] == nil { beginnings[id] = sequence }
        // In place: the row is not copied for each event that changes it.
        if let unknown = rows[kind, default: [:]][key, default: ReplayedRow(of: table)].merge(members, table) {
            throw damaged("event \(sequence) tells of '\(Printable.escaped(unknown))', which a \(kind) does not have")
        }
    }

    private func key(of members: [String: JSONValue], _ kind: EntityKind) -> String? {
        switch kind {
        // What changes in the run's own row is told without its identity.
        case .run: return run.description
        case .specRevision:
            guard let phase = members["phase_id"]?.string, let revision = members["revision"]?.integer else { return nil }
            return EntityKind.key(ofRevision: Int(revision), phase: phase)
        default: return kind.table.flatMap { members[$0.primaryKey[0]]?.string }
        }
    }

    private func damaged(_ problem: String) -> StateError { .damaged(.event, "history of run \(run.short)", problem: problem) }

    /// What the members of a payload tell of: one row, or a list.
    private static let members: [String: (kind: EntityKind, isList: Bool)] = [
        "run": (.run, false), "phase": (.phase, false), "execution": (.execution, false), "finding": (.finding, false),
        "artifact": (.artifact, false), "intervention": (.intervention, false), "spec_revision": (.specRevision, false),
        "phases": (.phase, true), "executions": (.execution, true), "findings": (.finding, true), "artifacts": (.artifact, true),
        "interventions": (.intervention, true), "spec_revisions": (.specRevision, true),
    ]
}

extension StoredEntity {
    /// The entity that a row is, as events tell it.
    fileprivate init(_ row: ReplayedRow) throws {
        var columns = SQLRow(values: row.values)
        try self.init(row: &columns)
    }
}
