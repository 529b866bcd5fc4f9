import Foundation
import Testing

/// What `init` writes.
@Suite struct InitTests {
    private func project(_ files: [String: String]) throws -> ProjectDirectory {
        let project = try ProjectDirectory()
        try project.git("init", "-q")
        for (name, text) in files { try project.write(name, text) }
        return project
    }

    @Test func writesWhatItsOwnChecksAccept() throws {
        let project = try project([:])
        let output = try project.run("init")
        #expect(output.status == 0)
        #expect(try project.run("config", "validate").status == 0)
        let check = try project.run("plan", "check", "plan.yaml")
        #expect(check.status == 0 && check.stderr.isEmpty)
        #expect(try project.read(".gitignore") == "/data/\n/config/*.local.yaml\n")
    }

    @Test func overwritesNothing() throws {
        let project = try project(["plan.yaml": "mine", "config/orchestrator-config.yaml": "{}", ".gitignore": "/data/\nx"])
        #expect(try project.run("init").status == 0)
        #expect(try project.read("plan.yaml") == "mine")
        #expect(try project.read("config/orchestrator-config.yaml") == "{}")
        #expect(try project.read(".gitignore") == "/data/\nx\n/config/*.local.yaml\n")
        let ignored = try project.read(".gitignore")
        #expect(try project.run("init").status == 0)
        #expect(try project.read(".gitignore") == ignored)
    }

    @Test func aDryRunWritesNothing() throws {
        let project = try project([:])
        let output = try project.run("init", "--dry-run")
        #expect(output.status == 0 && output.stdout.contains("plan.yaml"))
        #expect(!project.exists("plan.yaml") && !project.exists("config") && !project.exists(".gitignore"))
    }

    /// A repository, and what is found in it.
    struct Example: Sendable {
        let files: [String: String]
        var build: String?
        var test: String?
    }

    private static let examples = [
        Example(files: ["Package.swift": ""], build: "swift build", test: "swift test"),
        Example(files: ["Cargo.toml": ""], build: "cargo build --all-targets", test: "cargo test"),
        Example(files: ["go.mod": ""], build: "go build ./...", test: "go test ./..."),
        Example(
            files: ["package.json": #"{"scripts": {"build": "tsc", "test": "jest"}}"#, "yarn.lock": ""], build: "yarn run build",
            test: "yarn run test"),
        Example(files: ["pyproject.toml": "[tool.pytest.ini_options]"], test: "python3 -m pytest"),
        Example(files: ["Makefile": "all: a\nNAME := b\ntest: all\n\ttrue\n"], build: "make all", test: "make test"),
        Example(files: ["package.json": #"{"scripts": {"test": "echo \"Error: no test specified\" && exit 1"}}"#]),
        Example(files: ["README.md": ""]),
    ]

    @Test(arguments: examples)
    func findsTheCommandsOfTheRepository(example: Example) throws {
        let project = try project(example.files)
        try project.run("init")
        let verification = try #require(try project.run("config", "show", "--json").json()["verification"] as? [String: Any])
        #expect((verification["build"] as? [String: Any])?["command"] as? String == example.build)
        #expect((verification["test"] as? [String: Any])?["command"] as? String == example.test)
    }
}
