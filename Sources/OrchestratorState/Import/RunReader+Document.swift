internal import OrchestratorDatabase
internal import OrchestratorModel

extension RunReader {
    /// Reads everything, the parents of rows before them, in whatever order the members stand.
    func readDocument(_ root: Place) throws {
        let names = ["format", "version", "run", "phases", "artifacts", "events"]
        guard let parts = try members(of: root, names) else { return }
        guard try file.value(parts[0].range) == .string(RunExport.format) else {
            return add(parts[0].range.lowerBound, "format", "must be \"\(RunExport.format)\"")
        }
        guard try file.value(parts[1].range) == .integer(Int64(RunExport.version)) else {
            return add(parts[1].range.lowerBound, "version", "must be \(RunExport.version): this program reads no other")
        }
        let run = try readRun(parts[2])
        // Where the run itself can't be read, what belongs to it is looked through all the same.
        let id = try run?.entity.id ?? file.value(parts[2].range)["run_id"]?.string.flatMap { Run.ID($0) }
        var count = 0
        try elements(of: parts[3]) {
            count += 1
            try readPhase($0, of: id)
        }
        try elements(of: parts[4]) { try readArtifact($0, of: id) }
        try elements(of: parts[5]) { try readEvent($0, of: id) }
        checkDependencies(phases: count)
        if let run { checkRun(run, phases: count) }
    }

    private func readRun(_ place: Place) throws -> Row<Run>? {
        guard let configured = try row(ConfiguredRun.self, .run, place) else { return nil }
        let run = Row(entity: configured.entity.run, values: configured.entity.run.values, dependencies: [], place: configured.place)
        report = ImportReport(run: run.entity)
        if let problem = RepositoryAddress(run.entity.repositoryPath).problem { add(place, "repository_path", problem) }
        try insert(
            Run.self, run.values,
            [
                // A lease has no deadline here: it is good as long as its process is seen, which may go on with the run in the store it came from.
                "position": .integer(Int64(position)), "status_since": run.entity.createdAt.sqlValue,
                "repository_host": run.entity.repositoryHost(nil), "checkout": run.entity.checkout(nil),
            ])
        try insert(Tables.runConfigurations, [run.entity.id.sqlValue, .json(configured.entity.configuration)])
        return run
    }

    /// The values of the members of an object, in the order of their names.
    ///
    /// - Returns: `nil` where one is missing.
    private func members(of place: Place, _ names: [String]) throws -> [Place]? {
        var found: [String: Place] = [:]
        for member in try file.members(of: place.range) {
            let path = place.path(of: member.name)
            if !names.contains(member.name) {
                add(member.offset, path, "is not known")
            } else if found.updateValue(Place(range: member.value, path: path), forKey: member.name) != nil {
                add(member.offset, path, "is given twice")
            }
        }
        for name in names where found[name] == nil {
            let why = name == "events" ? ": this is the export of one phase, or what 'show --json' prints" : ""
            add(place.range.lowerBound, place.path(of: name), "is missing\(why)")
        }
        let places = names.compactMap { found[$0] }
        return places.count == names.count ? places : nil
    }

    private func elements(of list: Place, _ body: (Place) throws -> Void) throws {
        try file.forEachElement(of: list.range) { try body(Place(range: $1, path: "\(list.path)[\($0)]")) }
    }

    private func insert<Entity: StoredEntity>(_ type: Entity.Type, _ values: [SQLValue], _ hidden: [String: SQLValue] = [:]) throws {
        try insert(Entity.table, values + Entity.table.columns.filter(\.isInternal).map { hidden[$0.name] ?? .null })
        report?.counts[Entity.entityKind, default: 0] += 1
    }

