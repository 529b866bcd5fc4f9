import Foundation
import Testing

/// `db restore` of a file that is no backup: what is said is about that file, and the store stays as it is.
@Suite(.timeLimit(.minutes(5))) struct RefusedBackupTests {
    private func expectRefusal(_ project: Project, _ name: String, _ sentence: String) async throws {
        let before = try await project.shell("cksum data/orchestrator.db; ls -A data")
        let finished = try await project.run("db", "restore", name)
        let path = URL(fileURLWithPath: project.root + "/" + name).path
        #expect(finished.status == 70 && finished.output.isEmpty, "\(finished)")
        #expect(finished.errors == "error: \(path): \(sentence)\n", "\(finished)")
        #expect(try await project.shell("cksum data/orchestrator.db; ls -A data") == before)
        let shown = try await project.run("show", "latest")
        #expect(shown.status == 0, "\(shown)")
    }

    private func project() async throws -> Project {
        let project = try await Project(plan: Plan.scripts(Script.work))
        #expect(try await project.run("submit", "plan.yaml").status == 0)
        #expect(try await project.run("db", "backup", "whole.db").status == 0)
        return project
    }

    @Test func aFileThatIsNotWholeIsNamed() async throws {
        let project = try await project()
        try await project.shell(
            """
            : > empty.db
            head -c 50 whole.db > beginning.db
            size=$(wc -c < whole.db)
            head -c $((size - 5000)) whole.db > short.db
            cp whole.db damaged.db
            python3 -c "
            file = open('damaged.db', 'r+b')
            size = len(file.read())
            for position in range(4096, size, 4096):
                file.seek(position)
                file.write(bytes(64))
            "
            mkdir directory.db
            """)
        let advice = "it can't be restored; name another one"
        try await expectRefusal(project, "empty.db", "the backup is empty: \(advice)")
        try await expectRefusal(project, "beginning.db", "the backup is not a database: \(advice)")
        try await expectRefusal(project, "file.txt", "the backup is not a database: \(advice)")
        try await expectRefusal(project, "short.db", "the backup is cut off: \(advice)")
        try await expectRefusal(project, "damaged.db", "the backup is damaged: \(advice)")
        try await expectRefusal(project, "directory.db", "a directory stands where the backup should be")
    }

    @Test func aDatabaseOfAnotherProgramIsNamed() async throws {
        let project = try await project()
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let generator = tests.appending(path: "OrchestratorStateTests/Legacy/make_legacy_database.py").path
        try await project.shell(
            """
            python3 '\(generator)' python.db
            python3 -c "
            import sqlite3
            sqlite3.connect('other.db').execute('CREATE TABLE things (id INTEGER)')
            newer = sqlite3.connect('newer.db')
            sqlite3.connect('whole.db').backup(newer)
            newer.execute('INSERT INTO schema_migrations SELECT position + 1, \\'a-new-one\\', checksum, applied_at FROM schema_migrations LIMIT 1')
            newer.commit()
            "
            """)
        let database = project.root + "/data/orchestrator.db"
        try await expectRefusal(
            project, "python.db",
            "the backup is a database of the Python Agent Orchestrator: put it in the place of \(database) by hand, and it is taken over when it is opened")
        try await expectRefusal(project, "other.db", "the backup was made by another program: it can't be restored; name another one")
        try await expectRefusal(
            project, "newer.db", "the database was made by a newer version of this program (it knows 'a-new-one'): use that version, or newer")
    }
}
