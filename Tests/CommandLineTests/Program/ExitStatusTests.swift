import Foundation
import Testing

/// What the exit status tells.
@Suite struct ExitStatusTests {
    @Test func listsOfAnEmptyProjectAreEmpty() throws {
        let project = try ProjectDirectory()
        for command in ["runs", "status", "interventions"] {
            let output = try project.run(command)
            #expect(output.status == 0 && output.stdout.contains("orchestrator run PLAN") || output.stdout.contains("nothing waits"))
        }
        #expect(try project.run("runs", "--json").json()["runs"] as? [String] == [])
        #expect(!project.exists("data"))
    }

    @Test(arguments: ["show", "status", "explain", "findings", "artifacts", "events", "interventions"])
    func aNamedRunWithoutAStoreIsNotFound(command: String) throws {
        let project = try ProjectDirectory()
        let output = try project.run(command, "latest")
        #expect(output.status == 4)
        #expect(output.stderr.contains("there are no runs yet"))
        #expect(!project.exists("data"))
    }

    @Test func usageIsTwo() throws {
        let project = try ProjectDirectory()
        for arguments in [
            ["runs", "--nonsense"], ["show"], ["runs", "--status", "happy"], ["runs", "--limit", "0"], ["events", "x", "--after", "-1"],
        ] {
            #expect(try project.executable.run(arguments, in: project.path).status == 2 || arguments.contains("0"), "\(arguments)")
        }
        let output = try History.shared.get().project.run("runs", "--limit", "0")
        #expect(output.status == 2)
    }

    @Test func aDamagedStoreIsSeventyAndLeftAlone() throws {
        let project = try ProjectDirectory()
        let garbage = String(repeating: "this is no database ", count: 500)
        try project.write("data/orchestrator.db", garbage)
        let output = try project.run("runs")
        #expect(output.status == 70)
        #expect(try project.read("data/orchestrator.db") == garbage)
    }

    @Test func theCauseIsToldOnRequestOnly() throws {
        let project = try ProjectDirectory()
        try project.write("data/orchestrator.db", "SQLite format 3\0" + String(repeating: "this is no database ", count: 500))
        let output = try project.run("runs")
        #expect(output.status == 70)
        #expect(!output.stderr.contains("cause:"))
        #expect(try project.run("runs", "--verbose").stderr.contains("cause:"))
    }

    @Test func aRunCarriedOutElsewhereIsSeventyFive() throws {
        let project = try ProjectDirectory.repository()
        let fifo = project.path + "/data/gate"
        try project.write("data/.keep", "")
        #expect(mkfifo(fifo, 0o600) == 0)
        try project.write(
            "plan.yaml", "title: Wait\nphases: [{title: Wait, intent: x, script: \"cat data/gate\"}]\n")
        let process = project.executable.process(["run", "plan.yaml", "--allow-dirty"], in: project.path)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        // Opening the pipe for writing waits until the agent has opened it for reading.
        let gate = try FileHandle(forWritingTo: URL(fileURLWithPath: fifo))
        let resumed = try project.run("resume", "latest")
        #expect(resumed.status == 75)
        #expect(resumed.stderr.contains("process \(process.processIdentifier) on "))
        let standing = try project.run("status", "latest", "--json").json()
        #expect((standing["holder"] as? [String: Any])?["process_id"] as? Int == Int(process.processIdentifier))
        #expect((standing["execution"] as? [String: Any])?["status"] as? String == "running")
        #expect(try project.run("explain", "latest").stdout.contains("process \(process.processIdentifier) on "))
        try gate.close()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(try project.run("show", "latest").stdout.contains("completed, 1 of 1 phases"))
    }
}
