import Foundation
import Testing

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A store where nothing can be written: it can be read, and says so to whoever would write.
@Suite(.timeLimit(.minutes(5))) struct ReadOnlyStoreTests {
    private static let reading = [
        ["status"], ["status", "latest"], ["runs"], ["runs", "--text", "test"], ["show", "latest"], ["show", "latest", "--at", "3"],
        ["explain", "latest"], ["findings", "latest"], ["events", "latest"], ["artifacts", "list", "latest"], ["interventions"],
        ["export", "latest", "--format", "json"], ["export", "latest", "--format", "html"], ["db", "stats"], ["db", "verify"], ["db", "check"],
    ]

    private static let writing = [["abort", "latest"], ["runs", "cleanup", "latest"], ["db", "vacuum"], ["worker", "--until-idle"]]

    /// A paused run with findings and a question.
    private func project(settings: String = "") async throws -> Project {
        let project = try await Project(
            settings: settings + "execution:\n  max_retries: 1\nverification:\n  test:\n    command: 'echo no; exit 1'\n",
            plan: Plan.scripts(Script.work))
        let run = try await project.run("run", "plan.yaml")
        #expect(run.status == 3, "\(run)")
        return project
    }

    private func exported(_ project: Project, through wrapper: [String] = []) async throws -> String {
        let finished = try await project.run(["export", "latest", "--format", "json"], through: wrapper)
        #expect(finished.status == 0, "\(finished)")
        return finished.output
    }

    private func listing(_ project: Project) async throws -> String {
        try await project.shell("ls -1 data; cksum data/orchestrator.db*")
    }

    /// The database keeps a log, and a process that closed it has taken the log away: SQLite alone can't read it here.
    @Test func isReadByEveryCommandThatReads() async throws {
        let project = try await project()
        let (before, document) = (try await listing(project), try await exported(project))
        let place = ReadOnlyPlace(project.root)
        defer { place.end() }
        for command in Self.reading {
            let finished = try await project.run(command, through: place.wrapper)
            #expect(finished.status == 0, "\(command) \(finished)")
        }
        #expect(try await exported(project, through: place.wrapper) == document)
        let backup = try await project.run(["db", "backup", "../copy.db"], through: place.wrapper)
        #expect(backup.status == 0, "\(backup)")
        #expect(try await project.record(database: "../copy.db").problems == [])
        #expect(try await listing(project) == before)
        // No copy is left behind.
        #expect(try FileManager.default.contentsOfDirectory(atPath: project.temporary) == [])
    }

    @Test func refusesEveryCommandThatWrites() async throws {
        let project = try await project()
        let before = try await listing(project)
        let place = ReadOnlyPlace(project.root)
        defer { place.end() }
        for command in Self.writing {
            let finished = try await project.run(command, through: place.wrapper)
            #expect(finished.status == 70, "\(command) \(finished)")
            #expect(finished.errors.contains("data/orchestrator.db: nothing can be written in the directory"), "\(command) \(finished)")
            #expect(finished.errors.contains("'orchestrator db backup FILE'"), "\(command) \(finished)")
        }
        // The text of the plan is written before its run.
        let submitted = try await project.run(["submit", "plan.yaml"], through: place.wrapper)
        #expect(submitted.status == 70 && submitted.errors.contains("data/artifacts/"), "\(submitted)")
        #expect(try await listing(project) == before)
        place.end()
        // The same where it can be written.
        let aborted = try await project.run("abort", "latest")
        #expect(aborted.status == 0, "\(aborted)")
    }

    /// Where a configuration names the places, that they can't be written keeps nobody from reading.
    @Test func isReadWhereTheConfigurationNamesIt() async throws {
        let project = try await project(
            settings: "state:\n  url: sqlite:data/orchestrator.db\nartifacts:\n  base_path: data/artifacts\nlogging:\n  file_path: data/orchestrator.log\n")
        let place = ReadOnlyPlace(project.root)
        defer { place.end() }
        let shown = try await project.run(["show", "latest"], through: place.wrapper)
        #expect(shown.status == 0 && !shown.errors.contains("can't be written"), "\(shown)")
        let refused = try await project.run(
            ["show", "latest", "--set", "artifacts.base_path=data/elsewhere"], through: place.wrapper)
        #expect(refused.status == 2 && refused.errors.contains("'artifacts.base_path' lies in a directory that can't be written"), "\(refused)")
    }

    /// A killed process leaves what it wrote last in the log alone; with the memory beside it SQLite reads it in its place.
    @Test(arguments: [true, false]) func isReadWithTheLogThatAKilledProcessLeft(hasMemory: Bool) async throws {
        let project = try await project()
        let script = """
            import os, sqlite3
            connection = sqlite3.connect("data/orchestrator.db")
            connection.execute("PRAGMA wal_autocheckpoint = 0")
            connection.execute("UPDATE runs SET title = 'only in the log'")
            connection.commit()
            os._exit(0)
            """
        try project.write(script, to: project.directory + "/killed.py")
        try await project.shell("python3 ../killed.py")
        let log = try FileManager.default.attributesOfItem(atPath: project.root + "/data/orchestrator.db-wal")[.size] as? Int
        #expect(try #require(log) > 0)
        if !hasMemory { try await project.shell("rm data/orchestrator.db-shm") }
        let before = try await listing(project)
        let place = ReadOnlyPlace(project.root)
        defer { place.end() }
        let document = try await exported(project, through: place.wrapper)
        #expect(document.contains("\"only in the log\""))
        for command in Self.reading where command != ["db", "verify"] {
            let finished = try await project.run(command, through: place.wrapper)
            #expect(finished.status == 0, "\(command) \(finished)")
        }
        #expect(try await listing(project) == before)
        #expect(try FileManager.default.contentsOfDirectory(atPath: project.temporary) == [])
        place.end()
        // With the log moved into the database by a process that may write, it is the same.
        #expect(try await exported(project) == document)
    }

    @Test func isReadWhileAnotherProcessWrites() async throws {
        let project = try await Project(plan: Plan.scripts(Script.halt("agent") + Script.work, Script.work))
        let running = try project.start("run", "plan.yaml")
        try await Waiting.until("the agent runs") { project.exists(project.scratch + "/agent") }
        let place = ReadOnlyPlace(project.root)
        defer { place.end() }
        // Permissions would keep the writer out too.
        guard place.wrapper.contains("unshare") else {
            place.end()
            running.signal(SIGINT)
            _ = await running.end()
            return
        }
        let during = try await project.run(["status", "latest"], through: place.wrapper)
        #expect(during.status == 0 && during.output.contains("phase 1 of 2"), "\(during)")
        kill(try #require(Int32(project.notes("agent")[0])), SIGKILL)
        try project.write("", to: project.scratch + "/agent-go")
        #expect(await running.end().status == 0)
        let after = try await project.run(["status", "latest"], through: place.wrapper)
        #expect(after.status == 0 && after.output.contains("completed"), "\(after)")
    }
}
