internal import OrchestratorDatabase
internal import OrchestratorModel

/// The tables, each described once.
enum Tables {
    static let runs = TableDefinition(
        "runs", primaryKey: ["run_id"], rowKey: "position", unique: [["idempotency_key"]],
        // One for each way in which lists are filtered: pages are read from it in their order, whatever else there is.
        indexes: [
            ("runs_by_status", "status, position", nil), ("runs_by_repository", "repository_path, position", nil),
            ("runs_by_branch", "branch, position", nil), ("runs_by_status_repository", "status, repository_path, position", nil),
            ("runs_by_status_branch", "status, branch, position", nil),
            ("runs_by_repository_branch", "repository_path, branch, position", nil),
            ("runs_by_status_repository_branch", "status, repository_path, branch, position", nil),
            ("runs_by_short_id", "substr(run_id, 29)", nil),
            // Those that a worker may take, in the order in which they are taken, and those that one has: runs that have ended cost nothing here.
            ("runs_waiting", "priority DESC, position", "status = 'executing' AND lease_owner IS NULL"),
            ("runs_answered", "priority DESC, position", "status = 'paused' AND answered_at IS NOT NULL"),
            ("runs_held", "repository_host, checkout", "status = 'executing' AND lease_owner IS NOT NULL"),
            ("runs_owned", "lease_owner, lease_boot_deadline", "status = 'executing' AND lease_owner IS NOT NULL"),
        ],
        columns: [
            .init("run_id", .text), .init("status", .choice(Run.Status.allTexts)), .init("title", .text, where: "<> ''"),
            .init("repository_path", .text), .init("branch", .text), .init("documentation_path", .text, optional: true),
            .init("labels", .json), .init("configuration_fingerprint", .text),
            .init("total_phases", .integer, where: ">= 0"), .init("completed_phases", .integer, where: ">= 0"),
            .init("current_phase_id", .text, optional: true), .init("error_message", .text, optional: true),
            .init("pause_reason", .choice(ManualIntervention.Reason.allTexts), optional: true),
            .init("parent_run_id", .text, optional: true), .init("parent_event", .integer, optional: true),
            .init("idempotency_key", .text, optional: true), .init("draft_digest", .text), .init("priority", .integer),
            .init("stop_requested", .choice(Run.StopRequest.allTexts)), .init("lease_epoch", .integer, where: ">= 0"),
            .init("lease_owner", .text, optional: true), .init("lease_holder", .json, optional: true),
            .init("lease_expires_at", .time, optional: true), .init("last_event", .integer, where: ">= 0"),
            .init("last_event_hash", .text), .init("created_at", .time), .init("updated_at", .time),
            .init("started_at", .time, optional: true), .init("completed_at", .time, optional: true),
            .init("lease_boot_deadline", .integer, optional: true, internal: true), .init("position", .integer, internal: true),
            .init("tally", .text, optional: true, internal: true), .init("status_since", .time, internal: true),
            .init("repository_host", .text, optional: true, internal: true), .init("answered_at", .time, optional: true, internal: true),
            .init("checkout", .text, optional: true, internal: true),
        ])

    /// What runs go by: apart from their rows, which every write to a run writes anew, and every list reads.
    static let runConfigurations = TableDefinition(
        "run_configurations", primaryKey: ["run_id"],
        columns: [.init("run_id", .text, parent: "runs(run_id)"), .init("configuration", .json)])

    /// Runs as documents and events tell them: with their configurations. It is read from, never created.
    static let configuredRuns = TableDefinition(
        "runs LEFT JOIN run_configurations USING (run_id)", primaryKey: runs.primaryKey,
        columns: runs.documentColumns + runConfigurations.columns.filter { $0.name == "configuration" })

    static let phases = TableDefinition(
        "phases", primaryKey: ["phase_id"], unique: [["run_id", "number"]],
        columns: [
            .init("phase_id", .text), .init("run_id", .text, parent: "runs(run_id)"), .init("number", .integer, where: "> 0"),
            .init("title", .text, where: "<> ''"), .init("intent", .text), .init("size", .choice(Phase.Size.allTexts)),
            .init("status", .choice(Phase.Status.allTexts)), .init("plan", .json), .init("agent", .text, optional: true),
            .init("script", .text, optional: true), .init("spec_revision", .integer, where: ">= 0"),
            .init("branch_name", .text, optional: true), .init("retry_count", .integer, where: ">= 0"),
            .init("max_retries", .integer, where: ">= 0"), .init("created_at", .time), .init("started_at", .time, optional: true),
            .init("completed_at", .time, optional: true),
        ])

