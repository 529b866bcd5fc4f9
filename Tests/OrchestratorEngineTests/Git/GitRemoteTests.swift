import Foundation
import Testing

@testable import OrchestratorEngine

@Suite(.timeLimit(.minutes(2))) struct GitRemoteTests {
    /// A repository and a clone of it.
    private func pair() async throws -> (origin: TemporaryRepository, clone: TemporaryRepository) {
        let (origin, clone) = (try await TemporaryRepository(), try await TemporaryRepository(commit: false))
        try await clone.run("remote", "add", "origin", origin.path)
        try await clone.run("fetch", "--quiet")
        try await clone.run("switch", "--quiet", "--force-create", "main", "--track", "origin/main")
        return (origin, clone)
    }

    private func commit(_ text: String, in repository: TemporaryRepository) async throws {
        try repository.write(text, to: "file.txt")
        try await repository.run("commit", "--quiet", "--all", "--message=\(text)")
    }

    @Test func pullsForward() async throws {
        let (origin, clone) = try await pair()
        #expect(try await clone.git.pull() == .upToDate)
        try await commit("new", in: origin)
        #expect(try await clone.git.pull() == .done)
        #expect(try await clone.git.headCommit() == (try await origin.git.headCommit()))
        #expect(try await clone.git.state().checkout?.upstream == "origin/main")
    }

    @Test func skipsWithoutAnUpstream() async throws {
        let repository = try await TemporaryRepository()
        #expect(try await repository.git.pull() == .skipped(notice: "the branch 'main' follows no other, so nothing was pulled"))
        #expect(try await repository.git.push(branch: "main") == .skipped(notice: "there is no remote, so 'main' was not pushed"))
        try await repository.run("switch", "--quiet", "--detach")
        #expect(try await repository.git.pull() == .skipped(notice: "no branch is checked out, so nothing was pulled"))
    }

    @Test func refusesToMergeWhatHasDiverged() async throws {
        let (origin, clone) = try await pair()
        try await commit("theirs", in: origin)
        try await commit("ours", in: clone)
        let head = try await clone.git.headCommit()
        let error = await #expect(throws: GitError.self) { try await clone.git.pull() }
        #expect(error?.description.hasPrefix("'main' can't be fast-forwarded to 'origin/main'; rebase or merge it yourself") == true)
        #expect(try await clone.git.headCommit() == head)
        #expect(try await clone.git.state().refusal(allowDirty: false) == nil)
    }

    @Test func overwritesNoChangeWhilePulling() async throws {
        let (origin, clone) = try await pair()
        try await commit("theirs", in: origin)
        try clone.write("precious", to: "file.txt")
        let error = await #expect(throws: GitError.self) { try await clone.git.pull() }
        guard case .failed("merge", _, _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try clone.directory.read("file.txt") == "precious")
    }

    @Test func tellsThatARemoteIsGone() async throws {
        let (_, clone) = try await pair()
        try await clone.run("remote", "set-url", "origin", "/no/such/repository")
        let error = await #expect(throws: GitError.self) { try await clone.git.pull() }
        #expect(error?.description.hasPrefix("git fetch failed with status") == true)
    }

    @Test func pushesABranchAndFollowsIt() async throws {
        let (origin, clone) = try await pair()
        try await clone.git.checkOut(branch: "orchestrator/a/1-x")
        try await commit("work", in: clone)
        #expect(try await clone.git.push(branch: "orchestrator/a/1-x") == .done)
        #expect(try await clone.git.push(branch: "orchestrator/a/1-x") == .upToDate)
        #expect(try await clone.git.state().checkout?.upstream == "origin/orchestrator/a/1-x")
        #expect(try await origin.git.exists(branch: "orchestrator/a/1-x"))
    }

    @Test func tellsThatAPushWasRejected() async throws {
        let (origin, clone) = try await pair()
        try await clone.git.checkOut(branch: "work")
        try await commit("ours", in: clone)
        try await origin.git.checkOut(branch: "work")
        try await commit("theirs", in: origin)
        let error = await #expect(throws: GitError.self) { try await clone.git.push(branch: "work") }
        #expect(error?.description.hasPrefix("'work' could not be pushed to 'origin':\n") == true)
    }

    @Test func takesABranchThatOnlyTheRemoteHas() async throws {
        let (origin, clone) = try await pair()
        try await origin.git.checkOut(branch: "feature")
        try await commit("feature", in: origin)
        try await clone.run("fetch", "--quiet")
        try await clone.git.checkOut(branch: "feature")
        #expect(try await clone.git.state().checkout?.upstream == "origin/feature")
        #expect(try await clone.git.headCommit() == (try await origin.git.headCommit()))
    }

    @Test func showsTheLinesOfSSHOneBelowTheOther() {
        let error = GitError.failed(command: "ls-remote", status: 128, output: "ssh: refused\r\nfatal: no repository\n\u{1B}[31mred\u{7}\r\n")
        #expect(error.description == "git ls-remote failed with status 128:\n  ssh: refused\n  fatal: no repository\n  red\\u{7}")
    }

    /// git lists the files that a merge would overwrite behind a tab each.
    @Test func showsATabAsASpace() {
        let error = GitError.failed(command: "merge", status: 1, output: "error: these would be overwritten:\n\ta.txt\n\tb\tc.txt\nAborting\n")
        #expect(error.description == "git merge failed with status 1:\n  error: these would be overwritten:\n   a.txt\n   b c.txt\n  Aborting")
    }
}
