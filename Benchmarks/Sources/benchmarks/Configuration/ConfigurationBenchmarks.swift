import Foundation
import AgentOrchestrator

/// Loading, start-up, and what a hostile file costs.
enum ConfigurationBenchmarks: BenchmarkGroup {
    static let name = "configuration"

    struct Unexpected: Error {
        let what: String
    }

    static func run(_ report: Report) throws {
        report.tell(try loading())
        report.tell(try refusal())
        for figure in try startUp() { report.tell(figure) }
    }

    private static let environment = [
        "ORCHESTRATOR__EXECUTION__MAX_RETRIES": "4", "ORCHESTRATOR__AGENTS__BOT__COMMAND": "[\"bot\", \"--go\"]",
        "ORCHESTRATOR__LOGGING__LEVEL": "DEBUG", "ORCHESTRATOR__VERIFICATION__TEST__TIMEOUT": "20m",
        "ORCHESTRATOR__GIT__AUTO_PULL": "false",
    ]

    /// The template with every key, a local file, a models file with every key, and variables.
    private static func project() throws -> ScratchDirectory {
        let directory = try ScratchDirectory()
        try directory.write("config/orchestrator-config.yaml", GeneratedFiles.template)
        try directory.write("config/models.yaml", GeneratedFiles.modelsTemplate)
        try directory.write(
            "config/orchestrator-config.local.yaml",
            """
            execution: {agent: bot, timeout: 45m}
            agents: {bot: {prompt: file, environment: [TOKEN]}}
            verification:
              custom_tests:
                - {name: docs, command: make docs, timeout: 2m}
            logging: {level: WARNING}

            """)
        return directory
    }

    private static func request(_ directory: ScratchDirectory) -> ConfigurationRequest {
        ConfigurationRequest(
            workingDirectory: directory.path, projectDirectory: directory.path, environment: environment,
            systemFile: "\(directory.path)/none")
    }

    private static func loading() throws -> Figure {
        let directory = try project()
        let request = request(directory)
        return try Figure.measured("load template, local file, environment, models file", times: 300, goal: .milliseconds(3)) {
            guard try Configuration.load(request).configuration.execution.agent == "bot" else { throw Unexpected(what: "another agent") }
        }
    }

    /// A file of 1 MiB in which each line is ten times the line before.
    private static var bombs: String {
        var text = ""
        var number = 0
        while text.utf8.count < 1 << 20 - 1100 {
            text += "x-bomb\(number): &a0 [x, x, x, x, x, x, x, x, x, x]\n"
            for level in 1...9 { text += "x-b\(number)-\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", "))]\n" }
            number += 1
        }
        return text + "#" + String(repeating: "x", count: (1 << 20) - text.utf8.count - 2) + "\n"
    }

    private static func refusal() throws -> Figure {
        let directory = try ScratchDirectory()
        try directory.write("config/orchestrator-config.yaml", bombs)
        let request = request(directory)
        return try Figure.measured("refuse 1 MiB of alias bombs", times: 100, goal: .milliseconds(50)) {
            do {
                _ = try Configuration.load(request)
                throw Unexpected(what: "a bomb was accepted")
            } catch let problems as ConfigurationProblems {
                guard problems.diagnostics.contains(where: { $0.code == "too-many-nodes" }) else { throw Unexpected(what: "\(problems)") }
            }
        }
    }

    /// The program and one that does nothing, in turns, so that both meet the same machine.
    private static func startUp() throws -> [Figure] {
        guard let program = ProcessInfo.processInfo.environment["ORCHESTRATOR_EXECUTABLE"] else {
            throw Unexpected(what: "ORCHESTRATOR_EXECUTABLE does not name the program")
        }
        let directory = try project()
        let environment = environment.merging(["PATH": "/usr/bin:/bin", "HOME": directory.path]) { $1 }
        let nothing = ["/bin/true", "/usr/bin/true"].first { FileManager.default.isExecutableFile(atPath: $0) } ?? "/bin/true"
        var times: (own: [Duration], nothing: [Duration]) = ([], [])
        for round in 0..<110 {
            let own = try ChildProcess.time(program, ["config", "validate", "--project", directory.path], environment: environment)
            let other = try ChildProcess.time(nothing, environment: environment)
            if round >= 10 { times = (times.own + [own], times.nothing + [other]) }
        }
        return [
            Figure("'config validate' as a process", times.own, goal: .milliseconds(20)), Figure("'true' as a process, in turns", times.nothing),
        ]
    }
}