    static let phaseDependencies = TableDefinition(
        "phase_dependencies", primaryKey: ["run_id", "number", "depends_on"], clustered: true,
        columns: [
            .init("run_id", .text, parent: "runs(run_id)"), .init("number", .integer), .init("depends_on", .integer),
        ])

    static let specRevisions = TableDefinition(
        "spec_revisions", primaryKey: ["phase_id", "revision"],
        columns: [
            .init("phase_id", .text, parent: "phases(phase_id)"), .init("revision", .integer, where: "> 0"),
            .init("artifact_id", .text), .init("sha256", .text), .init("author", .text), .init("created_at", .time),
        ])

    static let executions = TableDefinition(
        "executions", primaryKey: ["execution_id"], unique: [["phase_id", "pass_number"]],
        indexes: [("executions_by_run", "run_id, execution_id", nil)],
        columns: [
            .init("execution_id", .text), .init("phase_id", .text, parent: "phases(phase_id)"),
            .init("pass_number", .integer, where: "> 0"), .init("status", .choice(Execution.Status.allTexts)),
            .init("verification", .choice(Execution.Verification.allTexts)), .init("mode", .choice(Execution.Mode.allTexts)),
            .init("agent", .text), .init("spec_revision", .integer), .init("lease_epoch", .integer),
            .init("prompt_artifact_id", .text, optional: true), .init("output_artifact_id", .text, optional: true),
            .init("summary", .text, optional: true), .init("exit_status", .integer, optional: true),
            .init("error_message", .text, optional: true), .init("base_commit", .text, optional: true),
            .init("head_commit", .text, optional: true), .init("worktree", .text, optional: true),
            .init("changes_digest", .text, optional: true), .init("usage", .json, optional: true), .init("started_at", .time),
            .init("completed_at", .time, optional: true), .init("handed_back", .boolean), .init("run_id", .text, internal: true),
        ])

    static let findings = TableDefinition(
        // Every finding that is written goes into each of them: those of a run or a phase are found by its executions.
        "findings", primaryKey: ["finding_id"], unique: [["execution_id", "fingerprint", "ordinal"]],
        indexes: [
            ("findings_by_fingerprint", "substr(fingerprint, 1, 16), finding_id", nil),
            ("findings_waived", "run_id, fingerprint", "waived_at IS NOT NULL"),
        ],
        columns: [
            .init("finding_id", .text), .init("execution_id", .text, parent: "executions(execution_id)"),
            .init("severity", .choice(Severity.allTexts)), .init("category", .choice(Finding.Category.allTexts)),
            .init("title", .text, where: "<> ''"), .init("description", .text), .init("evidence", .text),
            .init("file", .text, optional: true), .init("line", .integer, optional: true, where: "> 0"),
            .init("rule", .text, optional: true), .init("suggested_fix", .text, optional: true), .init("fingerprint", .text),
            .init("ordinal", .integer, where: "> 0"), .init("check_name", .text), .init("resolved", .boolean), .init("created_at", .time),
            .init("resolved_at", .time, optional: true), .init("fixed_by", .text, optional: true),
            .init("waived_at", .time, optional: true), .init("waived_by", .text, optional: true),
            .init("waive_reason", .text, optional: true), .init("run_id", .text, internal: true), .init("phase_id", .text, internal: true),
        ])

    static let artifacts = TableDefinition(
        "artifacts", primaryKey: ["artifact_id"], unique: [["path"]], indexes: [("artifacts_by_run", "run_id, artifact_id", nil)],
        columns: [
            .init("artifact_id", .text), .init("run_id", .text, parent: "runs(run_id)"), .init("phase_id", .text, optional: true),
            .init("execution_id", .text, optional: true), .init("type", .choice(Artifact.Kind.allTexts)), .init("path", .text),
            .init("sha256", .text, optional: true), .init("size_bytes", .integer, optional: true, where: ">= 0"),
            .init("media_type", .text), .init("content", .choice(Artifact.Content.allTexts)), .init("metadata", .json),
            .init("created_at", .time),
        ])

