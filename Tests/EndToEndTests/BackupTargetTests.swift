import Foundation
import Testing

/// Places where no backup can be made: the reason that is told is the one there is.
@Suite(.timeLimit(.minutes(5))) struct BackupTargetTests {
    private func project() async throws -> Project {
        let project = try await Project(plan: Plan.scripts(Script.work))
        let submitted = try await project.run("submit", "plan.yaml")
        #expect(submitted.status == 0, "\(submitted)")
        return project
    }

    @Test func aBackupIntoADirectoryOfSomebodyElseSaysWhy() async throws {
        let project = try await project()
        let target = project.directory + "/closed"
        try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
        let place = StrangersPlace(target, mode: 0o555)
        defer { place.end() }
        // The store itself is read from a copy, where this user can make one.
        let finished = try await project.run(["db", "backup", "../closed/copy.db"], through: place.wrapper, setting: ["TMPDIR": "/tmp"])
        #expect(finished.status == 1, "\(finished)")
        #expect(finished.errors.contains("closed/copy.db: nothing can be made in '\(target)': Permission denied\n"), "\(finished)")
    }

    @Test func aBackupIntoAFileSystemForReadingSaysWhy() async throws {
        let project = try await project()
        let target = project.directory + "/closed"
        try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
        let place = ReadOnlyPlace(target)
        defer { place.end() }
        // Who may not mount has permissions taken away instead.
        let reason = place.wrapper.contains("unshare") ? "Read-only file system" : "Permission denied"
        let finished = try await project.run(["db", "backup", "../closed/copy.db"], through: place.wrapper, setting: ["TMPDIR": "/tmp"])
        #expect(finished.status == 1 && finished.errors.contains("nothing can be made in '\(target)': \(reason)\n"), "\(finished)")
    }
}
