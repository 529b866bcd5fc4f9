import Foundation
import Testing

/// A store, or a backup, in a directory that may not be searched: it is not said to be missing.
@Suite(.timeLimit(.minutes(5))) struct UnreachableStoreTests {
    private func project() async throws -> Project {
        let project = try await Project(plan: Plan.scripts(Script.work))
        let submitted = try await project.run("submit", "plan.yaml")
        #expect(submitted.status == 0, "\(submitted)")
        return project
    }

    @Test func aStoreThatCannotBeReachedIsNotMissing() async throws {
        let project = try await project()
        let place = StrangersPlace(project.root + "/data", mode: 0)
        defer { place.end() }
        for command in [
            ["runs"], ["runs", "--json"], ["status"], ["interventions"], ["show", "latest"], ["db", "verify"], ["db", "check"], ["db", "stats"],
            ["worker", "--until-idle"],
        ] {
            let finished = try await project.run(command, through: place.wrapper)
            #expect(finished.status == 70 && finished.output.isEmpty, "\(command) \(finished)")
            #expect(finished.errors.contains("data/orchestrator.db: the database can't be read by this user"), "\(command) \(finished)")
        }
        place.end()
        #expect(try await project.run("show", "latest").status == 0)
    }

    @Test func aFileThatCannotBeReadEndsTheSame() async throws {
        let project = try await project()
        let place = StrangersPlace(project.root + "/data/orchestrator.db", mode: 0)
        defer { place.end() }
        let finished = try await project.run(["runs"], through: place.wrapper)
        #expect(finished.status == 70 && finished.errors.contains("data/orchestrator.db: the database can't be read by this user"), "\(finished)")
    }

    @Test func aBackupThatCannotBeReachedIsNotMissing() async throws {
        let project = try await project()
        try project.write("", to: project.directory + "/closed/copy.db")
        let place = StrangersPlace(project.directory + "/closed", mode: 0)
        defer { place.end() }
        let finished = try await project.run(["db", "restore", "../closed/copy.db"], through: place.wrapper)
        #expect(finished.status == 70 && finished.errors.contains("closed/copy.db: the backup can't be read by this user"), "\(finished)")
    }
}
