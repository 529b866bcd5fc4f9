import Foundation

/// A run in which titles, evidence, notes and names hold what a terminal, a browser or a table would obey. Tests only read it.
struct HostileRun: Sendable {
    let project: ProjectDirectory

    /// Markup, a table's border, code, a terminal's sequences, marks that turn text around, line separators, and characters of four bytes.
    static let title = "<script>alert(1)</script> | `code` \u{1B}[31m\u{9B}2J\u{7} \u{202E}\u{2066}\u{200F}\u{61C}\u{FEFF}\u{2028}\u{2029}𝒳😀"
    /// As much as evidence may be: 64 KiB.
    static let evidence = String(repeating: title + "\n", count: 1 + 65_536 / (title.utf8.count + 1)).prefix(within: 65_536)

    static let shared = Result { try HostileRun() }

    struct Unexpected: Error {
        let errors: String
    }

    private init() throws {
        project = try ProjectDirectory.repository(test: "true")
        let document = try JSONSerialization.data(withJSONObject: Self.document)
        try project.write("hostile.json", String(decoding: document, as: UTF8.self))
        let imported = try project.run("import", "hostile.json")
        guard imported.status == 0 else { throw Unexpected(errors: imported.stderr) }
    }

    private static func id(_ kind: Int) -> String { "0000000\(kind)-0000-4000-8000-000000000001" }

    /// What the Python program would have exported.
    private static var document: [String: Any] {
        let time = "2025-03-01 08:00:00.000000"
        let run: [String: Any] = [
            "run_id": id(1), "created_at": time, "updated_at": time, "status": "paused", "repo_path": "/srv/\(title)", "branch": title,
            "documentation_path": title, "config_snapshot": ["key": title], "total_phases": 1, "completed_phases": 0,
            "current_phase_id": id(2), "error_message": title,
        ]
        let phase: [String: Any] = [
            "phase_id": id(2), "run_id": id(1), "phase_number": 1, "title": title, "intent": title, "size": "small", "status": "failed",
            "created_at": time, "started_at": time, "spec_path": title, "plan_json": ["files": [title], "risks": [title]], "branch_name": title,
            "retry_count": 0, "max_retries": 3,
        ]
        let execution: [String: Any] = [
            "execution_id": id(3), "phase_id": id(2), "pass_number": 1, "started_at": time, "completed_at": time, "status": "completed",
            "copilot_input_path": title, "copilot_output_path": title, "copilot_summary": title, "execution_mode": "direct",
            "error_message": title,
        ]
        let finding: [String: Any] = [
            "finding_id": id(4), "execution_id": id(3), "severity": "major", "category": "test", "title": title, "description": title,
            "evidence": evidence, "suggested_fix": title, "resolved": false, "created_at": time,
        ]
        let question: [String: Any] = [
            "intervention_id": id(6), "phase_id": id(2), "created_at": time, "reason": "max_retries_exceeded", "notes": title,
        ]
        let phases: [[String: Any]] = [
            [
                "phase": phase, "executions": [["execution": execution, "findings": [finding]] as [String: Any]],
                "manual_interventions": [question],
            ]
        ]
        return ["run": run, "phases": phases, "artifacts": [[String: Any]]()]
    }
}

extension String {
    /// As many whole characters as fit into so many bytes.
    fileprivate func prefix(within bytes: Int) -> String {
        var text = self
        while text.utf8.count > bytes { text.unicodeScalars.removeLast() }
        return text
    }
}
