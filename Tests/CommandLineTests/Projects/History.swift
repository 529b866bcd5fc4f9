import Foundation

/// A repository in which a run was completed and a later one waits for a human; whatever has a name in it is hostile. Tests only read it.
struct History: Sendable {
    let project: ProjectDirectory
    let completed: String
    let paused: String
    let question: String

    struct Unexpected: Error {
        let status: Int32
        let errors: String
    }

    /// Clears the screen, begins a line, reverses what follows, and uses a C1 control.
    static let hostile = "\u{1B}[2J\u{7}\n\u{202E}evil\u{9B}31m"
    private static let hostileYAML = #"\e[2J\a\n\u202Eevil\x9B31m"#

    static let shared = Result { try History() }

    private init() throws {
        project = try ProjectDirectory.repository(test: "sh check.sh")
        try project.write("good.yaml", Self.plan("Good", script: "echo 'exit 0' > check.sh"))
        try project.write("bad.yaml", Self.plan("Bad", script: "cp bad.sh check.sh"))
        try project.write("bad.sh", "printf 'src/a.py:3:1: error: \\033[2J \\342\\200\\256 broken\\n'; exit 1\n")
        completed = try Self.run(project, "good.yaml", status: 0)
        paused = try Self.run(project, "bad.yaml", status: 3)
        let questions = try project.run("interventions", "latest", "--json").json()["interventions"] as? [[String: Any]]
        question = questions?.first?["intervention_id"] as? String ?? ""
    }

    private static func plan(_ title: String, script: String) -> String {
        """
        title: "\(title) \(hostileYAML)"
        phases:
          - {title: "First \(hostileYAML)", intent: "Do \(hostileYAML)", size: small, script: "\(script)"}

        """
    }

    private static func run(_ project: ProjectDirectory, _ plan: String, status: Int32) throws -> String {
        let output = try project.run("run", plan, "--allow-dirty", "--label", "ticket=7", "--json")
        guard output.status == status, let last = output.stdout.split(separator: "\n").last,
            let run = try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any], let id = run["run_id"] as? String
        else { throw Unexpected(status: output.status, errors: output.stderr) }
        return id
    }
}
