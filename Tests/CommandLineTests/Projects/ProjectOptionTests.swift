import Foundation
import Testing

/// What `--project` may name.
@Suite struct ProjectOptionTests {
    private static let commands = [
        ["runs"], ["status"], ["import", "run.json"], ["init"], ["config", "show"], ["config", "set", "execution.max_retries", "1"], ["config", "init"],
        ["worker", "--until-idle"], ["run", "plan.yaml"], ["submit", "plan.yaml"], ["plan", "check", "plan.yaml"], ["db", "stats"],
        ["db", "backup", "copy.db"], ["interventions"], ["version"],
    ]

    @Test(arguments: commands) func aDirectoryThatIsNotThereIsRefused(command: [String]) throws {
        let directory = try ProjectDirectory()
        try directory.write("file", "")
        for (name, sentence) in [
            ("typo", "there is no directory 'typo'"), ("file/below", "there is no directory 'file/below'"), ("file", "'file' is no directory"),
            ("", "there is no directory ''"),
        ] {
            let output = try directory.executable.run(command + ["--project", name], in: directory.path)
            #expect(output.status == 2 && output.stdout.isEmpty && output.stderr.hasPrefix("Error: \(sentence)\n"), "\(name) \(output)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["file"])
    }

    @Test func anEmptyDirectoryIsAProject() throws {
        let directory = try ProjectDirectory()
        try directory.write("place/.keep", "")
        for name in ["place", "./place/", directory.path + "/place"] {
            let output = try directory.run("runs", "--project", name)
            #expect(output.status == 0 && output.stdout.contains("no runs yet"), "\(name) \(output)")
        }
    }
}
