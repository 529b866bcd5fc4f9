import Foundation
import OrchestratorState

@testable import OrchestratorEngine

extension ProcessRequest {
    /// A script for `sh`, run in a directory with the usual search path.
    static func shell(_ script: String, in directory: String = "/", environment: [String: String] = [:], input: Input = .none) -> Self {
        Self(
            executable: "sh", arguments: ["-c", script], workingDirectory: directory,
            environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"].merging(environment) { $1 }, input: input)
    }
}

/// Waits until a process is gone, which a signal brings about in its own time.
func isGone(_ process: Int) async -> Bool {
    while ProcessIdentity.startTime(of: process) != nil { await Task.yield() }
    return true
}
