import Foundation
import Testing

@testable import OrchestratorEngine

@Suite(.timeLimit(.minutes(2))) struct RepositoryStateTests {
    @Test func refusesADirectoryWithoutARepository() async throws {
        let directory = try TemporaryDirectory()
        let environment = TemporaryRepository.environment([
            "GIT_CEILING_DIRECTORIES": (directory.path as NSString).deletingLastPathComponent
        ])
        let state = try await Git(directory: directory.path, environment: environment).state()
        #expect(state == .notARepository(path: directory.path))
        #expect(state.refusal(allowDirty: true)?.contains("is not in a git repository; run 'git init'") == true)
    }

    @Test func refusesABareRepository() async throws {
        let directory = try TemporaryDirectory()
        let git = Git(directory: directory.path, environment: TemporaryRepository.environment())
        _ = try await git.run(["init", "--quiet", "--bare"], .writing)
        #expect(try await git.state() == .bare(path: directory.path))
        #expect(try await git.state().refusal(allowDirty: true)?.contains("bare repository") == true)
    }

    @Test func refusesTheInsideOfARepository() async throws {
        let repository = try await TemporaryRepository()
        let state = try await Git(directory: repository.path + "/.git", environment: TemporaryRepository.environment()).state()
        #expect(state.refusal(allowDirty: true)?.contains("inside the .git directory") == true)
    }

    @Test func refusesABrokenRepository() async throws {
        let repository = try await TemporaryRepository()
        try repository.write("[core]\n\trepositoryformatversion = 99\n", to: ".git/config")
        #expect(try await repository.git.state().refusal(allowDirty: true)?.contains("git does not work in") == true)
    }

    @Test func refusesARepositoryWithoutACommit() async throws {
        let repository = try await TemporaryRepository(commit: false)
        let state = try await repository.git.state()
        #expect(state == .noCommit(path: repository.path, branch: "main"))
        #expect(state.refusal(allowDirty: true)?.contains("has no commit") == true)
        #expect(try await repository.git.headCommit() == nil)
        #expect(try await repository.git.currentBranch() == "main")
    }

    @Test func acceptsACleanCheckout() async throws {
        let repository = try await TemporaryRepository()
        let state = try await repository.git.state()
        #expect(state.refusal(allowDirty: false) == nil)
        #expect(state.notices == [])
        let checkout = try #require(state.checkout)
        #expect(checkout.branch == "main")
        #expect(checkout.commit == (try await repository.git.headCommit()))
        #expect(checkout.top.hasSuffix((repository.path as NSString).lastPathComponent))
        #expect(checkout.upstream == nil && checkout.operation == nil && checkout.changed == [])
    }

    @Test func acceptsADirectoryBelowTheTop() async throws {
        let repository = try await TemporaryRepository()
        try repository.write("x", to: "sub/file")
        let git = Git(directory: repository.path + "/sub", environment: TemporaryRepository.environment())
        #expect(try await git.state().refusal(allowDirty: false) == nil)
    }

    @Test func noticesUntrackedFilesAndADetachedHead() async throws {
        let repository = try await TemporaryRepository()
        try repository.write("new", to: "new\nfile")
        try await repository.run("switch", "--quiet", "--detach")
        let state = try await repository.git.state()
        #expect(state.refusal(allowDirty: false) == nil)
        #expect(state.checkout?.branch == nil && state.checkout?.untrackedCount == 1)
        #expect(state.notices.count == 2)
    }

    @Test func leavesTheProgramsOwnFilesOutOfTheNotice() async throws {
        let repository = try await TemporaryRepository()
        for path in ["data/artifacts/a", "data/store.db-wal", "data/mine"] { try repository.write("x", to: path) }
        let own = ["data/artifacts", "data/store.db"].map { repository.path + "/" + $0 }
        #expect(try await repository.git.state(excluding: own).checkout?.untrackedCount == 1)
        #expect(try await repository.git.state().checkout?.untrackedCount == 3)
    }

    @Test func refusesChangedAndStagedFilesUnlessAllowed() async throws {
        let repository = try await TemporaryRepository()
        try repository.write("two\n", to: "file.txt")
        try repository.write("staged", to: "-ü\n.txt")
        try await repository.run("add", "--", "-ü\n.txt")
        let state = try await repository.git.state()
        #expect(Set(state.checkout?.changed ?? []) == [GitPath("file.txt"), GitPath("-ü\n.txt")])
        let refusal = try #require(state.refusal(allowDirty: false))
        #expect(refusal.hasPrefix("2 tracked files are changed or staged ("))
        #expect(refusal.contains("--allow-dirty") && refusal.contains("'-ü\\u{a}.txt'") && !refusal.contains("\n"))
        #expect(state.refusal(allowDirty: true) == nil)
    }

    @Test func refusesAMergeInProgress() async throws {
        let repository = try await TemporaryRepository()
        try await repository.diverge()
        try await repository.start("merge", "other")
        try await expect(.merge, in: repository, abort: "git merge --abort")
    }

    @Test func refusesARebaseInProgress() async throws {
        let repository = try await TemporaryRepository()
        try await repository.diverge()
        try await repository.start("rebase", "other")
        try await expect(.rebase, in: repository, abort: "git rebase --abort")
    }

    @Test func refusesACherryPickInProgress() async throws {
        let repository = try await TemporaryRepository()
        try await repository.diverge()
        try await repository.start("cherry-pick", "other")
        try await expect(.cherryPick, in: repository, abort: "git cherry-pick --abort")
    }

    @Test func refusesARevertInProgress() async throws {
        let repository = try await TemporaryRepository()
        try await repository.diverge()
        try await repository.start("revert", "--no-edit", "HEAD~1")
        try await expect(.revert, in: repository, abort: "git revert --abort")
    }

    @Test func refusesAnUnfinishedMailbox() async throws {
        let repository = try await TemporaryRepository()
        try await repository.diverge()
        let patch = try await repository.run("format-patch", "--stdout", "main..other")
        try repository.write(patch + "\n", to: ".git/patch")
        try await repository.start("am", ".git/patch")
        try await expect(.applyMailbox, in: repository, abort: "git am --abort")
    }

    @Test func refusesABisection() async throws {
        let repository = try await TemporaryRepository()
        try await repository.run("bisect", "start")
        try await expect(.bisect, in: repository, abort: "git bisect reset")
    }

    @Test func isBoundToItsDirectoryAlone() async throws {
        let (here, elsewhere) = (try await TemporaryRepository(), try await TemporaryRepository(commit: false))
        let environment = TemporaryRepository.environment([
            "GIT_DIR": elsewhere.path + "/.git", "GIT_WORK_TREE": elsewhere.path, "GIT_INDEX_FILE": elsewhere.path + "/index",
        ])
        #expect(try await Git(directory: here.path, environment: environment).headCommit() == (try await here.git.headCommit()))
    }

    @Test func saysThatGitIsMissing() async throws {
        let directory = try TemporaryDirectory()
        let git = Git(directory: directory.path, environment: ["PATH": directory.path])
        await #expect(throws: GitError.notStarted(reason: "'git' was not found in PATH (\(directory.path))")) { try await git.state() }
    }

    private func expect(_ operation: RepositoryState.Operation, in repository: TemporaryRepository, abort: String) async throws {
        let state = try await repository.git.state()
        #expect(state.checkout?.operation == operation)
        #expect(state.refusal(allowDirty: true)?.contains("in progress") == true)
        #expect(state.refusal(allowDirty: true)?.contains("'\(abort)'") == true)
    }
}
