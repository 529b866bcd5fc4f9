import Foundation
import Testing

/// What was printed and could not be written is told, and nothing that is done depends on it.
@Suite(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "a file that is always full is needed"))
struct LostOutputTests {
    private static let full = "> /dev/full"
    private static let closed = ">&-"
    private static let sentence = "error: the output can't be written: No space left on device\n"

    private func run(_ arguments: [String], _ redirection: String, in project: ProjectDirectory) throws -> Executable.Output {
        let shell = Executable(path: "/bin/sh")
        return try shell.run(["-c", "exec \"$0\" \"$@\" \(redirection)", project.executable.path] + arguments, in: project.path)
    }

    private func repository(check: String = "true") throws -> ProjectDirectory {
        let project = try ProjectDirectory.repository(test: check)
        try project.write("plan.yaml", "title: Say\nphases: [{title: A, intent: x, script: echo said}]\n")
        return project
    }

    @Test func everyCommandThatPrintsTells() throws {
        let history = try History.shared.get()
        let artifacts = try history.project.run("artifacts", history.completed, "--type", "plan", "--json").json()["artifacts"] as? [[String: Any]]
        let artifact = try #require(artifacts?.first?["artifact_id"] as? String)
        let run = history.paused
        for arguments in [
            ["runs"], ["runs", "--json"], ["status"], ["status", run], ["show", run], ["show", run, "--json"], ["explain", run], ["findings", run],
            ["artifacts", run], ["artifacts", "cat", artifact], ["events", run], ["events", run, "--json"], ["events", history.completed, "--follow"],
            ["interventions"], ["export", run, "--format", "json"], ["export", run, "--format", "html"], ["export", run, "--format", "markdown"],
            ["export", run, "--format", "sarif"], ["plan", "check", "good.yaml"], ["config", "show"], ["config", "show", "--json"],
            ["config", "schema"], ["config", "layers"], ["db", "stats"], ["db", "verify"], ["db", "check"], ["runs", "delete", history.completed, "--dry-run"],
            ["init", "--dry-run"], ["version"], ["--version"], ["--help"], ["runs", "--help"], ["--generate-completion-script", "bash"],
        ] {
            let output = try self.run(arguments, Self.full, in: history.project)
            #expect(output.status == 70 && output.stderr.hasSuffix(Self.sentence), "\(arguments) \(output)")
        }
    }

    @Test func aClosedOutputIsTold() throws {
        let history = try History.shared.get()
        for arguments in [["runs"], ["export", history.paused, "--format", "json"], ["version"]] {
            let output = try run(arguments, Self.closed, in: history.project)
            #expect(output.status == 70 && output.stderr.hasPrefix("error: the output can't be written: "), "\(arguments) \(output)")
        }
        // Where nothing is printed nothing is lost.
        let path = history.project.path + "/data/closed.json"
        #expect(try run(["export", history.paused, "--format", "json", "-o", path], Self.closed, in: history.project).status == 0)
    }

    @Test func aReaderThatWentAwayIsNoLoss() throws {
        let history = try History.shared.get()
        for arguments in [["runs"], ["export", history.paused, "--format", "json"]] {
            let process = history.project.executable.process(arguments, in: history.project.path)
            let (output, errors) = (Pipe(), Pipe())
            (process.standardOutput, process.standardError) = (output, errors)
            try output.fileHandleForReading.close()
            try process.run()
            let said = Drained(errors.fileHandleForReading)
            process.waitUntilExit()
            #expect(process.terminationStatus == 0 && said.text().isEmpty, "\(arguments)")
        }
    }

    @Test(arguments: [[], ["--json"]], [full, closed]) func aRunIsCarriedOutAllTheSame(options: [String], redirection: String) throws {
        let project = try repository()
        let output = try run(["run", "plan.yaml", "--allow-dirty"] + options, redirection, in: project)
        #expect(output.status == 70 && output.stderr.contains("error: the output can't be written: "), "\(output)")
        #expect(try project.run("show", "latest").stdout.contains("completed, 1 of 1 phases"))
        // No file of the store was taken for the output.
        #expect(try project.run("db", "verify").status == 0)
    }

    @Test func howARunEndedGoesBeforeTheOutput() throws {
        let project = try repository(check: "exit 1")
        let paused = try run(["run", "plan.yaml", "--allow-dirty"], Self.full, in: project)
        #expect(paused.status == 3 && paused.stderr.hasSuffix(Self.sentence), "\(paused)")
        #expect(try run(["show", "nonsense"], Self.full, in: project).status == 4)
    }

    @Test func aWorkerWorksAllTheSame() throws {
        let project = try repository()
        #expect(try run(["submit", "plan.yaml", "--allow-dirty"], Self.full, in: project).status == 70)
        let worker = try run(["worker", "--until-idle"], Self.full, in: project)
        #expect(worker.status == 70 && worker.stderr.hasSuffix(Self.sentence), "\(worker)")
        #expect(try project.run("show", "latest").stdout.contains("completed, 1 of 1 phases"))
    }

    @Test func whatIsDeletedIsDeletedAllTheSame() throws {
        let project = try repository()
        #expect(try project.run("run", "plan.yaml", "--allow-dirty").status == 0)
        let output = try run(["runs", "delete", "latest", "--yes"], Self.full, in: project)
        #expect(output.status == 70 && output.stderr.hasSuffix(Self.sentence), "\(output)")
        #expect(try project.run("runs", "--json").json()["runs"] as? [String] == [])
        #expect(try project.run("db", "verify").status == 0)
    }
}
