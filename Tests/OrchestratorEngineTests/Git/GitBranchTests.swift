import Foundation
import Testing

@testable import OrchestratorEngine

@Suite(.timeLimit(.minutes(2))) struct GitBranchTests {
    @Test func checksOutBranchesOldAndNew() async throws {
        let repository = try await TemporaryRepository()
        try await repository.git.checkOut(branch: "orchestrator/1/ü-branch")
        #expect(try await repository.git.currentBranch() == "orchestrator/1/ü-branch")
        try await repository.git.checkOut(branch: "main")
        #expect(try await repository.git.currentBranch() == "main")
        try await repository.git.delete(branch: "orchestrator/1/ü-branch")
        #expect(try await repository.git.exists(branch: "orchestrator/1/ü-branch") == false)
    }

    @Test func doesNotTakeAFileForABranch() async throws {
        let repository = try await TemporaryRepository()
        try repository.write("precious", to: "file.txt")
        try await repository.git.checkOut(branch: "file.txt")
        #expect(try await repository.git.currentBranch() == "file.txt")
        #expect(try repository.directory.read("file.txt") == "precious")
    }

    @Test(arguments: [
        "--force", "-D", "", "a..b", "@{upstream}", "a b", "HEAD", "x.lock", "/a", "a/", "a//b", ".a", "a/.b", "a.", "a\n", "a:b", "a~1",
        "@",
    ])
    func takesNothingButABranchForABranch(name: String) async throws {
        let repository = try await TemporaryRepository()
        await #expect(throws: GitError.invalidBranch(name)) { try await repository.git.checkOut(branch: name) }
        await #expect(throws: GitError.invalidBranch(name)) { try await repository.git.delete(branch: name) }
        await #expect(throws: GitError.invalidBranch(name)) { try await repository.git.merge(branch: name, message: "x") }
        await #expect(throws: GitError.invalidBranch(name)) { try await repository.git.push(branch: name) }
    }

    @Test(arguments: ["main", "a/b-c_d.e", "ü", "#1", "a@b", "1"])
    func agreesWithGitAboutNames(name: String) async throws {
        #expect(BranchName.isValid(name))
        let repository = try await TemporaryRepository()
        #expect(try await repository.git.attempt(["check-ref-format", "--branch", name], .reading).status == 0)
    }

    @Test(arguments: [
        ("Add search to the dashboard", "add-search-to-the-dashboard"), ("  Über  große Änderung! ", "uber-grosse-anderung"),
        ("???", "phase"), ("", "phase"),
        ("日本語", "phase"), ("a--b__c", "a-b-c"), ("--force", "force"),
        (String(repeating: "ab ", count: 40), "ab-ab-ab-ab-ab-ab-ab-ab-ab-ab-ab-ab-ab-a"),
    ])
    func makesSlugs(title: String, slug: String) {
        #expect(BranchName.slug(title) == slug)
        let name = BranchName.phase(prefix: "orchestrator/", run: "1a2b3c4d", number: 2, title: title)
        #expect(name == "orchestrator/1a2b3c4d/2-\(slug)")
        #expect(BranchName.isValid(name))
    }

    @Test func mergesWithACommitOfItsOwn() async throws {
        let repository = try await TemporaryRepository(identity: false)
        try await repository.git.checkOut(branch: "phase")
        try repository.write("x", to: "new.txt")
        _ = try await repository.git.commit(changesSince: .clean, excluding: [], message: "Work")
        try await repository.git.checkOut(branch: "main")
        #expect(try await repository.git.merge(branch: "phase", message: "Phase 1: -x"))
        #expect(try await repository.run("log", "-1", "--format=%s %P").split(separator: " ").count == 5)
        #expect(try repository.directory.read("new.txt") == "x")
        try await repository.git.delete(branch: "phase")
    }

    @Test func undoesAMergeWithConflicts() async throws {
        let repository = try await TemporaryRepository()
        try await repository.diverge()
        let head = try await repository.git.headCommit()
        let error = await #expect(throws: GitError.self) { try await repository.git.merge(branch: "other", message: "Merge") }
        #expect(error == .conflict(branch: "other", into: "main", paths: ["file.txt"]))
        #expect(error?.description == "'other' conflicts with 'main' in 'file.txt'; the merge was undone, merge it yourself")
        #expect(try await repository.git.headCommit() == head)
        #expect(try await repository.git.state().refusal(allowDirty: false) == nil)
    }

    @Test func undoesAMergeThatIsStopped() async throws {
        let repository = try await TemporaryRepository()
        try await repository.git.checkOut(branch: "other")
        try repository.write("theirs", to: "new.txt")
        _ = try await repository.git.commit(changesSince: .clean, excluding: [], message: "Work")
        try await repository.git.checkOut(branch: "main")
        // The hook tells that the merge is half done, then never ends.
        try repository.write("#!/bin/sh\ntouch .git/half-done\nwhile :; do sleep 0.01; done\n", to: ".git/hooks/commit-msg", mode: 0o755)
        let git = repository.git
        let task = Task { () async throws in try await git.merge(branch: "other", message: "Merge") }
        while !FileManager.default.fileExists(atPath: repository.path + "/.git/half-done") { await Task.yield() }
        task.cancel()
        await #expect(throws: GitError.stopped) { try await task.value }
        #expect(try await repository.git.state().refusal(allowDirty: false) == nil)
        #expect(!FileManager.default.fileExists(atPath: repository.path + "/new.txt"))
    }

    @Test func tellsAHookThatRejectsAMerge() async throws {
        let repository = try await TemporaryRepository()
        try await repository.git.checkOut(branch: "other")
        try repository.write("theirs", to: "new.txt")
        _ = try await repository.git.commit(changesSince: .clean, excluding: [], message: "Work")
        try await repository.git.checkOut(branch: "main")
        try repository.write("#!/bin/sh\necho 'no such ticket'\nexit 1\n", to: ".git/hooks/commit-msg", mode: 0o755)
        let error = await #expect(throws: GitError.self) { try await repository.git.merge(branch: "other", message: "Merge") }
        #expect(error?.description.contains("a hook of the repository rejected the commit") == true)
        #expect(error?.description.contains("no such ticket") == true)
        #expect(try await repository.git.state().refusal(allowDirty: false) == nil)
    }

    @Test func tellsOtherFailuresOfAMerge() async throws {
        let repository = try await TemporaryRepository()
        let error = await #expect(throws: GitError.self) { try await repository.git.merge(branch: "missing", message: "Merge") }
        guard case .failed("merge", 1, _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}
