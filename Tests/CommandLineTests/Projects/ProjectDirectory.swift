import Foundation

/// A git repository in a temporary directory, with the program to be called in it.
final class ProjectDirectory: Sendable {
    struct ToolFailure: Error {
        let arguments: [String]
    }

    let path: String
    let executable: Executable

    init() throws {
        executable = try Executable.find()
        path =
            URL(fileURLWithPath: NSTemporaryDirectory()).resolvingSymlinksInPath().appendingPathComponent("cli-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// A repository with a commit and a configuration without waiting times.
    static func repository(test: String = "true") throws -> ProjectDirectory {
        let project = try ProjectDirectory()
        try project.git("init", "-q")
        try project.git("symbolic-ref", "HEAD", "refs/heads/main")
        try project.write(".gitignore", "/data/\n")
        try project.write(
            "config/orchestrator-config.yaml",
            """
            execution: {agent: shell, retry_delay: 0s, max_retries: 1}
            verification: {test: {command: "\(test)"}}
            """)
        try project.git("add", "-A")
        try project.git("commit", "-q", "-m", "Begin")
        return project
    }

    func git(_ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let identity = ["-c", "user.name=Tester", "-c", "user.email=tester@example.invalid", "-c", "commit.gpgsign=false"]
        process.arguments = ["git", "-C", path] + identity + arguments
        try process.run()
        process.waitUntilExit()
        if process.terminationStatus != 0 { throw ToolFailure(arguments: ["git"] + arguments) }
    }

    /// Changes the store behind the program's back.
    func sqlite(_ statement: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let script = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()"
        process.arguments = ["python3", "-c", script, path + "/data/orchestrator.db", statement]
        try process.run()
        process.waitUntilExit()
        if process.terminationStatus != 0 { throw ToolFailure(arguments: ["python3", statement]) }
    }

    /// Changes the store behind the program's back, and past the types of a table's columns.
    func sqliteIgnoringTypes(of table: String, _ statement: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let script = """
            import sqlite3, sys
            path, table, statement = sys.argv[1:]
            def declare(old, new):
                c = sqlite3.connect(path)
                c.execute("PRAGMA writable_schema = ON")
                sql = c.execute("SELECT sql FROM sqlite_schema WHERE name = ?", [table]).fetchone()[0]
                assert sql.endswith(old)
                c.execute("UPDATE sqlite_schema SET sql = ? WHERE name = ?", [sql[:len(sql) - len(old)] + new, table])
                c.commit()
                c.close()
            declare(" STRICT", "")
            c = sqlite3.connect(path)
            c.execute("PRAGMA ignore_check_constraints = ON")
            c.execute(statement)
            c.commit()
            c.close()
            declare("", " STRICT")
            """
        process.arguments = ["python3", "-c", script, path + "/data/orchestrator.db", table, statement]
        try process.run()
        process.waitUntilExit()
        if process.terminationStatus != 0 { throw ToolFailure(arguments: ["python3", statement]) }
    }

    func write(_ name: String, _ text: String) throws { try write(name, Data(text.utf8)) }

    func write(_ name: String, _ data: Data) throws {
        let url = URL(fileURLWithPath: path).appendingPathComponent(name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: url)
    }

    func read(_ name: String) throws -> String { try String(contentsOfFile: path + "/" + name, encoding: .utf8) }

    func bytes(_ name: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)) }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path + "/" + name) }

    @discardableResult
    func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Executable.Output {
        try run(arguments, environment: environment)
    }

    func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Executable.Output {
        try executable.run(arguments, in: path, environment: environment)
    }

    func runOnTerminal(_ arguments: [String], environment: [String: String] = [:]) throws -> String {
        try executable.runOnTerminal(arguments, in: path, environment: environment)
    }
}
