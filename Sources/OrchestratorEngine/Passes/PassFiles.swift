internal import Foundation
internal import OrchestratorModel
internal import OrchestratorState

/// The files through which an agent and the engine talk, in a directory of their own that is gone when the pass ends.
struct PassFiles: Sendable {
    let directory: String

    var prompt: String { directory + "/prompt.md" }
    var findings: String { directory + "/findings.json" }
    var summary: String { directory + "/summary.md" }

    /// Makes the directory, readable by its owner alone, and writes what the agent reads.
    init(execution: Execution.ID, prompt: String, findings: String) throws {
        directory = Self.directory(of: execution)
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        try Data(prompt.utf8).write(to: URL(fileURLWithPath: self.prompt))
        try Data(findings.utf8).write(to: URL(fileURLWithPath: self.findings))
    }

    /// What the agent wrote as its summary, at most ``Limits/text`` bytes of it; `nil` where there is nothing, or something else than a file: the agent could make us wait
    /// for a pipe, or read what it may not.
    func readSummary() -> String? {
        guard let bytes = try? DurableFile(reading: summary).read(atMost: Limits.text + 1) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self).replacing("\0", with: "\u{FFFD}")
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        return trimmed.isEmpty ? nil : TextCut.head(trimmed, atMost: Limits.text)
    }

    private static func directory(of execution: Execution.ID) -> String {
        NSTemporaryDirectory() + "orchestrator-\(execution)"
    }

    /// Removes what a process that died has left.
    static func removeLeftovers(of execution: Execution.ID) {
        try? FileManager.default.removeItem(atPath: directory(of: execution))
    }

    func remove() {
        try? FileManager.default.removeItem(atPath: directory)
    }
}
