import Foundation
import Testing

@testable import OrchestratorEngine

@Suite(.timeLimit(.minutes(2))) struct GitCommitTests {
    private func committed(_ repository: TemporaryRepository) async throws -> Set<GitPath> {
        Set(
            try await repository.git.run(["show", "--format=", "--name-only", "-z", "HEAD"], .reading).split(separator: 0).map {
                GitPath($0)
            })
    }

    @Test func takesWhatHasChangedWhateverItIsCalled() async throws {
        let repository = try await TemporaryRepository()
        try repository.write("gone", to: "gone.txt")
        try await repository.run("add", "gone.txt")
        try await repository.run("commit", "--quiet", "--message=Second")
        let names = ["with space.txt", "ü/ß.txt", "new\nline", "-leading", ":(top)magic", "star*", "\"quoted\"", "back\\slash"]
        for name in names { try repository.write("x", to: name) }
        try repository.write("two\n", to: "file.txt")
        try repository.remove("gone.txt")
        let commit = try #require(try await repository.git.commit(changesSince: .clean, excluding: [], message: "Work\n\n# 1 of 2\nÜ\0"))
        #expect(try await committed(repository) == Set((names + ["file.txt", "gone.txt"]).map { GitPath($0) }))
        #expect(Set(commit.paths) == (try await committed(repository)))
        #expect(commit.id == (try await repository.git.headCommit()))
        #expect(!commit.usesFallbackIdentity)
        #expect(
            try await repository.run("log", "-1", "--format=%an <%ae>%n%B") == "A User <user@example.org>\nWork\n\n# 1 of 2\nÜ\u{FFFD}\n")
        #expect(try await repository.status() == "")
    }

    @Test func leavesAloneWhatDifferedBefore() async throws {
        let repository = try await TemporaryRepository()
        for name in ["tracked.txt", "staged.txt", "both.txt"] { try repository.write("0", to: name) }
        try await repository.run("add", "--all")
        try await repository.run("commit", "--quiet", "--message=Second")
        try repository.write("users", to: "tracked.txt")
        try repository.write("users", to: "staged.txt")
        try repository.write("users", to: "new.txt")
        try repository.write("users", to: "both.txt")
        try await repository.run("add", "staged.txt")
        let before = try await repository.git.snapshot()
        #expect(try JSONDecoder().decode(WorkingTreeSnapshot.self, from: JSONEncoder().encode(before)) == before)
        #expect(try await repository.git.commit(changesSince: before, excluding: [], message: "Nothing") == nil)
        try repository.write("the agent's", to: "both.txt")
        try repository.write("the agent's", to: "agent.txt")
        let commit = try await repository.git.commit(changesSince: before, excluding: [], message: "Work")
        #expect(Set(commit?.paths ?? []) == [GitPath("both.txt"), GitPath("agent.txt")])
        #expect(try await committed(repository) == [GitPath("both.txt"), GitPath("agent.txt")])
        #expect(try await repository.status() == "M  staged.txt\n M tracked.txt\n?? new.txt\n")
    }

    @Test func neverTakesWhatIsExcluded() async throws {
        let repository = try await TemporaryRepository()
        for name in [
            "data/orchestrator.db", "data/orchestrator.db-wal", "data/artifacts/a/b.txt", "data/orchestrator.log.1", "data/other.txt",
        ] {
            try repository.write("x", to: name)
        }
        let excluded =
            ["orchestrator.db", "artifacts", "orchestrator.log", "missing/deep"].map { repository.path + "/data/" + $0 } + ["/elsewhere"]
        let commit = try await repository.git.commit(changesSince: .clean, excluding: excluded, message: "Work")
        #expect(commit?.paths == [GitPath("data/other.txt")])
        #expect(try await repository.git.commit(changesSince: .clean, excluding: [repository.path], message: "Work") == nil)
    }

    @Test func makesNoEmptyCommit() async throws {
        let repository = try await TemporaryRepository()
        let head = try await repository.git.headCommit()
        #expect(try await repository.git.commit(changesSince: .clean, excluding: [], message: "Nothing") == nil)
        #expect(try await repository.git.headCommit() == head)
    }

    @Test func leavesARepositoryInsideAlone() async throws {
        let repository = try await TemporaryRepository()
        try await repository.run("init", "--quiet", "inner")
        #expect(try await repository.git.commit(changesSince: .clean, excluding: [], message: "Work") == nil)
    }

    @Test func saysWhenItHadToMakeUpAnAuthor() async throws {
        let repository = try await TemporaryRepository(identity: false)
        try repository.write("x", to: "new.txt")
        let commit = try await repository.git.commit(changesSince: .clean, excluding: [], message: "Work")
        #expect(commit?.usesFallbackIdentity == true)
        #expect(try await repository.run("log", "-1", "--format=%an <%ae>") == "Agent Orchestrator <orchestrator@localhost>")
        let variables = ["GIT_AUTHOR_NAME": "N", "GIT_AUTHOR_EMAIL": "n@x", "GIT_COMMITTER_NAME": "N", "GIT_COMMITTER_EMAIL": "n@x"]
        #expect(try await Git(directory: repository.path, environment: TemporaryRepository.environment(variables)).fallbackIdentity() == [])
    }

    @Test func tellsAHookThatRejectsFromOtherFailures() async throws {
        let repository = try await TemporaryRepository()
        try repository.write("#!/bin/sh\necho 'line too long' >&2\nexit 1\n", to: ".git/hooks/pre-commit", mode: 0o755)
        try repository.write("x", to: "new.txt")
        let error = await #expect(throws: GitError.self) {
            try await repository.git.commit(changesSince: .clean, excluding: [], message: "Work")
        }
        guard case .rejectedByHook(let output)? = error else {
            Issue.record("not a rejection: \(String(describing: error))")
            return
        }
        #expect(output.contains("line too long"))
        #expect(error?.description == "a hook of the repository rejected the commit:\n  line too long")
    }

    @Test func letsHooksChangeTheCommit() async throws {
        let repository = try await TemporaryRepository()
        try repository.write("#!/bin/sh\necho formatted > new.txt\ngit add new.txt\n", to: ".git/hooks/pre-commit", mode: 0o755)
        try repository.write("x", to: "new.txt")
        _ = try await repository.git.commit(changesSince: .clean, excluding: [], message: "Work")
        #expect(try await repository.run("show", "HEAD:new.txt") == "formatted")
    }

    @Test func digestsWhatIsNotCommitted() async throws {
        let repository = try await TemporaryRepository()
        #expect(try await repository.git.uncommittedDigest() == nil)
        try repository.write("two\n", to: "file.txt")
        let changed = try #require(try await repository.git.uncommittedDigest())
        #expect(changed.count == 40)
        #expect(try await repository.git.uncommittedDigest() == changed)
        try await repository.run("add", "--all")
        #expect(try await repository.git.uncommittedDigest() == changed)
        try repository.write("", to: "new\nfile")
        let withUntracked = try #require(try await repository.git.uncommittedDigest())
        #expect(withUntracked != changed)
        try await repository.run("reset", "--quiet", "--hard")
        #expect(try await repository.git.uncommittedDigest() != nil)
        try repository.remove("new\nfile")
        #expect(try await repository.git.uncommittedDigest() == nil)
    }
}
