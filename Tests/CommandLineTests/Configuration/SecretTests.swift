import Foundation
import Testing

/// A secret in every place that may hold one is found nowhere else, by a search that finds what is no secret.
@Suite struct SecretTests {
    /// Part of every secret.
    private static let secret = "c4n4ry-7Qm"
    /// Part of what is no secret, and must be found: so that the search is known to see.
    private static let control = "c0ntr0l-3xw"
    private static let file = "config/orchestrator-config.yaml"
    private static func url(_ name: String, _ scheme: String = "http") -> String { "\(scheme)://u:\(secret)-\(name)@host.invalid/x" }

    private func holds(_ data: Data, _ word: String) -> Bool { data.range(of: Data(word.utf8)) != nil }

    /// Everything below the directory that the product wrote, and copies of it.
    private func written(_ project: ProjectDirectory) throws -> [String: Data] {
        var result: [String: Data] = [:]
        for folder in ["data", "copies"] {
            for name in FileManager.default.enumerator(atPath: project.path + "/" + folder)?.compactMap({ $0 as? String }) ?? [] {
                if let data = try? project.bytes("\(folder)/\(name)") { result["\(folder)/\(name)"] = data }
            }
        }
        return result
    }

    /// A project in which every setting of a server has a password, from each layer another.
    private func project() throws -> ProjectDirectory {
        let project = try ProjectDirectory.repository(test: "exit 1")
        try project.write(".config/orchestrator/config.yaml", "llm: {host: \"\(Self.url("user"))\"}\n")
        try project.write("config/models.yaml", "ollama: {host: \"\(Self.url("models", "https"))\"}\n")
        try project.write(
            Self.file,
            """
            x-password: \(Self.secret)-x
            execution: {agent: \(Self.control), retry_delay: 0s, max_retries: 1}
            llm: {host: "\(Self.url("project"))"}
            models: {ollama: {host: "\(Self.url("project-models"))"}}
            agents:
              \(Self.control): {command: [sh, agent.sh], environment: [TOKEN]}
            verification: {test: {command: "exit 1"}}

            """)
        try project.write("config/orchestrator-config.local.yaml", "llm: {host: \"\(Self.url("local"))\"}\nlogging: {level: DEBUG}\n")
        try project.write("config/profiles/other.yaml", "llm: {host: \"\(Self.url("profile"))\"}\n")
        try project.write("password.txt", Self.url("file") + "\n")
        // The store is copied while the run goes on: what is not yet in the database proper stands in its log.
        try project.write(
            "agent.sh", "test -n \"$TOKEN\" || exit 7\nmkdir -p copies; cp data/orchestrator.db* copies/; env | grep -v ^TOKEN > copies/environment\n")
        try project.write("plan.yaml", "title: \(Self.control)\nphases: [{title: A, intent: x}]\n")
        return project
    }

    private let environment = [
        "ORCHESTRATOR__LLM__HOST": SecretTests.url("variable"), "ORCHESTRATOR__MODELS__OLLAMA__HOST__FILE": "password.txt",
        "TOKEN": "\(SecretTests.secret)-token",
    ]

    private static let settings = ["--profile", "other", "--set", "llm.host=\(url("argument"))", "--verbose"]

