import Foundation
import Testing

@testable import OrchestratorEngine

/// A real repository of one test.
struct TemporaryRepository {
    let directory: TemporaryDirectory
    let git: Git

    var path: String { directory.path }

    /// An environment in which nothing of the user's configuration counts.
    static func environment(_ more: [String: String] = [:]) -> [String: String] {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return ["PATH": path, "HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null"].merging(more) { $1 }
    }

    /// Makes a repository on the branch `main`, with a commit of one file unless it is to be empty.
    init(commit: Bool = true, identity: Bool = true) async throws {
        directory = try TemporaryDirectory()
        git = Git(directory: directory.path, environment: Self.environment())
        try await run("init", "--quiet", "--initial-branch=main")
        if identity {
            try await run("config", "user.name", "A User")
            try await run("config", "user.email", "user@example.org")
        }
        if commit {
            try write("one\n", to: "file.txt")
            try await run("add", "--all")
            try await run("-c", "user.name=A User", "-c", "user.email=user@example.org", "commit", "--quiet", "--message=First")
        }
    }

    @discardableResult
    func run(_ arguments: String...) async throws -> String {
        GitResult.line(try await git.run(arguments, .writing))
    }

    /// Runs a command that is meant to stop half way.
    func start(_ arguments: String...) async throws {
        #expect(try await git.attempt(arguments, .writing).status != 0)
    }

    func write(_ text: String, to name: String, mode: Int = 0o644) throws {
        try directory.write(text, to: name, mode: mode)
    }

    func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: path + "/" + name)
    }

    /// Two branches that change the same line; `main` is checked out.
    func diverge() async throws {
        try await run("switch", "--quiet", "--create", "other")
        try write("theirs\n", to: "file.txt")
        try await run("commit", "--quiet", "--all", "--message=Theirs")
        try await run("switch", "--quiet", "main")
        try write("ours\n", to: "file.txt")
        try await run("commit", "--quiet", "--all", "--message=Ours")
    }

    func status() async throws -> String {
        String(decoding: try await git.run(["status", "--porcelain"], .reading), as: UTF8.self)
    }
}
