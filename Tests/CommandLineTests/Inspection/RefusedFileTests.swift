import Foundation
import Testing

/// What is said, and what is not printed, where a file is not what it should be.
@Suite struct RefusedFileTests {
    private func completed() throws -> ProjectDirectory {
        let project = try ProjectDirectory.repository()
        try project.write("plan.yaml", "title: Say\nphases: [{title: A, intent: x, script: echo said}]\n")
        #expect(try project.run("run", "plan.yaml", "--allow-dirty").status == 0)
        return project
    }

    @Test func nothingIsPrintedOfAnArtifactThatChanged() throws {
        let project = try completed()
        let list = try project.run("artifacts", "latest", "--type", "agent_output", "--json").json()
        let artifact = try #require((list["artifacts"] as? [[String: Any]])?.first)
        let (id, path) = (try #require(artifact["artifact_id"] as? String), try #require(artifact["path"] as? String))
        #expect(try project.run("artifacts", "cat", id).stdout == "said\n")
        try project.write("data/artifacts/" + path, "sang\n")
        let changed = try project.run("artifacts", "cat", id)
        #expect(changed.status == 1 && changed.stdout.isEmpty && changed.stderr.contains("not what was written"))
        let verified = try project.run("db", "verify")
        #expect(verified.status == 70 && verified.stdout.contains("1 problem in 1 run, "), "\(verified)")
    }

    @Test func aBackupThatCannotBeMadeNamesWhatWasAskedFor() throws {
        let project = try completed()
        let output = try project.run("db", "backup", "missing/copy.db")
        #expect(output.status == 1 && output.stderr.contains("missing/copy.db: nothing can be made in"), "\(output)")
        #expect(!output.stderr.contains(".new"))
    }

    @Test func anExportThatCannotBeMadeNamesWhatWasAskedFor() throws {
        let project = try completed()
        let output = try project.run("export", "latest", "--format", "html", "-o", "missing/page.html")
        #expect(output.status == 1 && output.stderr.contains("missing/page.html can't be made"), "\(output)")
        #expect(!output.stderr.contains(".partial"))
    }

    @Test func aPhaseThatIsNotThereIsNotFound() throws {
        let project = try completed()
        #expect(try project.run("findings", "latest", "--phase", "1").status == 0)
        let output = try project.run("findings", "latest", "--phase", "7")
        #expect(output.status == 4 && output.stderr.contains("has no phase 7"))
    }

    @Test func anEmptyNameOfTheUserIsNone() throws {
        let project = try completed()
        try project.write("plan.yaml", "title: Wait\nphases: [{title: A, intent: x, script: exit 1, max_retries: 0}]\n")
        let output = try project.run("submit", "plan.yaml", environment: ["USER": "", "LOGNAME": ""])
        #expect(output.status == 0, "\(output)")
        let events = try project.run("events", "latest").stdout
        #expect(events.contains("by user:") && !events.contains("by user:tester"))
    }
}
