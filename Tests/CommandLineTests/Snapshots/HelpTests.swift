import Foundation
import Testing

/// What `--help` prints, for every command. To write the files anew, set UPDATE_SNAPSHOTS=1.
@Suite struct HelpTests {
    private static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Help")

    /// The words of every command, as the program itself tells them.
    private static func commands() throws -> [[String]] {
        let output = try Executable.find().run(["--experimental-dump-help"], in: "/tmp")
        guard let root = try output.json()["command"] as? [String: Any] else { throw Executable.NoObject() }
        return walk(root, [])
    }

    private static func walk(_ command: [String: Any], _ path: [String]) -> [[String]] {
        let children = (command["subcommands"] as? [[String: Any]] ?? []).filter { $0["commandName"] as? String != "help" }
        return [path] + children.flatMap { walk($0, path + [$0["commandName"] as? String ?? ""]) }
    }

    private static func name(_ command: [String]) -> String { (["orchestrator"] + command).joined(separator: "-") + ".txt" }

    @Test func helpIsAsCommitted() throws {
        let isUpdating = ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] != nil
        for command in try Self.commands() {
            let output = try Executable.find().run(command + ["--help"], in: "/tmp")
            #expect(output.status == 0 && output.stderr.isEmpty)
            let file = Self.directory.appendingPathComponent(Self.name(command))
            if isUpdating { try Data(output.stdout.utf8).write(to: file) }
            let committed = try? String(contentsOf: file, encoding: .utf8)
            #expect(output.stdout == committed, "the help of '\(command.joined(separator: " "))' differs from \(file.lastPathComponent)")
        }
    }

    @Test func everySnapshotHasItsCommand() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.directory.path)
        #expect(try Set(files) == Set(Self.commands().map(Self.name)))
    }

    @Test func helpFitsEightyColumns() throws {
        for command in try Self.commands() {
            let output = try Executable.find().run(command + ["--help"], in: "/tmp")
            let wide = output.stdout.split(separator: "\n").filter { $0.count > 80 && !$0.contains("USAGE:") && !$0.hasPrefix("       ") }
            #expect(wide.isEmpty, "'\(command.joined(separator: " "))'")
        }
    }
}
