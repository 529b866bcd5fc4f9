import Foundation
import Testing

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// `db backup`, `db restore` and `db vacuum`, next to a run that goes on.
@Suite(.timeLimit(.minutes(5))) struct MaintenanceTests {
    private struct Backup: Decodable {
        let file: String
        let size_bytes: Int
    }

    private struct Restoration: Decodable {
        let file: String
        let database: String
        let kept: String?
    }

    private struct Vacuum: Decodable {
        let freed_bytes: Int
    }

    private func document<Value: Decodable>(_ finished: Finished) throws -> Value {
        #expect(finished.status == 0, "\(finished)")
        return try JSONDecoder().decode(Value.self, from: Data(finished.output.utf8))
    }

    private func running() async throws -> (Project, Running) {
        let project = try await Project(plan: Plan.scripts(Script.halt("agent") + Script.work, Script.work))
        let running = try project.start("run", "plan.yaml")
        try await Waiting.until("the agent runs") { project.exists(project.scratch + "/agent") }
        return (project, running)
    }

    /// Lets the agent do its work, and the run end.
    private func expectCompletion(_ project: Project, _ running: Running) async throws {
        kill(try #require(Int32(project.notes("agent")[0])), SIGKILL)
        try project.write("", to: project.scratch + "/agent-go")
        #expect(await running.end().status == 0)
        let record = try await project.record()
        #expect(record.problems == [] && record.run.status == "completed")
    }

    @Test func backsUpAndVacuumsWhileARunGoesOn() async throws {
        let (project, running) = try await running()
        let first: Backup = try document(try await project.run("db", "backup", "first.db", "--json"))
        #expect(first.file == project.root + "/first.db" && first.size_bytes > 10_000)
        let vacuum: Vacuum = try document(try await project.run("db", "vacuum", "--json"))
        #expect(vacuum.freed_bytes >= 0)
        let again = try await project.run("db", "backup", "first.db")
        #expect(again.status == 1 && again.errors.contains("left as it is"), "\(again)")
        let told = try await project.run("db", "backup", "second.db")
        #expect(told.status == 0 && told.output.contains("The store is copied to \(project.root)/second.db"), "\(told)")
        try await expectCompletion(project, running)
        let copy = try await project.record(database: "first.db")
        #expect(copy.problems == [] && copy.run.status == "executing" && copy.passes == ["1.1 running pending"])
        let vacuumed = try await project.run("db", "vacuum")
        #expect(vacuumed.status == 0 && vacuumed.output.hasPrefix("The store "), "\(vacuumed)")
    }

    @Test func restoresWhatWasBackedUpAndKeepsTheRest() async throws {
        let project = try await Project(plan: Plan.scripts(Script.work))
        #expect(try await project.run("submit", "plan.yaml").status == 0)
        #expect(try await project.run("db", "backup", "../backup.db").status == 0)
        #expect(try await project.run("resume", "latest").status == 0)
        let restored = try await project.run("db", "restore", "../backup.db")
        #expect(restored.status == 0, "\(restored)")
        #expect(restored.output.contains("What was there before is \(project.root)/data/orchestrator.db.before-restore."), "\(restored)")
        #expect(try await project.record().run.status == "executing")
        #expect(try await project.record(database: "data/orchestrator.db.before-restore").run.status == "completed")
        let back: Restoration = try document(
            try await project.run("db", "restore", "data/orchestrator.db.before-restore", "--json"))
        #expect(back.kept == project.root + "/data/orchestrator.db.before-restore-2" && back.database == project.root + "/data/orchestrator.db")
        let record = try await project.record()
        #expect(record.run.status == "completed" && record.problems == [])
    }

    @Test func restoresNothingUnderARun() async throws {
        let (project, running) = try await running()
        #expect(try await project.run("db", "backup", "backup.db").status == 0)
        let refused = try await project.run("db", "restore", "backup.db")
        #expect(refused.status == 75 && refused.errors.contains("has the database open"), "\(refused)")
        #if os(Linux)
            #expect(refused.errors.contains("process \(running.processID) (orchestrator)"), "\(refused)")
        #endif
        #expect(!project.exists("data/orchestrator.db.before-restore"))
        try await expectCompletion(project, running)
        // The control: once the run is over, it is done.
        #expect(try await project.run("db", "restore", "backup.db").status == 0)
        #expect(try await project.record().run.status == "executing")
    }

    @Test func restoresNothingThatIsNoStore() async throws {
        let project = try await Project(plan: Plan.scripts(Script.work))
        #expect(try await project.run("submit", "plan.yaml").status == 0)
        let before = try Data(contentsOf: URL(fileURLWithPath: project.root + "/data/orchestrator.db"))
        let missing = try await project.run("db", "restore", "missing.db")
        #expect(missing.status == 4 && missing.errors.contains("there is no backup"), "\(missing)")
        let garbage = try await project.run("db", "restore", "file.txt")
        #expect(garbage.status == 70 && garbage.errors.contains("not a database"), "\(garbage)")
        #expect(try Data(contentsOf: URL(fileURLWithPath: project.root + "/data/orchestrator.db")) == before)
    }
}
