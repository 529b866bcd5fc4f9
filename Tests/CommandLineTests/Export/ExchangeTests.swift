import Foundation
import Testing

/// Runs that leave a store and come into another one, on the command line.
@Suite struct ExchangeTests {
    @Test func aRunComesBackByteForByte() throws {
        let history = try History.shared.get()
        let other = try ProjectDirectory.repository()
        let exported = try history.project.run("export", history.paused, "--format", "json")
        #expect(exported.status == 0 && exported.stderr.isEmpty)
        try other.write("run.json", exported.stdout)
        let trial = try other.run("import", "run.json", "--dry-run")
        #expect(trial.status == 0 && trial.stdout.hasPrefix("would import run \(history.paused.suffix(8))"))
        #expect(try other.run("runs", "--json").json()["runs"] as? [String] == [])
        let imported = try other.run("import", "run.json")
        #expect(imported.status == 0 && imported.stdout.contains("artifacts are absent"))
        #expect(try other.run("export", "latest", "--format", "json").stdout == exported.stdout)
        #expect(try other.run("show", "latest").status == 0)
        #expect(try other.run("db", "verify").status == 0)
        #expect(try other.run("artifacts", "latest", "--type", "plan").stdout.contains(" absent "))
        let plan = try #require((try other.run("artifacts", "latest", "--type", "plan", "--json").json()["artifacts"] as? [[String: Any]])?.first)
        let path = "data/artifacts/" + (try #require(plan["path"] as? String))
        try other.write(path, try history.project.bytes(path))
        #expect(!(try other.run("artifacts", "latest", "--type", "plan").stdout.contains(" absent ")))
        let again = try other.run("import", "run.json")
        #expect(again.status == 1 && again.stderr.contains("is in this store already"))
        let report = try history.project.run("import", "run.json", "--json")
        #expect(report.status == 4)
    }

    @Test(arguments: ["orchestrator.db", "orchestrator.db-wal", "../data/orchestrator.db.lock", "orchestrator.log", "artifacts/x.json", "../link.db"])
    func aDocumentIsNotWrittenOverTheStore(name: String) throws {
        let project = try ProjectDirectory.repository()
        try project.write("plan.yaml", "title: Work\nphases: [{title: Work, intent: x, script: \"true\"}]\n")
        #expect(try project.run("submit", "plan.yaml", "--allow-dirty").status == 0)
        try FileManager.default.createSymbolicLink(atPath: project.path + "/link.db", withDestinationPath: "data/orchestrator.db")
        let before = try project.bytes("data/orchestrator.db")
        let output = try project.run("export", "latest", "--format", "json", "-o", "data/\(name)", "--force")
        #expect(output.status == 2 && output.stderr.contains("name another file"), "\(output)")
        #expect(try project.bytes("data/orchestrator.db") == before)
    }

    /// The files of a run that was imported are nowhere, and a fork of it can't have them.
    @Test func aForkTellsHowManyFilesAreAbsent() throws {
        let project = try ProjectDirectory.repository()
        try project.write("plan.yaml", "title: T\nphases: [{title: A, intent: x, script: \"true\"}]\n")
        #expect(try project.run("run", "plan.yaml", "--allow-dirty").status == 0)
        let last = try #require(try project.run("show", "latest", "--json").json()["run"] as? [String: Any])["last_event"] as? Int ?? 0
        let forking = ["fork", "latest", "--at", String(last), "--dry-run"]
        #expect(try project.run(forking).stdout.contains(", as second names of the same files\n"))
        try project.write("run.json", try project.run("export", "latest", "--format", "json").stdout)
        #expect(try project.run("runs", "delete", "latest", "--yes").status == 0)
        #expect(try project.run("import", "run.json").status == 0)
        let trial = try project.run(forking + ["--json"]).json()
        let count = try #require(trial["artifacts"] as? Int)
        #expect(count > 1 && trial["artifacts_without_file"] as? Int == count)
        #expect(try project.run(forking).stdout.contains("\nartifacts: \(count) whose files are absent\n"))
        let made = try project.run(forking.dropLast())
        #expect(made.status == 0 && made.stdout.contains("\nartifacts: \(count) whose files are absent\n"), "\(made)")
    }

    @Test func aBrokenDocumentIsRefusedWithEveryPlace() throws {
        let history = try History.shared.get()
        let other = try ProjectDirectory.repository()
        let text = try history.project.run("export", history.completed, "--format", "json").stdout
        try other.write("run.json", text.replacingOccurrences(of: "\"size\": \"small\"", with: "\"size\": \"tiny\""))
        let output = try other.run("import", "run.json")
        #expect(output.status == 2 && output.stdout.isEmpty)
        #expect(output.stderr.contains("phases[0].phase.size must be one of small, medium, large"))
        #expect(output.stderr.hasPrefix("error: run.json:"))
        #expect(output.stderr.hasSuffix("nothing was imported\n"))
        #expect(try other.run("runs", "--json").json()["runs"] as? [String] == [])
    }

    @Test func filesAreReplacedOnlyByForce() throws {
        let history = try History.shared.get()
        let directory = try ProjectDirectory()
        let path = directory.path + "/report"
        let first = try history.project.run("export", history.completed, "--format", "html", "-o", path)
        #expect(first.status == 0 && first.stdout.isEmpty)
        #expect(try directory.read("report").hasPrefix("<!DOCTYPE html>"))
        let second = try history.project.run("export", history.completed, "--format", "sarif", "-o", path)
        #expect(second.status == 1 && second.stderr.contains("--force replaces it"))
        #expect(try directory.read("report").hasPrefix("<!DOCTYPE html>"))
        #expect(try history.project.run("export", history.completed, "--format", "sarif", "-o", path, "--force").status == 0)
        #expect(try directory.read("report").contains("\"version\": \"2.1.0\""))
    }

    @Test(arguments: ["json", "markdown", "html", "sarif"]) func noFormatReachesTheTerminal(format: String) throws {
        let history = try History.shared.get()
        let text = try history.project.runOnTerminal(["export", history.paused, "--format", format])
        let printed = text.replacingOccurrences(of: "\r\n", with: "\n")
        #expect(printed.contains("evil"))
        #expect(!printed.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || (0x7F..<0xA0).contains($0.value) || $0.value == 0x202E })
    }

    @Test func endedRunsAreDeletedAndOthersGivenUp() throws {
        let history = try History.shared.get()
        let other = try ProjectDirectory.repository()
        for run in [history.completed, history.paused] {
            try other.write("run.json", try history.project.run("export", run, "--format", "json").stdout)
            #expect(try other.run("import", "run.json").status == 0)
        }
        let trial = try other.run("runs", "delete", history.completed, "--dry-run")
        #expect(trial.status == 0 && trial.stdout.hasPrefix("would delete run"))
        let giving = try other.run("runs", "cleanup", history.paused, "--dry-run")
        #expect(giving.status == 0 && giving.stdout.contains("which is paused, as failed, which ends 1 unanswered question; nothing would be deleted"))
        #expect(try other.run("show", history.paused).stdout.contains("paused"))
        #expect(try other.run("runs", "delete", history.completed).status == 2)
        #expect(try other.run("runs", "delete", history.paused, "--yes").status == 1)
        #expect(try other.run("runs", "delete", history.completed, "--yes").status == 0)
        #expect(try other.run("show", history.completed).status == 4)
        #expect(try other.run("runs", "cleanup", history.paused, "--reason", "no use").status == 0)
        #expect(try other.run("show", history.paused).stdout.contains("no use"))
        #expect(try other.run("runs", "cleanup", history.paused).status == 1)
        #expect(try other.run("runs", "delete", history.paused, "--yes", "--json").json()["deleted"] as? Bool == true)
        #expect(try other.run("db", "verify").status == 0)
    }

    /// What a dry run lists is what goes, and what was kept brings all of it back.
    @Test func aDeletedRunComesBackFromWhatWasKept() throws {
        let other = try ProjectDirectory.repository(test: "sh check.sh")
        try other.write("check.sh", "exit 0\n")
        try other.write("plan.yaml", "title: T\nphases:\n  - {title: A, intent: I, script: echo done}\n")
        #expect(try other.run("run", "plan.yaml", "--allow-dirty").status == 0)
        // Compressed files come back too.
        #expect(try other.run("artifacts", "clean", "--set", "artifacts.compress_after_days=0").status == 0)
        let before = try other.run("export", "latest", "--format", "json").stdout
        let trial = try other.run("runs", "delete", "latest", "--dry-run", "--json", "--export-to", "kept").json()
        let files = try #require(trial["files"] as? [[String: Any]])
        let listed = Set(files.compactMap { $0["path"] as? String })
        let directory = other.path + "/data/artifacts"
        let there = try FileManager.default.subpathsOfDirectory(atPath: directory).filter { path in
            try FileManager.default.attributesOfItem(atPath: directory + "/" + path)[.type] as? FileAttributeType == .typeRegular
        }
        #expect(!listed.isEmpty && listed == Set(there))
        #expect(trial["bytes"] as? Int == files.compactMap { $0["size_bytes"] as? Int }.reduce(0, +) && trial["deleted"] as? Bool == false)
        #expect(!FileManager.default.fileExists(atPath: other.path + "/kept"))
        let text = try other.run("runs", "delete", "latest", "--dry-run").stdout
        #expect(listed.allSatisfy { text.contains($0) }, "\(text)")

        let deleted = try other.run("runs", "delete", "latest", "--yes", "--export-to", "kept")
        #expect(deleted.status == 0, "\(deleted)")
        #expect(try other.run("show", "latest").status == 4)
        let commands = deleted.stdout.split(separator: "\n").filter { $0.hasPrefix("  ") }.map { $0.trimmingCharacters(in: .whitespaces) }
        #expect(commands.count == 2 && commands[0].hasPrefix("orchestrator import ") && commands[1].hasPrefix("cp -R "))
        let words = commands.map { $0.split(separator: " ").map(String.init) }
        #expect(try other.run("import", words[0][2]).status == 0)
        try FileManager.default.copyItem(atPath: words[1][2], toPath: words[1][3] + (words[1][2] as NSString).lastPathComponent)
        #expect(try other.run("export", "latest", "--format", "json").stdout == before)
        let verified = try other.run("db", "verify", "--json").json()
        #expect(verified["problem_count"] as? Int == 0 && verified["artifacts"] as? Int == listed.count)
    }

    @Test func aRunThatCannotBeKeptStays() throws {
        let history = try History.shared.get()
        let other = try ProjectDirectory.repository()
        try other.write("run.json", try history.project.run("export", history.completed, "--format", "json").stdout)
        #expect(try other.run("import", "run.json").status == 0)
        try other.write("kept", "a file\n")
        let refused = try other.run("runs", "delete", history.completed, "--yes", "--export-to", "kept")
        #expect(refused.status == 1 && refused.stderr.contains("nothing was deleted"), "\(refused)")
        #expect(try other.run("show", history.completed).status == 0)
    }

    @Test func cleaningSaysWhatWouldGo() throws {
        let project = try ProjectDirectory.repository()
        try project.write("plan.yaml", "title: Count\nphases: [{title: Count, intent: x, script: \"seq 5000\"}]\n")
        #expect(try project.run("run", "plan.yaml", "--allow-dirty").status == 0)
        let document = try project.run("artifacts", "clean", "--dry-run", "--set", "artifacts.compress_after_days=0", "--json").json()
        #expect(Set(document.keys) == ["artifacts", "next", "dry_run", "freed_bytes", "protected", "problems"])
        let artifacts = try #require(document["artifacts"] as? [[String: Any]])
        // The others are so small that nothing would be saved.
        #expect(artifacts.map { $0["type"] as? String } == ["agent_output"] && artifacts[0]["content"] as? String == "compressed")
        #expect(try project.run("db", "prune", "--dry-run").stdout.hasPrefix("would compress 0 and delete 0 files"))
    }
}
