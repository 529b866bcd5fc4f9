import OrchestratorModel

@testable import OrchestratorState

/// The rows of a run as its events tell them.
struct Replay {
    private(set) var rows: [String: [String: [String: JSONValue]]] = [:]

    init(_ events: [Event]) throws {
        for event in events { try apply(event) }
    }

    private mutating func apply(_ event: Event) throws {
        guard case .object(let payload) = event.payload else { throw Unexpected("a payload that is no object") }
        for (name, value) in payload {
            switch name {
            case "run": try merge(value, into: "run", key: event.runID.description)
            case "phase": try merge(value, into: "phase", named: "phase_id")
            case "execution": try merge(value, into: "execution", named: "execution_id")
            case "artifact": try merge(value, into: "artifact", named: "artifact_id")
            case "intervention": try merge(value, into: "intervention", named: "intervention_id")
            case "phases": for phase in value.array ?? [] { try merge(phase, into: "phase", named: "phase_id") }
            case "executions": for row in value.array ?? [] { try merge(row, into: "execution", named: "execution_id") }
            case "artifacts": for row in value.array ?? [] { try merge(row, into: "artifact", named: "artifact_id") }
            case "interventions": for row in value.array ?? [] { try merge(row, into: "intervention", named: "intervention_id") }
            case "findings": for finding in value.array ?? [] { try merge(finding, into: "finding", named: "finding_id") }
            case "spec_revision":
                try merge(value, into: "spec_revision", key: "\(value["phase_id"]?.string ?? "") \(value["revision"]?.integer ?? 0)")
            default: throw Unexpected("an event tells of '\(name)'")
            }
        }
        try merge(
            [
                "last_event": .integer(Int64(event.sequence)), "last_event_hash": .string(event.hash),
                "updated_at": .string(event.time.description),
            ], into: "run", key: event.runID.description)
    }

    private mutating func merge(_ value: JSONValue, into entity: String, named name: String) throws {
        guard let key = value[name]?.string else { throw Unexpected("a change of a \(entity) without its \(name)") }
        try merge(value, into: entity, key: key)
    }

    private mutating func merge(_ value: JSONValue, into entity: String, key: String) throws {
        guard case .object(let members) = value else { throw Unexpected("a \(entity) that is no object") }
        rows[entity, default: [:]][key, default: [:]].merge(members) { _, new in new }
    }

    struct Unexpected: Error, CustomStringConvertible {
        let description: String

        init(_ description: String) { self.description = description }
    }
}