    @Test(arguments: ["text", "json"]) func nothingOfARunHoldsASecret(format: String) throws {
        let project = try project()
        let environment = environment.merging(["ORCHESTRATOR__LOGGING__FORMAT": format]) { $1 }
        func call(_ command: [String], _ status: Int32 = 0) throws -> String {
            let output = try project.executable.run(command + Self.settings, in: project.path, environment: environment)
            #expect(output.status == status, "\(command): \(output)")
            return output.stdout + output.stderr
        }
        var printed: [String: String] = [:]
        printed["run"] = try call(["run", "plan.yaml", "--allow-dirty"], 3)
        for command in [
            "config show", "config show --origins", "config show --json", "config show --origins --json", "config explain llm.host",
            "config explain llm.host --json", "config explain llm --json", "config explain models.ollama.host --json", "config layers --json",
            "config validate", "config diff latest --json", "config explain agents", "show latest --json", "explain latest", "status --json",
            "events latest --json", "export latest --format json", "export latest --format markdown", "artifacts latest --json",
            "findings latest --json", "db stats --json", "runs --json",
        ] { printed[command] = try call(command.split(separator: " ").map(String.init)) }
        try project.write("config/orchestrator-config.local.yaml", "llm: {host: \"\(Self.url("now"))\", model: \(Self.control)-now}\n")
        printed["diff"] = try call(["config", "diff", "latest"])
        printed["resume"] = try call(["resume", "latest"], 3)

        for (command, text) in printed { #expect(!text.contains(Self.secret), "\(command): \(text)") }
        let files = try written(project)
        for (name, data) in files { #expect(!holds(data, Self.secret), "\(name)") }

        for command in [
            "run", "config show", "config show --json", "config explain agents", "show latest --json", "runs --json", "diff",
            "export latest --format json", "export latest --format markdown",
        ] { #expect(printed[command]?.contains(Self.control) == true, "\(command)") }
        for name in ["data/orchestrator.log", "copies/orchestrator.db-wal"] {
            #expect(files[name].map { holds($0, Self.control) } == true, "\(name): \(files.keys.sorted())")
        }
        #expect(files.contains { $0.key.hasPrefix("data/orchestrator.db") && holds($0.value, Self.control) })
        #expect(files["data/orchestrator.log"].map { holds($0, "DEBUG") } == true)
        // The snapshot is there, with what is hidden marked.
        #expect(printed["export latest --format json"]?.contains("u:<redacted>@host.invalid") == true)
        #expect(files["copies/environment"].map { holds($0, "ORCHESTRATOR_RUN_ID") } == true)
    }

    /// The password of the store, from each place that may give it.
    private static let stores: [(files: [String: String], environment: [String: String], arguments: [String])] = [
        (["config/orchestrator-config.local.yaml": "state: {url: \"\(url("local", "postgresql"))\"}\n"], [:], []),
        ([:], ["ORCHESTRATOR__STATE__URL": url("variable", "postgresql")], []),
        ([:], ["ORCHESTRATOR__STATE": "{\"url\": \"\(url("json", "postgresql"))\"}"], []),
        (["password.txt": url("file", "postgresql")], ["ORCHESTRATOR__STATE__URL__FILE": "password.txt"], []),
        ([:], [:], ["--set", "state.url=\(url("argument", "postgresql"))"]),
    ]

    @Test(arguments: 0..<5) func thePasswordOfTheStoreIsShownNowhere(place: Int) throws {
        let (files, environment, arguments) = Self.stores[place]
        let project = try ProjectDirectory.repository()
        for (name, text) in files { try project.write(name, text) }
        try project.write("plan.yaml", "title: \(Self.control)\nphases: [{title: A, intent: x, script: \"true\"}]\n")
        var printed = ""
        for command in [
            "config show", "config show --origins --json", "config explain state.url", "config explain state.url --json", "config layers",
            "config validate --json", "run plan.yaml --allow-dirty", "runs", "db stats", "config diff latest",
        ] {
            let words = command.split(separator: " ").map(String.init)
            let output = try project.executable.run(words + arguments + ["--verbose"], in: project.path, environment: environment)
            printed += output.stdout + output.stderr
        }
        #expect(!printed.contains(Self.secret), "\(printed)")
        #expect(printed.contains("postgresql://u:<redacted>@host.invalid/x") && printed.contains("the server can't be reached"), "\(printed)")
        for (name, data) in try written(project) { #expect(!holds(data, Self.secret), "\(name)") }
    }

    /// Each line is wrong in its own way, beside or in a secret.
    private static let mistakes = [
        "state: {ur: \"\(url("a"))\", lease_ttl: 0s}", "state: \(url("b"))", "password: \(secret)", "state: {url: [\(url("c"))]}",
        "state:\n  url: \"\(url("d"))", "state: {url: 'mysql://u:\(secret)@h'}", "llm: {host: \(secret), \(control): 1}",
        "state: {lease_ttl: 3s, lease_renewl: 4} # \(secret)", "\tpassword: \(secret)", "llm: {host: *\(secret)}", "? [\(secret)]\n: 1",
        "llm: {host: !\(secret) x}", "models: {ollama: {host: ftp://\(secret)@h}}", "agents: {bot: {command: [a], \(control): \(secret)}}",
    ]

    @Test(arguments: mistakes) func whatIsWrongIsShownWithoutIt(mistake: String) throws {
        let project = try ProjectDirectory.repository()
        try project.write(Self.file, "\(mistake)\n")
        let outputs = [
            try project.run("config", "validate"), try project.run("config", "validate", "--json"), try project.run("runs", "--verbose"),
            try project.run("config", "validate", Self.file), try project.run("config", "set", "state.url", Self.url("set")),
            try project.run("config", "set", "llm.host", Self.secret, "--layer", "local"),
        ]
        let printed = outputs.map { $0.stdout + $0.stderr }.joined() + (try project.runOnTerminal(["config", "validate"]))
        #expect(outputs.allSatisfy { $0.status == 2 })
        #expect(!printed.contains(Self.secret), "\(printed)")
        #expect(mistake.contains(Self.control) == printed.contains(Self.control))
    }

    @Test func aCrashTellsNoSecret() throws {
        let project = try project()
        // The crash comes when the program has printed that the agent was started.
        try project.write("agent.sh", "sleep 2\nkill -SEGV $PPID\n")
        let output = try project.executable.run(
            ["run", "plan.yaml", "--allow-dirty"] + Self.settings, in: project.path,
            environment: environment.merging(["SWIFT_BACKTRACE": "enable=yes,symbolicate=off,color=no,interactive=no"]) { $1 })
        #expect(output.status == SIGSEGV, "\(output)")
        #expect(!(output.stdout + output.stderr).contains(Self.secret))
        #expect(output.stdout.contains(Self.control))
        for (name, data) in try written(project) { #expect(!holds(data, Self.secret), "\(name)") }
    }
}
