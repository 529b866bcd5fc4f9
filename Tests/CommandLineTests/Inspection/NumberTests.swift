import Foundation
import Testing

/// What is one is not told as if it were many.
@Suite struct NumberTests {
    private static let plan = "title: Say\nphases: [{title: A, intent: x, script: echo said}]\n"

    @Test func ofPhasesThereMayBeOne() throws {
        let history = try History.shared.get()
        let explained = try history.project.run("explain", history.completed)
        #expect(explained.stdout.contains("its one phase is completed or skipped"), "\(explained)")
    }

    @Test func ofArtifactsThereMayBeOne() throws {
        let (project, other) = (try ProjectDirectory.repository(), try ProjectDirectory.repository())
        try project.write("plan.yaml", Self.plan)
        #expect(try project.run("submit", "plan.yaml").status == 0)
        try other.write("run.json", try project.run("export", "latest", "--format", "json").stdout)
        let imported = try other.run("import", "run.json")
        #expect(imported.status == 0 && imported.stdout.contains("the contents of its 1 artifact are absent"), "\(imported)")
    }

    @Test func ofRowsThereMayBeOne() throws {
        let project = try ProjectDirectory.repository()
        try project.write("plan.yaml", Self.plan)
        #expect(try project.run("submit", "plan.yaml").status == 0)
        try project.sqlite("UPDATE phases SET run_id = 'gone'")
        let checked = try project.run("db", "check")
        #expect(checked.status == 70 && checked.stdout.contains("damaged: 1 row of phases refers to a row that is not there"), "\(checked)")
    }
}
