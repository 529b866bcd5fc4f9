import OrchestratorDatabase
import OrchestratorModel

@testable import OrchestratorState

/// The rows of a run as they are in the tables, each as the object that events hold.
struct StoredRows {
    private(set) var rows: [String: [String: [String: JSONValue]]] = [:]

    init(_ run: Run.ID, in database: any SQLDatabase) async throws {
        rows = try await database.read { connection in
            var result: [String: [String: [String: JSONValue]]] = [:]
            func put(_ entity: String, _ key: String, _ document: String) throws {
                result[entity, default: [:]][key] = try JSONValue(text: document).object
            }
            for row in try connection.findAll(Run.self, where: "run_id = \(run)", orderedBy: "run_id") {
                try put("run", row.id.description, row.document)
            }
            for row in try connection.findPhases(where: "run_id = \(run)") {
                try put("phase", row.id.description, row.documentWithDependencies())
            }
            for row in try connection.findAll(Execution.self, where: "run_id = \(run)", orderedBy: "execution_id") {
                try put("execution", row.id.description, row.document)
            }
            for row in try connection.findAll(Finding.self, where: "run_id = \(run)", orderedBy: "finding_id") {
                try put("finding", row.id.description, row.document)
            }
            for row in try connection.findAll(Artifact.self, where: "run_id = \(run)", orderedBy: "artifact_id") {
                try put("artifact", row.id.description, row.document)
            }
            for row in try connection.findAll(ManualIntervention.self, where: "run_id = \(run)", orderedBy: "intervention_id") {
                try put("intervention", row.id.description, row.document)
            }
            let revisions = try connection.findAll(
                SpecRevision.self, where: "phase_id IN (SELECT phase_id FROM phases WHERE run_id = \(run))", orderedBy: "revision")
            for row in revisions { try put("spec_revision", "\(row.phaseID) \(row.revision)", row.document) }
            return result
        }
    }
}
