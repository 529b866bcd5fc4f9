import Foundation

/// The program under test, as a user starts it.
struct Executable {
    /// What a call gave.
    struct Output {
        let status: Int32
        let stdout: String
        let stderr: String

        /// Standard output as JSON.
        func json() throws -> [String: Any] {
            guard let object = try JSONSerialization.jsonObject(with: Data(stdout.utf8)) as? [String: Any] else { throw NoObject() }
            return object
        }
    }

    struct NoObject: Error {}
    struct Missing: Error {}

    let path: String

    /// The one that ORCHESTRATOR_EXECUTABLE names, else the one built next to the tests.
    static func find() throws -> Executable {
        if let path = ProcessInfo.processInfo.environment["ORCHESTRATOR_EXECUTABLE"] { return Executable(path: path) }
        var directory = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        while directory.path != "/" {
            for candidate in ["orchestrator", ".build/debug/orchestrator"] {
                let path = directory.appendingPathComponent(candidate).path
                if FileManager.default.isExecutableFile(atPath: path), !isDirectory(path) { return Executable(path: path) }
            }
            directory.deleteLastPathComponent()
        }
        throw Missing()
    }

    private static func isDirectory(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
    }

    /// A process that is set up and not started: no settings of the machine or of whoever runs the tests reach it.
    func process(_ arguments: [String], in directory: String, environment: [String: String] = [:]) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: directory)
        var variables = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": directory, "LANG": "C.UTF-8"]
        variables.merge(["GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "USER": "tester", "TERM": "xterm"]) { $1 }
        process.environment = variables.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        return process
    }

    /// Runs the program to its end, its output going to pipes.
    func run(_ arguments: [String], in directory: String, environment: [String: String] = [:]) throws -> Output {
        let process = process(arguments, in: directory, environment: environment)
        let (out, errors) = (Pipe(), Pipe())
        process.standardOutput = out
        process.standardError = errors
        try process.run()
        let stderr = Drained(errors.fileHandleForReading)
        let stdout = Drained(out.fileHandleForReading)
        process.waitUntilExit()
        return Output(status: process.terminationStatus, stdout: stdout.text(), stderr: stderr.text())
    }

    /// Runs the program to its end on a terminal of 80 columns, and gives back what it printed there.
    func runOnTerminal(_ arguments: [String], in directory: String, environment: [String: String] = [:]) throws -> String {
        let terminal = try PseudoTerminal(columns: 80)
        let process = process(arguments, in: directory, environment: environment)
        process.standardOutput = terminal.program
        process.standardError = terminal.program
        try process.run()
        terminal.closeProgramSide()
        let text = terminal.readToEnd()
        process.waitUntilExit()
        return text
    }
}
