import Foundation
import Testing

/// What looks at the store from outside does see damage: a tampered history does not pass.
@Suite(.timeLimit(.minutes(2))) struct StoreControlTests {
    @Test(arguments: [
        ("UPDATE events SET payload = replace(payload, 'running', 'runnimg') WHERE kind = 'execution.started'", "is not what was hashed"),
        ("DELETE FROM events WHERE sequence = 3", "stands at place"),
        ("UPDATE events SET previous_hash = hash WHERE sequence = 4", "does not follow the one before"),
        ("UPDATE runs SET completed_phases = 0", "completed_phases is 0, not 1"),
        ("UPDATE runs SET last_event = last_event - 1", "another last event"),
        ("UPDATE executions SET verification = 'blocked'", "without its last pass alone being verified"),
        ("UPDATE executions SET status = 'running'", "executions are running"),
        ("UPDATE executions SET pass_number = 2", "have gaps"),
        ("UPDATE artifacts SET sha256 = replace(sha256, 'a', 'b')", "is not what was written"),
        ("UPDATE artifacts SET path = path || 'x'", "No such file"),
    ])
    func seesATamperedStore(statement: String, problem: String) async throws {
        let project = try await Project(plan: Plan.scripts("true"))
        #expect(try await project.run("run", "plan.yaml").status == 0)
        #expect(try await project.record().problems == [])
        let script = "import sqlite3, sys; c = sqlite3.connect('data/orchestrator.db'); c.execute(sys.argv[1]); c.commit()"
        try project.write(script, to: project.scratch + "/tamper.py")
        try await project.shell("python3 \"$SCRATCH/tamper.py\" \"\(statement)\"")
        let problems = try await project.record().problems
        #expect(problems.contains { $0.contains(problem) }, "\(problems)")
    }
}
