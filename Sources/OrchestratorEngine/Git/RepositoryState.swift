import OrchestratorModel

/// What a directory is to git, and whether a run may start there.
package enum RepositoryState: Hashable, Sendable {
    /// There is no repository.
    case notARepository(path: String)
    /// git does not want to work there; the reason is what it said.
    case refused(path: String, reason: String)
    /// A repository without files to work on.
    case bare(path: String)
    /// A repository without a commit.
    case noCommit(path: String, branch: String?)
    /// A repository with a commit and files.
    case ready(Checkout)

    /// A working tree at a commit.
    package struct Checkout: Hashable, Sendable {
        /// The top of the working tree.
        package var top: String
        /// The commit checked out.
        package var commit: String
        /// The branch checked out; `nil` if none is.
        package var branch: String?
        /// The branch that this one follows.
        package var upstream: String?
        /// What somebody has begun and not ended.
        package var operation: Operation?
        /// Tracked files that are changed, staged or in conflict.
        package var changed: [GitPath]
        /// How many files git does not know, without the program's own.
        package var untrackedCount: Int
    }

    /// Work of git that takes several steps.
    package enum Operation: String, Hashable, Sendable, CaseIterable {
        case merge
        case rebase
        case cherryPick = "cherry-pick"
        case revert
        case bisect
        case applyMailbox = "am"

        /// The command that gives it up.
        var abortCommand: String { self == .bisect ? "git bisect reset" : "git \(rawValue) --abort" }
    }

    /// The checkout, if there is one.
    package var checkout: Checkout? {
        if case .ready(let checkout) = self { checkout } else { nil }
    }

    /// Why no run can start here and what to do about it; `nil` if one can.
    ///
    /// - Parameter allowDirty: Whether changed tracked files are accepted.
    package func refusal(allowDirty: Bool) -> String? {
        switch self {
        case .notARepository(let path): "\(Self.shown(path)) is not in a git repository; run 'git init' there and make a first commit"
        case .refused(let path, let reason): "git does not work in \(Self.shown(path)): \(Printable.escaped(reason.prefix(1000)))"
        case .bare(let path): "\(Self.shown(path)) is a bare repository without files; clone it, or add a worktree with 'git worktree add'"
        case .noCommit(let path, _): "the repository at \(Self.shown(path)) has no commit; make a first one with 'git add -A && git commit'"
        case .ready(let checkout): checkout.refusal(allowDirty: allowDirty)
        }
    }

    /// What is worth saying before a run starts that does not keep it from starting.
    package var notices: [String] {
        guard let checkout else { return [] }
        var notices: [String] = []
        if checkout.untrackedCount > 0 {
            notices.append(
                "\(checkout.untrackedCount) untracked \(checkout.untrackedCount == 1 ? "file is" : "files are") in the working tree and will be left alone"
            )
        }
        if checkout.branch == nil { notices.append("no branch is checked out (detached at \(checkout.commit.prefix(12)))") }
        return notices
    }

    private static func shown(_ path: String) -> String { "'\(Printable.escaped(path))'" }
}

extension RepositoryState.Checkout {
    fileprivate func refusal(allowDirty: Bool) -> String? {
        if let operation {
            return """
                a \(operation.rawValue) is in progress in '\(Printable.escaped(top))'; \
                finish it, or give it up with '\(operation.abortCommand)'
                """
        }
        guard !allowDirty, !changed.isEmpty else { return nil }
        let names = changed.prefix(5).map { "'\(Printable.escaped($0.text))'" }.joined(separator: ", ")
        let more = changed.count > 5 ? " and \(changed.count - 5) more" : ""
        return """
            \(changed.count) tracked \(changed.count == 1 ? "file is" : "files are") changed or staged (\(names)\(more)); \
            commit or stash them ('git stash'), or allow it with '--allow-dirty'
            """
    }
}
