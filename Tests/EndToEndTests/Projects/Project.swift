import Foundation
import Synchronization
import Testing

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A git repository in a temporary directory, with a configuration, a plan and scripts that stand in for agents; all of it gone with the value.
///
/// Scripts find a directory of their own outside the repository in `SCRATCH`. Every process that a project starts, and every one those start,
/// carries its directory in the environment, so that none can be missed.
final class Project: Sendable {
    /// The temporary directory.
    let directory: String
    /// The repository.
    let root: String
    private let counter = Mutex(0)

    var scratch: String { directory + "/scratch" }
    var temporary: String { directory + "/tmp" }

    /// A repository with one commit.
    ///
    /// - Parameters:
    ///   - name: The name of the repository's directory.
    ///   - settings: The configuration; `nil` for none.
    ///   - plan: The plan, in `plan.yaml`.
    init(name: String = "project", settings: String? = "", plan: String? = nil) async throws {
        let base = try #require(realpath(NSTemporaryDirectory(), nil))
        defer { free(base) }
        directory = String(cString: base) + "/orchestrator-e2e-\(UUID().uuidString)"
        root = directory + "/" + name
        for path in [root, directory + "/scratch", directory + "/tmp", directory + "/user"] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        try Data("[user]\n\tname = Tester\n\temail = tester@localhost\n[init]\n\tdefaultBranch = main\n".utf8)
            .write(to: URL(fileURLWithPath: directory + "/user/.gitconfig"))
        try write("data/\n", to: ".gitignore")
        try write("first\n", to: "file.txt")
        if let settings { try write(settings, to: "config/orchestrator-config.yaml") }
        if let plan { try write(plan, to: "plan.yaml") }
        try await git("init", "--quiet")
        try await git("add", "--all")
        try await git("commit", "--quiet", "--message=first")
    }

    deinit {
        // Whatever a failed test has left must not go on.
        for process in processes { kill(process, SIGKILL) }
        try? FileManager.default.removeItem(atPath: directory)
    }

    private var environment: [String: String] {
        [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin", "HOME": directory + "/user",
            "XDG_CONFIG_HOME": directory + "/user/.config", "TMPDIR": temporary, "LANG": "C.UTF-8", "USER": "tester",
            "ORCHESTRATOR__EXECUTION__RETRY_DELAY": "0s", "GIT_CONFIG_NOSYSTEM": "1", "GIT_CEILING_DIRECTORIES": directory,
            "SCRATCH": scratch, "E2E_PROJECT": directory,
        ]
    }

    // MARK: - Files

    func write(_ text: String, to path: String, executable: Bool = false) throws {
        let full = path.hasPrefix("/") ? path : root + "/" + path
        try FileManager.default.createDirectory(
            atPath: (full as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: full))
        if executable { chmod(full, 0o755) }
    }

    func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: path.hasPrefix("/") ? path : root + "/" + path)), as: UTF8.self)
    }

    func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: path.hasPrefix("/") ? path : root + "/" + path)
    }

    /// The lines that scripts have added to a file of the scratch directory.
    func notes(_ name: String) -> [String] {
        ((try? text(scratch + "/" + name)) ?? "").split(separator: "\n").map(String.init)
    }

    // MARK: - Processes

    /// Starts the program in the repository, or in a directory below it.
    func start(
        _ arguments: String..., in subdirectory: String = "", through wrapper: [String] = [], setting extra: [String: String] = [:]
    ) throws -> Running {
        try start(arguments, in: subdirectory, through: wrapper, setting: extra)
    }

    /// Runs the program to its end.
    @discardableResult
    func run(
        _ arguments: String..., in subdirectory: String = "", through wrapper: [String] = [], setting extra: [String: String] = [:]
    ) async throws -> Finished {
        try await start(arguments, in: subdirectory, through: wrapper, setting: extra).end()
    }

    /// Runs the program to its end.
    @discardableResult
    func run(
        _ arguments: [String], through wrapper: [String] = [], setting extra: [String: String] = [:]
    ) async throws -> Finished { try await start(arguments, through: wrapper, setting: extra).end() }

    /// Starts the program.
    func start(
        _ arguments: [String], in subdirectory: String = "", through wrapper: [String] = [], setting extra: [String: String] = [:]
    ) throws -> Running {
        let command = wrapper + [Executable.path] + arguments
        return try Running(
            command[0], Array(command.dropFirst()), in: subdirectory.hasPrefix("/") ? subdirectory : root + "/" + subdirectory,
            environment: environment.merging(extra) { $1 }, outputs: nextOutputs())
    }

    private func nextOutputs() -> String {
        let number = counter.withLock { counter in
            counter += 1
            return counter
        }
        return directory + "/output-\(number)"
    }

    /// Runs git in the repository.
    ///
    /// - Returns: What it printed, without the last newline.
    @discardableResult
    func git(_ arguments: String..., in subdirectory: String = "") async throws -> String {
        let git = try Running(
            "/usr/bin/env", ["git"] + arguments, in: root + "/" + subdirectory, environment: environment, outputs: nextOutputs())
        let finished = await git.end()
        guard finished.status == 0 else { throw Waiting.Expired(description: "git \(arguments): \(finished)") }
        return finished.output.trimmingCharacters(in: .newlines)
    }

    /// Runs a few lines of shell in the repository.
    ///
    /// - Returns: What they printed, without the last newline.
    @discardableResult
    func shell(_ script: String) async throws -> String {
        let shell = try Running("/bin/sh", ["-c", script], in: root, environment: environment, outputs: nextOutputs())
        let finished = await shell.end()
        guard finished.status == 0 else { throw Waiting.Expired(description: "\(script): \(finished)") }
        return finished.output.trimmingCharacters(in: .newlines)
    }

    /// A script that looks at the store from outside.
    func store(_ command: String, _ arguments: String..., database: String = "data/orchestrator.db") throws -> Running {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Store/store.py").path
        return try Running(
            "/usr/bin/env", ["python3", script, command, database] + arguments, in: root,
            environment: ["PATH": environment["PATH"] ?? ""], outputs: nextOutputs())
    }

    /// The latest run as the store has it, without a look through the program's own eyes.
    func record(database: String = "data/orchestrator.db", artifacts: String = "data/artifacts") async throws -> RunRecord {
        let finished = try await store("dump", artifacts, database: database).end()
        guard finished.status == 0 else { throw Waiting.Expired(description: "the store can't be read: \(finished)") }
        return try JSONDecoder().decode(RunRecord.self, from: Data(finished.output.utf8))
    }

    /// Processes that carry this project in their environment.
    var processes: [Int32] {
        let mark = Array("E2E_PROJECT=\(directory)".utf8)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.filter { process in
            guard let data = FileManager.default.contents(atPath: "/proc/\(process)/environ") else { return false }
            return data.split(separator: 0).contains { $0.elementsEqual(mark) }
        }
    }
}
