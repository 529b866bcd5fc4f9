import Foundation
import Testing

/// Titles, findings and labels from outside reach no terminal as they are.
@Suite struct TerminalSafetyTests {
    private static let commands = [
        "runs", "status", "status latest", "show latest", "explain latest", "findings latest --details", "findings latest --all",
        "artifacts latest", "interventions --all", "events latest", "plan check bad.yaml",
    ]
    private static let jsonCommands = ["show latest --json", "status --json", "events latest --json", "export latest --format json"]

    private func words(_ command: String) -> [String] { command.split(separator: " ").map(String.init) }

    private func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        scalar != "\n" && scalar != "\t"
            && (scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) || (0x202A...0x202E).contains(scalar.value)
                || (0x2066...0x2069).contains(scalar.value) || [0x61C, 0x200E, 0x200F, 0x2028, 0x2029, 0xFEFF].contains(scalar.value))
    }

    private static let hostileCommands = [
        "show latest", "findings latest --details", "findings latest --all", "explain latest", "events latest", "runs", "status latest",
        "interventions --all", "artifacts latest", "db check", "import hostile.json", "show latest --json", "findings latest --json",
        "explain latest --json", "events latest --json", "export latest --format json", "export latest --format markdown",
        "export latest --format html", "export latest --format sarif",
    ]

    /// Titles and 64 KiB of evidence with everything that something could obey, on terminals and through pipes.
    @Test(arguments: hostileCommands)
    func nothingIsObeyedWhateverItHolds(command: String) throws {
        let run = try HostileRun.shared.get()
        let shown = try run.project.runOnTerminal(words(command), environment: ["NO_COLOR": "1"])
        #expect(!shown.unicodeScalars.contains(where: isUnsafe))
        // JSON holds such characters in strings, as escapes below U+0080.
        guard !command.contains("json") || command.hasPrefix("import") else { return }
        let piped = try run.project.executable.run(words(command), in: run.project.path)
        let text = piped.stdout + piped.stderr
        #expect(!text.unicodeScalars.contains { isUnsafe($0) && !(command.contains("sarif") && $0.value >= 0x80) })
        guard !["runs", "status latest", "artifacts latest", "db check", "interventions --all", "import hostile.json", "events latest"].contains(command)
        else { return }
        // What is harmless is shown as it is.
        #expect(text.contains("😀"), "\(text.prefix(500))")
    }

    @Test(arguments: commands)
    func pipesGetNoControlCharacters(command: String) throws {
        let history = try History.shared.get()
        let output = try history.project.executable.run(words(command), in: history.project.path)
        #expect(!(output.stdout + output.stderr).unicodeScalars.contains(where: isUnsafe))
    }

    @Test(arguments: commands + jsonCommands)
    func terminalsGetNoControlCharacters(command: String) throws {
        let history = try History.shared.get()
        let text = try history.project.runOnTerminal(words(command), environment: ["NO_COLOR": "1"])
        #expect(!text.isEmpty)
        #expect(!text.unicodeScalars.contains(where: isUnsafe))
    }

    @Test func artifactsAreMadeSafeOnATerminalOnly() throws {
        let history = try History.shared.get()
        let list = try history.project.run("artifacts", "latest", "--type", "verification_log", "--json").json()
        let ids = try #require(list["artifacts"] as? [[String: Any]]).compactMap { $0["artifact_id"] as? String }
        let id = try #require(ids.first)
        #expect(try history.project.run("artifacts", "cat", id).stdout.contains("\u{1B}[2J"))
        let shown = try history.project.runOnTerminal(["artifacts", "cat", id], environment: ["NO_COLOR": "1"])
        #expect(shown.contains("\\u{1b}[2J") && !shown.unicodeScalars.contains(where: isUnsafe))
    }

    @Test func coloursAreForTerminalsThatWantThem() throws {
        let project = try History.shared.get().project
        #expect(try project.runOnTerminal(["runs"]).contains("\u{1B}["))
        #expect(try !project.runOnTerminal(["runs"], environment: ["NO_COLOR": "1"]).contains("\u{1B}["))
        #expect(try !project.runOnTerminal(["runs"], environment: ["TERM": "dumb"]).contains("\u{1B}["))
        #expect(try !project.run("runs").stdout.contains("\u{1B}["))
    }

    @Test(arguments: ["runs", "artifacts latest", "interventions --all"])
    func tablesFitTheTerminal(command: String) throws {
        let project = try History.shared.get().project
        let lines = try project.runOnTerminal(words(command), environment: ["NO_COLOR": "1"]).split(separator: "\n")
        #expect(lines.count > 1)
        #expect(lines.dropLast().allSatisfy { $0.count <= 80 })
    }
}
