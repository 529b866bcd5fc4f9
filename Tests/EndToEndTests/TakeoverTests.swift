import Foundation
import Testing

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A database of the Python Agent Orchestrator where the store should be.
@Suite(.timeLimit(.minutes(5))) struct TakeoverTests {
    private static let database = "data/orchestrator.db"
    private static let backup = database + ".v1.backup"

    /// A project whose store is such a database.
    ///
    /// - Parameter findings: How many findings there are besides those of the small database.
    private func project(findings: Int = 0) async throws -> Project {
        let project = try await Project()
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let generator = tests.appending(path: "OrchestratorStateTests/Legacy/make_legacy_database.py").path
        try await project.shell("mkdir -p data && python3 '\(generator)' \(Self.database)")
        try await project.shell(
            """
            python3 -c "
            import sqlite3, uuid
            db = sqlite3.connect('\(Self.database)')
            for n in range(\(findings)):
                db.execute('INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', (str(uuid.UUID(int=n + 1)),
                    '00000003-0000-4000-8000-000000000001', 'minor', 'lint', f'Finding {n}', 'x', 'y' * 2000, None, 0, '2025-03-01 08:30:07'))
            db.commit()
            "
            """)
        return project
    }

    /// What another program sees of the store: how many runs and findings there are, and whose tables they are.
    private func look(_ project: Project) async throws -> String {
        try await project.shell(
            """
            python3 -c "
            import sqlite3
            db = sqlite3.connect('\(Self.database)')
            tables = {row[0] for row in db.execute('SELECT name FROM sqlite_schema WHERE type = \\'table\\'')}
            whose = ('old' if 'schema_version' in tables else '') + ('new' if 'schema_migrations' in tables else '')
            print(whose, *[db.execute(f'SELECT COUNT(*) FROM {table}').fetchone()[0] for table in ('runs', 'findings')])
            "
            """)
    }

    private func bytes(_ project: Project, _ path: String) -> Data? { FileManager.default.contents(atPath: project.root + "/" + path) }

    @Test func saysOnceWhatItDid() async throws {
        let project = try await project()
        let before = bytes(project, Self.database)
        let first = try await project.run(["runs", "--json"], setting: ["TZ": "Europe/Berlin"])
        #expect(first.status == 0, "\(first)")
        #expect(first.errors.split(separator: "\n").count == 1)
        for words in ["3 runs, 4 phases, 5 executions, 15 findings", "Europe/Berlin", "5 rows had no place", Self.backup] {
            #expect(first.errors.contains(words), "\(first)")
        }
        #expect(first.output.contains("\"created_at\": \"2025-03-01T07:01:07.123456Z\""), "\(first)")
        #expect(bytes(project, Self.backup) == before)
        let second = try await project.run("runs", "--json")
        #expect(second.errors.isEmpty && second.output == first.output)
        let check = try await project.run("db", "check", "--json")
        #expect(check.status == 0 && check.output.contains("\"time_zone\": \"Europe/Berlin\""), "\(check)")
        for words in ["its execution is gone", "plan_json is not JSON", "Orphan"] { #expect(check.output.contains(words), "\(check)") }
        for arguments in [["db", "check"], ["db", "stats"], ["explain", "00000001-0000-4000-8000-000000000001"]] {
            let shown = try await project.run(arguments)
            #expect(shown.status == 0 && shown.errors.isEmpty, "\(arguments) \(shown)")
        }
    }

    /// The history of a run that was taken over begins with its whole state, so every row can be verified. The control: what is changed afterwards is
    /// named.
    @Test func verifiesWhatWasTakenOver() async throws {
        let project = try await project()
        #expect(try await project.run("runs").status == 0)
        let verified = try await project.run("db", "verify")
        #expect(verified.status == 0 && verified.output.hasPrefix("all is as it was written: 3 runs, 3 events, "), "\(verified)")
        for (change, found) in [
            ("UPDATE findings SET title = 'mine' WHERE finding_id LIKE '%000a'", "title is not what events tell"),
            ("DELETE FROM manual_interventions", "events tell of this intervention, and it is not there"),
            ("UPDATE runs SET completed_phases = 0 WHERE branch = 'release/ü'", "completed_phases is 0, and a count gives 1"),
            ("UPDATE events SET payload = replace(payload, 'Search', 'search')", "event 1 is not what was hashed when it was written"),
        ] {
            try await project.shell("python3 -c 'import sqlite3, sys; sqlite3.connect(sys.argv[1]).executescript(sys.argv[2])' \(Self.database) \"\(change)\"")
            let damaged = try await project.run("db", "verify")
            #expect(damaged.status == 70 && damaged.output.contains(found), "\(change): \(damaged)")
        }
    }

    @Test func importsWhatThatProgramExported() async throws {
        let project = try await project()
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let exporter = tests.appending(path: "OrchestratorStateTests/Legacy/export_legacy_run.py").path
        let run = "00000001-0000-4000-8000-000000000001"
        try await project.shell(
            "python3 '\(exporter)' \(Self.database) \(run) --with-interventions > run.json && mv \(Self.database) old.db")
        let trial = try await project.run(["import", "run.json", "--dry-run"], setting: ["TZ": "Europe/Berlin"])
        #expect(trial.status == 0 && trial.output.hasPrefix("would import run 00000001 'docs/search.md': 3 phases, 4 executions, 12 findings"), "\(trial)")
        let imported = try await project.run(["import", "run.json"], setting: ["TZ": "Europe/Berlin"])
        #expect(imported.status == 0 && imported.output.contains("note: local times were read as Europe/Berlin"), "\(imported)")
        let shown = try await project.run("show", run, "--json")
        #expect(shown.output.contains("\"created_at\": \"2025-03-01T07:01:07.123456Z\""), "\(shown)")
        let again = try await project.run("import", "run.json")
        #expect(again.status == 1 && again.errors.contains("is in this store already"), "\(again)")
        let check = try await project.run("db", "check")
        #expect(check.status == 0 && check.output.contains("plan_json is not JSON"), "\(check)")
        #expect(try await project.run("db", "verify").status == 0)
        try await project.shell("sed -i 's/\"phases\": \\[/\"phases\": {/; s/\"artifacts\": \\[/\"artifacts\": 1, \"x\": [/' run.json")
        let wrong = try await project.run("import", "run.json")
        #expect(wrong.status == 2 && wrong.errors.contains("run.json:"), "\(wrong)")
    }

    /// The program is killed when one of its files gets longer than it may: at every few pages that are written to the copy, the journal and the
    /// database.
    @Test func leavesTheOldStoreOrTheNewOneWhereItIsKilled() async throws {
        let project = try await project(findings: 150)
        let original = try #require(bytes(project, Self.database))
        // The control: without a limit it is taken over, and the longest file tells how far limits have to go.
        #expect(try await project.run("runs").status == 0)
        #expect(try await look(project) == "new 3 165")
        let longest = try #require(bytes(project, Self.database)).count
        var seen: [String: Int] = [:]
        for blocks in stride(from: 8, to: longest / 512 + 100, by: 160) {
            try await project.shell("rm -f \(Self.database)*")
            try original.write(to: URL(fileURLWithPath: project.root + "/" + Self.database))
            let limited = try await project.run(["runs"], through: ["/bin/sh", "-c", "ulimit -c 0; ulimit -f \(blocks) && exec \"$0\" \"$@\""])
            seen[limited.status == 0 ? "done" : "killed", default: 0] += 1
            if let backup = bytes(project, Self.backup) { #expect(backup == original) }
            try await expectOldOrNew(project, &seen)
        }
        let (killed, old) = (seen["killed"] ?? 0, seen["old"] ?? 0)
        #expect(killed >= 3 && old >= 3, "\(seen)")
    }

    @Test(arguments: [backup, database + "-journal"])
    func leavesTheOldStoreOrTheNewOneWhereItIsKilledAfter(file: String) async throws {
        let project = try await project(findings: 600)
        let running = try project.start("runs")
        try await Waiting.until("\(file) is there, or it is over") { project.exists(file) || project.exists(Self.database + "-wal") }
        kill(running.processID, SIGKILL)
        _ = await running.end()
        var seen: [String: Int] = [:]
        try await expectOldOrNew(project, &seen, findings: 615)
    }

    /// Expects one of both, whole, and that the program finishes what was begun.
    private func expectOldOrNew(_ project: Project, _ seen: inout [String: Int], findings: Int = 165) async throws {
        // Python's SQLite undoes what a journal holds, as the program's would.
        let now = try await look(project)
        seen[String(now.prefix(3)), default: 0] += 1
        #expect(now == "old 3 \(findings + 1)" || now == "new 3 \(findings)")
        let finished = try await project.run("db", "check", "--json")
        #expect(finished.status == 0 && finished.output.contains("\"unplaced_row_count\": 5"), "\(finished)")
        #expect(try await look(project) == "new 3 \(findings)")
    }
}
