import OrchestratorModel

/// Why git did not do what was asked. The description is a sentence, or a few, safe to print.
package enum GitError: Error, Hashable, Sendable, CustomStringConvertible {
    /// git could not be started; the reason is a sentence.
    case notStarted(reason: String)
    /// The calling task was cancelled.
    case stopped
    /// A command took too long and was ended.
    case timedOut(command: String)
    /// A command printed more than can be held in memory.
    case tooMuchOutput(command: String)
    /// A command failed.
    case failed(command: String, status: Int, output: String)
    /// Text that can't be the name of a branch.
    case invalidBranch(String)
    /// A hook of the repository refused a commit.
    case rejectedByHook(output: String)
    /// The branch and its upstream have both moved.
    case diverged(branch: String, upstream: String, output: String)
    /// A branch could not be merged; the merge was undone.
    case conflict(branch: String, into: String, paths: [String])
    /// The remote did not take a branch.
    case pushRejected(branch: String, remote: String, output: String)

    /// What happened and what may be done about it.
    package var description: String {
        switch self {
        case .notStarted(let reason): "git could not be started: \(reason)"
        case .stopped: "git was stopped"
        case .timedOut(let command): "git \(command) took too long and was ended"
        case .tooMuchOutput(let command): "git \(command) printed more than can be worked with"
        case .failed(let command, let status, let output): "git \(command) failed with status \(status)" + Self.quoted(output)
        case .invalidBranch(let name): "'\(Printable.escaped(name))' can't be the name of a branch"
        case .rejectedByHook(let output): "a hook of the repository rejected the commit" + Self.quoted(output)
        case .diverged(let branch, let upstream, let output):
            """
            '\(Printable.escaped(branch))' can't be fast-forwarded to '\(Printable.escaped(upstream))'; \
            rebase or merge it yourself, or set git.auto_pull to false\(Self.quoted(output))
            """
        case .conflict(let branch, let into, let paths):
            """
            '\(Printable.escaped(branch))' conflicts with '\(Printable.escaped(into))' \
            in \(paths.prefix(10).map { "'\(Printable.escaped($0))'" }.joined(separator: ", "))\
            \(paths.count > 10 ? " and \(paths.count - 10) more" : ""); the merge was undone, merge it yourself
            """
        case .pushRejected(let branch, let remote, let output):
            "'\(Printable.escaped(branch))' could not be pushed to '\(Printable.escaped(remote))'" + Self.quoted(output)
        }
    }

    /// The last lines of what was printed, one below the other. A remote of the repository may have an address that holds a password.
    private static func quoted(_ output: String) -> String {
        // ssh ends its lines as a terminal would want them.
        let lines = RepositoryAddress.masked(TerminalText.plain(output)).split { $0 == "\n" || $0 == "\r\n" }
            .filter { !$0.allSatisfy(\.isWhitespace) }.suffix(12)
        guard !lines.isEmpty else { return "" }
        return ":" + lines.map { "\n  " + Printable.escaped($0.prefix(500).replacing("\t", with: " ")) }.joined()
    }
}