    /// - Parameter run: The run of the document; `nil` where that is not known.
    private func readPhase(_ place: Place, of run: Run.ID?) throws {
        guard let parts = try members(of: place, ["phase", "executions", "interventions", "spec_revisions"]) else { return }
        let phase = try row(Phase.self, .phase, parts[0])
        if let phase { try take(phase, of: run) }
        let id = phase?.entity.id
        var passes = Passes()
        try elements(of: parts[1]) { try readExecution($0, of: id, run, &passes) }
        try elements(of: parts[2]) { place in
            guard let intervention = try row(ManualIntervention.self, .intervention, place) else { return }
            expect(intervention.entity.phaseID, is: id, intervention, "phase_id", "is not the phase it stands in")
            expect(ids.insert(intervention.entity.id.description).inserted, intervention, "intervention_id", "is given twice")
            try insert(ManualIntervention.self, intervention.values, ["run_id": run.sqlValue])
        }
        var revisions: Set<Int> = []
        var count = 0
        try elements(of: parts[3]) { place in
            count += 1
            guard let revision = try row(SpecRevision.self, .specRevision, place) else { return }
            expect(revision.entity.phaseID, is: id, revision, "phase_id", "is not the phase it stands in")
            expect(revisions.insert(revision.entity.revision).inserted, revision, "revision", "is given twice")
            try insert(SpecRevision.self, revision.values)
        }
        guard revisions.count == count else { return }
        // That of an answer which lapsed unused holds no more: then it is an earlier one.
        if let phase, phase.entity.specRevision != 0 { passes.revisions.append((phase.entity.specRevision, phase.place)) }
        for (revision, place) in passes.revisions where !revisions.contains(revision) {
            add(place, "spec_revision", "is \(revision), and spec_revisions holds no such revision")
        }
    }

    /// What is kept of the passes of a phase while it is read.
    private struct Passes {
        var numbers: Set<Int> = []
        /// The revisions by which passes went, or the phase goes now, but that of the plan, each with the execution or phase.
        var revisions: [(revision: Int, place: Place)] = []
    }

    private func take(_ phase: Row<Phase>, of run: Run.ID?) throws {
        expect(phase.entity.runID, is: run, phase, "run_id", "is not the run of the document")
        expect(ids.insert(phase.entity.id.description).inserted, phase, "phase_id", "is given twice")
        expect(phases.updateValue(phase, forKey: phase.entity.number) == nil, phase, "number", "is given twice")
        try insert(Phase.self, phase.values)
        for dependency in phase.dependencies {
            try insert(Tables.phaseDependencies, [phase.entity.runID.sqlValue, phase.entity.number.sqlValue, dependency.sqlValue])
        }
    }

    private func readExecution(_ place: Place, of phase: Phase.ID?, _ run: Run.ID?, _ passes: inout Passes) throws {
        guard let parts = try members(of: place, ["execution", "findings"]) else { return }
        let execution = try row(Execution.self, .execution, parts[0])
        if let execution {
            expect(execution.entity.phaseID, is: phase, execution, "phase_id", "is not the phase it stands in")
            expect(ids.insert(execution.entity.id.description).inserted, execution, "execution_id", "is given twice")
            expect(passes.numbers.insert(execution.entity.passNumber).inserted, execution, "pass_number", "is given twice")
            if execution.entity.specRevision != 0 { passes.revisions.append((execution.entity.specRevision, execution.place)) }
            try insert(Execution.self, execution.values, ["run_id": run.sqlValue])
        }
        let id = execution?.entity.id
        var fingerprints: Set<FindingIdentity> = []
        try elements(of: parts[1]) { place in
            guard let finding = try row(Finding.self, .finding, place) else { return }
            expect(finding.entity.executionID, is: id, finding, "execution_id", "is not the execution it stands in")
            expect(findingIDs.insert(finding.entity.id).inserted, finding, "finding_id", "is given twice")
            let identity = FindingIdentity(fingerprint: finding.entity.fingerprint, ordinal: finding.entity.ordinal)
            expect(fingerprints.insert(identity).inserted, finding, "ordinal", "is given twice with this fingerprint")
            try insert(Finding.self, finding.values, ["run_id": run.sqlValue, "phase_id": phase.sqlValue])
        }
    }

