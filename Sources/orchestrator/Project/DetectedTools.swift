import AgentOrchestrator
import Foundation

/// What builds, tests and lints a repository, told from its files, and the agent that is installed.
struct DetectedTools {
    private(set) var build: String?
    private(set) var test: String?
    private(set) var lint: String?
    /// An agent of the built-in ones whose program is there; `nil`: none is.
    let agent: String?

    init(_ files: ProjectFiles, environment: [String: String] = ProcessInfo.processInfo.environment) {
        agent = Self.agent(environment)
        addSwift(files)
        addCargo(files)
        addGo(files)
        addNode(files)
        addPython(files)
        addJava(files)
        addMake(files)
    }

    /// What was found, for people.
    var sentences: [String] {
        let checks = [("build", build), ("test", test), ("lint", lint)]
        let found = checks.compactMap { name, command in command.map { "\(name): \($0)" } }
        let none = "no command found that builds or tests; set 'verification' in the configuration"
        return [
            found.isEmpty ? none : "found " + found.joined(separator: "; "),
            agent.map { "agent: \($0), which is installed here" } ?? "agent: shell, for no coding agent is installed here",
        ]
    }

    private static func agent(_ environment: [String: String]) -> String? {
        let directories = (environment["PATH"] ?? "").split(separator: ":")
        return ["copilot", "claude", "codex", "gemini", "aider", "opencode"].first { name in
            directories.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }
        }
    }

    /// The first kind of project that knows a command gives it.
    private mutating func add(build: String? = nil, test: String? = nil, lint: String? = nil) {
        self.build = self.build ?? build
        self.test = self.test ?? test
        self.lint = self.lint ?? lint
    }

    private mutating func addSwift(_ files: ProjectFiles) {
        guard files.has("Package.swift") else { return }
        let format = files.has(".swift-format") ? "swift format lint --strict --recursive Package.swift Sources" : nil
        add(build: "swift build", test: "swift test", lint: files.has(".swiftlint.yml") ? "swiftlint lint --strict" : format)
    }

    private mutating func addCargo(_ files: ProjectFiles) {
        guard files.has("Cargo.toml") else { return }
        add(build: "cargo build --all-targets", test: "cargo test", lint: "cargo clippy --all-targets -- -D warnings")
    }

    private mutating func addGo(_ files: ProjectFiles) {
        guard files.has("go.mod") else { return }
        add(build: "go build ./...", test: "go test ./...", lint: "go vet ./...")
    }

    private mutating func addNode(_ files: ProjectFiles) {
        let scripts = files.packageScripts
        let tools = [("pnpm-lock.yaml", "pnpm"), ("yarn.lock", "yarn"), ("bun.lock", "bun"), ("bun.lockb", "bun")]
        let tool = tools.first { files.has($0.0) }?.1 ?? "npm"
        func command(_ name: String) -> String? { scripts.contains(name) ? "\(tool) run \(name)" : nil }
        add(build: command("build"), test: command("test"), lint: command("lint"))
    }

    private mutating func addPython(_ files: ProjectFiles) {
        let project = files.text("pyproject.toml")
        let isPython = ["pyproject.toml", "setup.py", "setup.cfg", "pytest.ini", "tox.ini", "requirements.txt"].contains(where: files.has)
        guard isPython else { return }
        let usesPytest =
            files.has("pytest.ini") || project.contains("pytest") || files.text("setup.cfg").contains("pytest") || files.has("tests")
            || files.text("tox.ini").contains("pytest") || files.text("requirements.txt").contains("pytest")
        let usesRuff = project.contains("[tool.ruff") || files.has("ruff.toml") || files.has(".ruff.toml")
        let usesFlake8 = files.has(".flake8") || files.text("setup.cfg").contains("[flake8]")
        add(
            test: usesPytest ? "python3 -m pytest" : nil,
            lint: usesRuff ? "ruff check ." : usesFlake8 ? "python3 -m flake8" : nil)
    }

    private mutating func addJava(_ files: ProjectFiles) {
        if files.has("pom.xml") { add(build: "mvn --batch-mode --quiet compile", test: "mvn --batch-mode --quiet test") }
        if files.has("gradlew") { add(build: "./gradlew assemble", test: "./gradlew test") }
    }

    private mutating func addMake(_ files: ProjectFiles) {
        let targets = files.makeTargets
        func command(_ names: [String]) -> String? { names.first(where: targets.contains).map { "make \($0)" } }
        add(build: command(["build", "all"]), test: command(["test", "check"]), lint: command(["lint"]))
    }
}
