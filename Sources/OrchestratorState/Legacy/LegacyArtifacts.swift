internal import OrchestratorDatabase
internal import OrchestratorModel

/// The artifacts of a run that is taken over: those of the Python program's table, and the files that its other tables name.
///
/// The files themselves stay where that program has put them; their digests and sizes are not known.
struct LegacyArtifacts {
    let run: Run.ID
    let createdAt: Timestamp
    let zone: LegacyZone
    private(set) var artifacts: [Artifact] = []
    private(set) var unplaced: [UnplacedRow] = []

    init(run: Run.ID, createdAt: Timestamp, zone: LegacyZone) {
        self.run = run
        self.createdAt = createdAt
        self.zone = zone
    }

    private static let kinds: [String: Artifact.Kind] = [
        "phase_plan": .plan, "spec": .spec, "feedback_spec": .spec, "copilot_prompt": .prompt, "copilot_output": .agentOutput,
        "findings_report": .findingsReport, "findings_report_md": .findingsReport, "findings_report_json": .findingsReport,
        "verification_log": .verificationLog,
    ]

    /// Takes over a row of the table.
    mutating func place(_ id: Artifact.ID, _ reading: inout LegacyReading, phase: Phase.ID?, execution: Execution.ID?) {
        let type = reading.row.text("artifact_type") ?? ""
        let kind = Self.kinds[type]
        if kind == nil { reading.note("artifact_type is '\(Printable.escaped(String(type.prefix(60))))': taken as findings_report") }
        var metadata = reading.json("metadata") ?? [:]
        // The word it had there, where there is another one here, or several became one.
        if kind?.rawValue != type { metadata = Self.adding(["artifact_type": .string(type)], to: metadata) }
        add(
            id, kind ?? .findingsReport, reading.text("file_path", else: ""), phase: phase, execution: execution, metadata: metadata,
            at: reading.time("created_at", else: createdAt))
        if let row = reading.unplaced { unplaced.append(row) }
    }

    /// Names the files of an execution: artifacts that are known already, or new ones.
    mutating func placeFiles(of execution: inout Execution, _ reading: inout LegacyReading) {
        if let path = reading.text("copilot_input_path") {
            execution.promptArtifactID = file(path, .prompt, of: execution, "copilot_input_path", at: execution.startedAt)
        }
        if let path = reading.text("copilot_output_path") {
            execution.outputArtifactID = file(path, .agentOutput, of: execution, "copilot_output_path", at: execution.completedAt)
        }
    }

    private mutating func file(
        _ path: String, _ kind: Artifact.Kind, of execution: Execution, _ column: String, at time: Timestamp?
    ) -> Artifact.ID {
        if let known = artifacts.first(where: { Self.path(of: $0) == path && $0.type == kind }) { return known.id }
        let id: Artifact.ID = LegacyIdentity.identifier(of: column, execution.id.description)
        add(
            id, kind, path, phase: execution.phaseID, execution: execution.id, metadata: ["column": .string(column)],
            at: time ?? execution.startedAt)
        return id
    }

    /// Names the file of a phase's spec.
    mutating func placeSpec(of phase: Phase) {
        guard let path = phase.plan.other?["spec_path"]?.string,
            !artifacts.contains(where: { Self.path(of: $0) == path && $0.phaseID == phase.id && $0.type == .spec })
        else { return }
        add(
            LegacyIdentity.identifier(of: "spec_path", phase.id.description), .spec, path, phase: phase.id, execution: nil,
            metadata: ["column": "spec_path"], at: phase.createdAt)
    }

    private mutating func add(
        _ id: Artifact.ID, _ kind: Artifact.Kind, _ path: String, phase: Phase.ID?, execution: Execution.ID?, metadata: JSONValue,
        at time: Timestamp
    ) {
        // Here a path names one file below the directory of artifacts; there it could stand in many rows and lead anywhere.
        artifacts.append(
            Artifact(
                id: id, runID: run, phaseID: phase, executionID: execution, type: kind, path: "\(run)/taken_over/\(id)",
                mediaType: kind.mediaType, content: .absent, metadata: Self.adding(["file_path": .string(path)], to: metadata),
                createdAt: time))
    }

    private static func path(of artifact: Artifact) -> String? { artifact.metadata["file_path"]?.string }

    private static func adding(_ members: [String: JSONValue], to metadata: JSONValue) -> JSONValue {
        if case .object(let own) = metadata, Set(own.keys).isDisjoint(with: members.keys) {
            return .object(own.merging(members) { own, _ in own })
        }
        return .object(members.merging(["metadata": metadata]) { member, _ in member })
    }
}

extension LegacyConversion {
    /// Takes over a row of the table of artifacts. One whose phase or execution is gone keeps its run.
    mutating func place(_ row: LegacyRow, _ artifacts: inout LegacyArtifacts) {
        guard !row.id.isEmpty else { return report(row, "it has no identity") }
        var reading = LegacyReading(row, zone)
        let (phase, execution) = (phase(of: row), execution(of: row))
        if phase == nil, row.text("phase_id") != nil { reading.note("its phase is gone: it belongs to the run alone") }
        if execution == nil, row.text("execution_id") != nil { reading.note("its execution is gone") }
        artifacts.place(identifier(&reading), &reading, phase: phase, execution: execution)
    }
}