    private func readArtifact(_ place: Place, of run: Run.ID?) throws {
        guard let artifact = try row(Artifact.self, .artifact, place) else { return }
        expect(artifact.entity.runID, is: run, artifact, "run_id", "is not the run of the document")
        expect(ids.insert(artifact.entity.id.description).inserted, artifact, "artifact_id", "is given twice")
        expect(artifact.entity.path.hasPrefix("\(artifact.entity.runID)/"), artifact, "path", "is not in the directory of the run")
        try insert(Artifact.self, artifact.values)
    }

    /// Invariant 5.
    private func readEvent(_ place: Place, of run: Run.ID?) throws {
        guard let event = try row(Event.self, .event, place) else {
            // The next one can't be compared with it.
            chain = (chain.count + 1, nil)
            return
        }
        let entity = event.entity
        expect(entity.runID, is: run, event, "run_id", "is not the run of the document")
        expect(entity.sequence == chain.count + 1, event, "sequence", "is not \(chain.count + 1): events are numbered without gaps")
        expect(entity.previousHash, is: chain.hash, event, "previous_hash", "is not the hash of the event before")
        let draft = EventDraft(
            run: entity.runID, sequence: entity.sequence, kind: entity.kind, entity: entity.entity, entityID: entity.entityID,
            actor: entity.actor, payload: entity.payload.canonicalText, previousHash: entity.previousHash, time: entity.time)
        expect(draft.hash == entity.hash, event, "hash", "is not that of the event: it was changed")
        chain = (entity.sequence, entity.hash)
        try insert(Event.self, event.values)
    }

    /// - Parameter count: How many phases there are, those that could not be read too: one of these may be the one that is named.
    private func checkDependencies(phases count: Int) {
        for phase in phases.values {
            for dependency in phase.dependencies {
                let isMissing = phases[dependency] == nil && (phases.count == count || !(1...count).contains(dependency))
                guard isMissing || dependency == phase.entity.number else { continue }
                add(phase.place, "dependencies", "name phase \(dependency), which is not another phase of the run")
            }
        }
        // Only phases that are numbered 1, 2, 3 … can be compared with their dependencies by position.
        let ordered = (1...max(1, phases.count)).compactMap { phases[$0] }
        guard ordered.count == phases.count, let first = ordered.first,
            let circle = PhaseOrder.circle(in: ordered.map { $0.dependencies.filter { phases[$0] != nil } })
        else { return }
        let numbers = circle.map(String.init).joined(separator: " → ")
        add(phases[circle[0]]?.place ?? first.place, "dependencies", "form a circle: \(numbers)")
    }

    /// Invariants 4 and 5.
    ///
    /// - Parameter count: How many phases there are, those that could not be read too.
    private func checkRun(_ run: Row<Run>, phases count: Int) {
        expect(run.entity.totalPhases == count, run, "total_phases", "is not \(count), which is how many there are")
        expect(run.entity.lastEvent == chain.count, run, "last_event", "is not \(chain.count), the number of the last event")
        expect(run.entity.lastEventHash, is: chain.hash, run, "last_event_hash", "is not the hash of the last event")
        guard phases.count == count else { return }
        let completed = phases.values.count { $0.entity.status == .completed }
        expect(run.entity.completedPhases == completed, run, "completed_phases", "is not \(completed), which is how many there are")
        if let current = run.entity.currentPhaseID {
            expect(phases.values.contains { $0.entity.id == current }, run, "current_phase_id", "is no phase of the run")
        }
    }

    /// What could not be read is not compared with.
    private func expect<Entity, Value: Equatable>(_ value: Value, is other: Value?, _ row: Row<Entity>, _ member: String, _ problem: String) {
        expect(other == nil || value == other, row, member, problem)
    }

    private func expect<Entity>(_ condition: Bool, _ row: Row<Entity>, _ member: String, _ problem: @autoclosure () -> String) {
        if !condition { add(row.place, member, problem()) }
    }
}