    /// The contents of artifacts, in pieces, in engines that several machines share.
    static let artifactChunks = TableDefinition(
        "artifact_chunks", primaryKey: ["artifact_id", "number"],
        columns: [
            .init("artifact_id", .text, parent: "artifacts(artifact_id)"), .init("number", .integer, where: ">= 0"), .init("content", .bytes),
        ])

    static let interventions = TableDefinition(
        "manual_interventions", primaryKey: ["intervention_id"],
        indexes: [
            ("interventions_by_phase", "phase_id, intervention_id", nil),
            ("interventions_pending", "run_id, intervention_id", "status = 'pending'"),
        ],
        columns: [
            .init("intervention_id", .text), .init("phase_id", .text, parent: "phases(phase_id)"),
            .init("reason", .choice(ManualIntervention.Reason.allTexts)), .init("status", .choice(ManualIntervention.Status.allTexts)),
            .init("action", .choice(ManualIntervention.Action.allTexts), optional: true), .init("actor", .text, optional: true),
            .init("notes", .text, optional: true), .init("expires_at", .time, optional: true),
            .init("consumed_by", .text, optional: true), .init("created_at", .time), .init("resolved_at", .time, optional: true),
            .init("run_id", .text, internal: true),
        ])

    static let events = TableDefinition(
        "events", primaryKey: ["run_id", "sequence"],
        columns: [
            .init("run_id", .text, parent: "runs(run_id)"), .init("sequence", .integer, where: "> 0"),
            .init("kind", .choice(Event.Kind.allTexts)), .init("entity", .choice(EntityKind.allTexts)), .init("entity_id", .text),
            .init("actor_kind", .choice(Actor.Kind.allTexts)), .init("actor_name", .text), .init("payload", .json),
            .init("previous_hash", .text), .init("hash", .text), .init("time", .time),
        ])

    /// By which words and labels runs are found: an inverted index, each list in the order of creation.
    static let runTerms = TableDefinition(
        "run_terms", primaryKey: ["term", "position"], clustered: true,
        columns: [.init("term", .text), .init("position", .integer)])

    /// The sums of the tallies of runs that have ended, each in several shares, so that not all who end a run at the same time wait for one row.
    static let statisticsTotals = TableDefinition(
        "statistics_totals", primaryKey: ["name", "share"], clustered: true,
        columns: [.init("name", .text), .init("share", .integer), .init("value", .integer)])

    /// The processes that claim runs. A worker is no part of the history of any run, so that no event tells of it.
    static let workers = TableDefinition(
        "workers", primaryKey: ["worker_id"],
        columns: [
            .init("worker_id", .text), .init("host", .text), .init("boot_id", .text), .init("process_id", .integer),
            .init("process_start", .integer), .init("labels", .json), .init("concurrency", .integer, where: "> 0"),
            .init("draining", .boolean), .init("started_at", .time), .init("last_seen_at", .time), .init("expires_at", .time),
            .init("boot_deadline", .integer),
        ])

    /// Rows of a database that was taken over, whole, where they, or some of their values, have no place here.
    static let unplacedRows = TableDefinition(
        "unplaced_rows", primaryKey: ["number"], rowKey: "number",
        columns: [
            .init("number", .integer), .init("source_table", .text), .init("row_id", .text), .init("document", .json),
            .init("problem", .text),
        ])

    /// The databases that were taken over.
    static let takeovers = TableDefinition(
        "takeovers", primaryKey: ["number"], rowKey: "number",
        columns: [
            .init("number", .integer), .init("program", .text), .init("backup", .text), .init("time_zone", .text),
            .init("row_counts", .json), .init("taken_over_at", .time),
        ])

    /// All tables, parents before their children.
    static let all = [
        runs, runConfigurations, phases, phaseDependencies, specRevisions, executions, findings, artifacts, interventions, events, runTerms,
        statisticsTotals, workers, unplacedRows, takeovers,
    ]

    /// All tables of an engine.
    static func all(in dialect: SQLDialect) -> [TableDefinition] { all + (dialect.keepsContents ? [artifactChunks] : []) }
}

extension RawRepresentable where Self: CaseIterable, RawValue == String {
    /// The texts of all cases, for the CHECK of a column.
    static var allTexts: [String] { allCases.map(\.rawValue) }
}
