/// The tables of the Python program's database, in version 1 of its schema.
enum LegacyTables {
    static let version = "schema_version"

    /// Parents before their children.
    static let names = ["runs", "phases", "executions", "findings", "artifacts", "manual_interventions"]

    static let primaryKeys = [
        "runs": "run_id", "phases": "phase_id", "executions": "execution_id", "findings": "finding_id", "artifacts": "artifact_id",
        "manual_interventions": "intervention_id",
    ]

    /// The columns that make the database known as one of that program; others may be missing or more.
    static let telling: [String: Set<String>] = [
        version: ["version"], "runs": ["run_id", "status", "repo_path", "config_snapshot"],
        "phases": ["phase_id", "run_id", "phase_number", "plan_json"], "executions": ["execution_id", "phase_id", "pass_number"],
        "findings": ["finding_id", "execution_id", "severity"], "artifacts": ["artifact_id", "run_id", "artifact_type", "file_path"],
        "manual_interventions": ["intervention_id", "phase_id", "reason"],
    ]

    /// The columns that hold JSON.
    static let documents: Set<String> = ["config_snapshot", "plan_json", "metadata"]

    /// All columns that have a place here.
    static let columns: [String: Set<String>] = [
        "runs": [
            "run_id", "created_at", "updated_at", "status", "repo_path", "branch", "documentation_path", "config_snapshot", "total_phases",
            "completed_phases", "current_phase_id", "error_message",
        ],
        "phases": [
            "phase_id", "run_id", "phase_number", "title", "intent", "size", "status", "created_at", "started_at", "completed_at",
            "spec_path", "plan_json", "branch_name", "retry_count", "max_retries",
        ],
        "executions": [
            "execution_id", "phase_id", "pass_number", "started_at", "completed_at", "status", "copilot_input_path",
            "copilot_output_path", "copilot_summary", "execution_mode", "error_message",
        ],
        "findings": [
            "finding_id", "execution_id", "severity", "category", "title", "description", "evidence", "suggested_fix", "resolved",
            "created_at",
        ],
        "artifacts": ["artifact_id", "run_id", "phase_id", "execution_id", "artifact_type", "file_path", "created_at", "metadata"],
        "manual_interventions": ["intervention_id", "phase_id", "created_at", "reason", "action_taken", "notes", "resolved_at"],
    ]
}
