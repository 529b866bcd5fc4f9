/// A run as the store has it.
struct RunRecord: Decodable, Sendable {
    struct Run: Decodable, Sendable {
        var run_id: String
        var status: String
        var branch: String
        var completed_phases: Int
        var pause_reason: String?
        var error_message: String?
    }

    struct Phase: Decodable, Sendable {
        var number: Int
        var status: String
        var retry_count: Int
        var branch_name: String?
    }

    struct Execution: Decodable, Sendable {
        var execution_id: String
        var phase: Int
        var pass_number: Int
        var status: String
        var verification: String
        var agent: String
        var summary: String?
        var exit_status: Int?
        var error_message: String?
        var base_commit: String?
        var head_commit: String?
        var changes_digest: String?
        var usage: String?
    }

    struct Finding: Decodable, Sendable {
        var phase: Int
        var pass: Int
        var severity: String
        var category: String
        var title: String
        var evidence: String
        var file: String?
        var line: Int?
        var check_name: String
        var resolved: Int
    }

    struct Intervention: Decodable, Sendable {
        var intervention_id: String
        var reason: String
        var status: String
        var action: String?
        var consumed_by: String?
    }

    struct Artifact: Decodable, Sendable {
        var type: String
        var path: String
        var size_bytes: Int?
    }

    struct Event: Decodable, Sendable {
        var sequence: Int
        var kind: String
    }

    var run: Run
    var phases: [Phase]
    var executions: [Execution]
    var findings: [Finding]
    var interventions: [Intervention]
    var artifacts: [Artifact]
    var events: [Event]
    /// What is wrong with the store: broken chains, counters that don't count, files that are not what was written.
    var problems: [String]

    /// Phase, pass, status and verification of each execution, as one word.
    var passes: [String] { executions.map { "\($0.phase).\($0.pass_number) \($0.status) \($0.verification)" } }
}
