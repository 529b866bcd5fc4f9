import Foundation

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

extension Git {
    /// What the directory is to git.
    ///
    /// - Parameter excluded: Absolute paths that don't count as untracked, with all that lies below or beside them: the program's own files.
    package func state(excluding excluded: [String] = []) async throws(GitError) -> RepositoryState {
        // The way up holds no names, so that only the last answer can be of several lines.
        let place = try await attempt(
            ["rev-parse", "--is-bare-repository", "--is-inside-work-tree", "--show-cdup", "--absolute-git-dir"], .reading)
        let answers = place.line.split(separator: "\n", maxSplits: 3, omittingEmptySubsequences: false)
        guard answers.count > 1 else {
            // With LC_ALL=C the message is git's own; other messages (an owner that git does not trust, a broken repository) say themselves what to do.
            let isMissing = place.errors.contains("not a git repository (or any")
            return isMissing ? .notARepository(path: directory) : .refused(path: directory, reason: place.errors)
        }
        guard answers[0] == "false" else { return .bare(path: directory) }
        guard answers[1] == "true" else { return .refused(path: directory, reason: "it is inside the .git directory") }
        guard place.status == 0, answers.count == 4 else { return .refused(path: directory, reason: place.errors) }
        let status = try await status()
        guard let commit = status.commit else { return .noCommit(path: directory, branch: status.branch) }
        let top = RealPath.resolved(directory + "/" + answers[2])
        let own = excluded.compactMap { RealPath.relative($0, to: top) }
        return .ready(
            RepositoryState.Checkout(
                top: top, commit: commit, branch: status.branch, upstream: status.upstream,
                operation: Self.operation(in: String(answers[3])),
                changed: status.entries.filter { $0.kind != .untracked }.map(\.path),
                untrackedCount: status.entries.count { entry in
                    entry.kind == .untracked && !own.contains { entry.path.belongs(to: $0) }
                }))
    }

    /// What is checked out: the commit, and the branch if it is one.
    package func position() async throws(GitError) -> (commit: String, branch: String?) {
        let result = try await attempt(["rev-parse", "HEAD", "--symbolic-full-name", "HEAD"], .reading)
        let answers = result.line.split(separator: "\n")
        guard result.status == 0, answers.count == 2 else { throw result.error }
        let prefix = "refs/heads/"
        return (String(answers[0]), answers[1].hasPrefix(prefix) ? String(answers[1].dropFirst(prefix.count)) : nil)
    }

    /// The commit checked out; `nil` before the first one.
    package func headCommit() async throws(GitError) -> String? {
        let result = try await attempt(["rev-parse", "--quiet", "--verify", "HEAD^{commit}"], .reading)
        return result.status == 0 ? result.line : nil
    }

    /// The branch checked out; `nil` if none is.
    package func currentBranch() async throws(GitError) -> String? {
        let result = try await attempt(["symbolic-ref", "--quiet", "--short", "HEAD"], .reading)
        return result.status == 0 ? result.line : nil
    }

    /// The top of the working tree.
    package func top() async throws(GitError) -> String {
        GitResult.line(try await run(["rev-parse", "--show-toplevel"], .reading))
    }

    /// What differs from the last commit at this moment.
    package func snapshot() async throws(GitError) -> WorkingTreeSnapshot {
        let (top, status) = (try await top(), try await status())
        return WorkingTreeSnapshot(
            entries: status.entries.map { entry in
                WorkingTreeSnapshot.Entry(path: entry.path, state: entry.state, file: Self.stamp(of: entry.path, in: top))
            })
    }

    /// A digest of everything that is not committed; `nil` if there is nothing.
    ///
    /// It is git's own digest (`git hash-object`) of the bytes of `git diff HEAD` followed by the names of the untracked files, each ended by a NUL. Equal digests mean equal
    /// changes; the contents of untracked files do not count.
    package func uncommittedDigest() async throws(GitError) -> String? {
        let untracked = try await status().entries.filter { $0.kind == .untracked }.map(\.path.bytes)
        let file = TemporaryFile()
        let command = ["diff", "--binary", "--no-ext-diff", "--no-textconv", "--no-color", "--ignore-submodules=dirty", "HEAD", "--"]
        let diff = try await attempt(command, .reading, outputFile: file.path)
        guard diff.status == 0 else { throw diff.error }
        guard file.append(untracked.flatMap { $0 + [0] }) else { throw .notStarted(reason: "a temporary file can't be written") }
        guard !file.isEmpty else { return nil }
        return GitResult.line(try await run(["hash-object", "--stdin"], .reading, input: .file(path: file.path)))
    }

    func status() async throws(GitError) -> GitStatus {
        // Renames are two changes here, and what goes on inside a submodule is its own affair.
        let options = ["--porcelain=v2", "--branch", "-z", "--untracked-files=all", "--no-renames", "--ignore-submodules=dirty"]
        return GitStatus(porcelain: try await run(["status"] + options, .reading))
    }

    /// What somebody has begun and not ended, by the files that git keeps meanwhile.
    private static func operation(in gitDirectory: String) -> RepositoryState.Operation? {
        let signs: [(String, RepositoryState.Operation)] = [
            ("rebase-merge", .rebase), ("rebase-apply/applying", .applyMailbox), ("rebase-apply", .rebase), ("MERGE_HEAD", .merge),
            ("CHERRY_PICK_HEAD", .cherryPick), ("REVERT_HEAD", .revert), ("BISECT_LOG", .bisect),
        ]
        return signs.first { FileManager.default.fileExists(atPath: "\(gitDirectory)/\($0.0)") }?.1
    }

    private static func stamp(of path: GitPath, in top: String) -> WorkingTreeSnapshot.FileStamp? {
        var status = stat()
        let found = (Array(top.utf8) + [UInt8(ascii: "/")] + path.bytes + [0]).map { CChar(bitPattern: $0) }.withUnsafeBufferPointer {
            name in
            name.baseAddress.map { lstat($0, &status) == 0 } ?? false
        }
        guard found else { return nil }
        #if canImport(Darwin)
            let time = status.st_mtimespec
        #else
            let time = status.st_mtim
        #endif
        return WorkingTreeSnapshot.FileStamp(
            size: Int64(status.st_size), modifiedNanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec),
            inode: UInt64(status.st_ino))
    }
}
