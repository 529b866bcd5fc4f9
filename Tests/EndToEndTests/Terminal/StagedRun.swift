import Foundation
import TerminalScreen

/// A repository with a plan whose agent prints a line and waits until it is told whether to do well.
final class StagedRun {
    let directory: URL
    /// What the agent reads from: a pipe with a name.
    private let gate: Int32

    init(titles: [String], script: String = StagedRun.obedient) throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "live-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory.appending(path: "config"), withIntermediateDirectories: true)
        guard mkfifo(directory.appending(path: "gate").path, 0o600) == 0 else { throw PseudoTerminal.Failure(description: "no named pipe") }
        // Open for both, so that neither opening nor writing waits for the agent.
        gate = open(directory.appending(path: "gate").path, O_RDWR | O_CLOEXEC)
        let phases = titles.map { "  - {title: \"\($0)\", intent: work, size: small, script: exec ./agent.sh}\n" }.joined()
        try write("title: Staged work\nphases:\n" + phases, to: "plan.yaml")
        try write(
            """
            execution: {agent: shell, retry_delay: 0s, max_retries: 3}
            git: {auto_pull: false}
            verification:
              build: {command: "true"}
              test: {command: 'test -e done-$ORCHESTRATOR_PHASE_NUMBER || { echo "a.c:3:1: error: not done"; exit 1; }'}
              lint: {command: "true"}
            """, to: "config/orchestrator-config.yaml")
        try write("data/\ndone-*\ngate\n", to: ".gitignore")
        try write(script, to: "agent.sh")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: directory.appending(path: "agent.sh").path)
        for arguments in [["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "Begin"]] { try git(arguments) }
    }

    deinit {
        close(gate)
        try? FileManager.default.removeItem(at: directory)
    }

    /// Does well where it is told `good`.
    static let obedient = """
        #!/bin/sh
        echo "pass $ORCHESTRATOR_PASS_NUMBER at phase $ORCHESTRATOR_PHASE_NUMBER"
        read -r answer <gate
        [ "$answer" != good ] || touch "done-$ORCHESTRATOR_PHASE_NUMBER"
        """

    /// Does not end when it is asked to.
    static let stubborn = """
        #!/bin/sh
        trap '' TERM INT
        echo "deaf at phase $ORCHESTRATOR_PHASE_NUMBER"
        while :; do read -r answer <gate; done
        """

    /// Lets the agent go on.
    func tell(_ answer: String) {
        let line = answer + "\n"
        _ = line.withCString { Foundation.write(gate, $0, line.utf8.count) }
    }

    /// Starts carrying the plan out on a terminal.
    func start(
        columns: Int = 80, rows: Int = 24, narrowing: TerminalScreen.Narrowing = .wraps, environment: [String: String] = [:]
    ) throws -> PseudoTerminal {
        try PseudoTerminal(
            [Executable.path, "run", directory.appending(path: "plan.yaml").path, "--project", directory.path],
            environment: ["TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "NO_COLOR": ""].merging(environment) { $1 }, columns: columns,
            rows: rows, narrowing: narrowing)
    }

    private func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: directory.appending(path: name))
    }

    private func git(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        let identity = ["-c", "user.name=Test", "-c", "user.email=test@example.invalid", "-c", "commit.gpgsign=false"]
        process.arguments = ["git", "-C", directory.path] + identity + arguments
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw PseudoTerminal.Failure(description: "git \(arguments) failed") }
    }
}
