import Foundation
import Testing

/// What the `config` commands print.
@Suite struct ConfigCommandTests {
    private static let file = "config/orchestrator-config.yaml"

    private func project(_ files: [String: String]) throws -> ProjectDirectory {
        let project = try ProjectDirectory()
        for (name, text) in files { try project.write(name, text) }
        return project
    }

    /// Each layer says something of its own.
    private func layered() throws -> ProjectDirectory {
        try project([
            ".config/orchestrator/config.yaml": "execution: {max_retries: 2}\nartifacts: {base_path: mine}\n",
            Self.file: "execution:\n  max_retries: 4\n  timeout: 90s\nfindings_thresholds: {minor: 1}\n",
            "config/orchestrator-config.local.yaml": "execution: {max_retries: 5}\n",
            "config/profiles/fast.yaml": "execution: {max_retries: 6}\n", "config/models.yaml": "ollama: {max_retries: 9}\n",
        ])
    }

    @Test func explainNamesTheWinnerAndWhatItHides() throws {
        let project = try layered()
        let document = try project.run(
            "config", "explain", "execution.max_retries", "--json", "--profile", "fast", "--set", "execution.max_retries=8",
            environment: ["ORCHESTRATOR__EXECUTION__MAX_RETRIES": "7"]
        ).json()
        #expect(document["key"] as? String == "execution.max_retries" && document["value"] as? Int == 8 && document["default"] as? Int == 3)
        #expect((document["documentation"] as? String)?.isEmpty == false)
        let origin = try #require(document["origin"] as? [String: Any])
        #expect(origin["layer"] as? String == "set" && origin["argument"] as? String == "execution.max_retries=8")
        #expect(Set(origin.keys) == ["layer", "file", "line", "column", "variable", "argument"] && origin["file"] is NSNull)
        let shadowed = try #require(document["shadowed"] as? [[String: Any]])
        #expect(shadowed.map { $0["value"] as? Int } == [7, 6, 5, 4, 2])
        let origins = shadowed.compactMap { $0["origin"] as? [String: Any] }
        #expect(origins.map { $0["layer"] as? String } == ["environment", "profile", "local", "project", "user"])
        #expect(origins[0]["variable"] as? String == "ORCHESTRATOR__EXECUTION__MAX_RETRIES")
        #expect(origins[3]["file"] as? String == Self.file && origins[3]["line"] as? Int == 2 && origins[3]["column"] as? Int == 16)
        let text = try project.run("config", "explain", "execution.max_retries").stdout
        #expect(text.hasPrefix("execution.max_retries = 5\n  from      config/orchestrator-config.local.yaml:1:26\n"))
        #expect(text.contains("hides     4 (\(Self.file):2:16)") && text.contains("may be    a whole number of at least 1"))
        #expect(text.contains("variable  ORCHESTRATOR__EXECUTION__MAX_RETRIES"))
    }

    @Test func explainKnowsOldNamesSectionsAndNamesWithDots() throws {
        let project = try project([Self.file: "model_overrides: {\"qwen2.5-coder:14b\": {num_ctx: 5}}\n"])
        #expect(try project.run("config", "explain", "copilot_mode", "--json").json()["key"] as? String == "execution.mode")
        let name = "model_overrides.\"qwen2.5-coder:14b\".num_ctx"
        #expect(try project.run("config", "explain", name, "--json").json()["value"] as? Int == 5)
        let section = try project.run("config", "explain", "execution.budget", "--json").json()
        #expect(section["members"] as? [String] == ["max_duration"])
        let unknown = try project.run("config", "explain", "execution.max_retrys")
        #expect(unknown.status == 2 && unknown.stderr.contains("did you mean 'execution.max_retries'?"))
    }

    @Test func layersSayWhatWasFoundAndWhyNot() throws {
        let project = try layered()
        let document = try project.run("config", "layers", "--json", environment: ["ORCHESTRATOR__GIT__AUTO_PULL": "false"]).json()
        let layers = try #require(document["layers"] as? [[String: Any]])
        #expect(
            layers.map { $0["layer"] as? String } == ["defaults", "system", "user", "models", "project", "local", "environment", "set"])
        #expect(layers.map { $0["found"] as? Bool } == [true, false, true, true, true, true, true, false])
        #expect(layers[1]["path"] as? String == "/etc/orchestrator/config.yaml" && layers[1]["note"] as? String == "no such file")
        #expect(layers[4]["path"] as? String == "\(project.path)/\(Self.file)" && layers[6]["note"] as? String == "1 variable")
        let lines = try project.run("config", "layers", "--profile", "fast").stdout.split(separator: "\n")
        #expect(lines.count == 9 && lines.contains("+ profile      config/profiles/fast.yaml"))
        let missing = try project.run("config", "layers", "--config", "other.yaml")
        #expect(missing.status == 2 && missing.stderr.contains("error[file-missing]: the file 'other.yaml' that --config names does not exist"))
        #expect(try project.run("config", "layers", "--profile", "fasst").stderr.contains("did you mean 'fast'?"))
    }

    @Test func showPrintsWhatLoadsAgain() throws {
        let project = try layered()
        let shown = try project.run("config", "show")
        #expect(shown.status == 0 && shown.stderr.isEmpty)
        let document = try project.run("config", "show", "--json").stdout
        try project.write("copy/config/orchestrator-config.yaml", shown.stdout)
        let again = try project.run("config", "show", "--json", "--project", "copy", environment: ["HOME": "/nonexistent"])
        #expect(again.stdout == document, "\(again.stderr)")
        let origins = try project.run("config", "show", "--origins").stdout.split(separator: "\n")
        #expect(origins.contains("  timeout: 1m30s  # \(Self.file):3:12"))
        #expect(origins.contains("  retry_delay: 5s  # default"))
        #expect(origins.contains { $0.hasPrefix("  base_path: ") && $0.hasSuffix("/.config/orchestrator/mine  # .config/orchestrator/config.yaml:2:24") })
        let settings = try project.run("config", "show", "--origins", "--json").json()["settings"] as? [[String: Any]]
        let timeout = try #require(settings?.first { $0["key"] as? String == "execution.timeout" })
        #expect(timeout["value"] as? Int == 90 && (timeout["origin"] as? [String: Any])?["line"] as? Int == 3)
    }

    @Test func validateReportsEverythingOnceInOrder() throws {
        let project = try project([
            ".config/orchestrator/config.yaml": "git: {auto_pull: yes}\n",
            Self.file: "execution:\n  max_retrys: 1\n  timeout: 5\nrag: {chunk_size: 10, chunk_overlap: 20}\n",
            "config/orchestrator-config.local.yaml": "execution: {mode: brunch}\n",
        ])
        let output = try project.run("config", "validate", "--json", "--set", "nonsense", environment: ["ORCHESTRATOR__GIT__AUTO_PUL": "1"])
        #expect(output.status == 2)
        let diagnostics = try #require(try output.json()["diagnostics"] as? [[String: Any]])
        #expect(
            diagnostics.map { $0["code"] as? String } == ["type", "unknown-key", "unit", "relation", "choice", "unknown-variable", "malformed-set"])
        #expect(diagnostics.allSatisfy { Set($0.keys) == Self.diagnosticKeys })
        let known = diagnostics[1]
        #expect(known["path"] as? String == "execution.max_retrys" && known["line"] as? Int == 2 && known["column"] as? Int == 3)
        #expect(known["severity"] as? String == "error" && known["file"] as? String == Self.file && known["help"] as? String == "did you mean 'max_retries'?")
        let text = try project.run("config", "validate").stdout
        #expect(text.contains("\(Self.file):2:3: error[unknown-key]: 'max_retrys' is not a key of 'execution'\n 2 |   max_retrys: 1\n   |   ^^^^^^^^^^\n"))
        #expect(text.hasSuffix("not valid: 5 errors, 0 warnings\n"))
        let started = try project.run("runs")
        #expect(started.status == 2 && started.stderr.contains("error[unknown-key]") && started.stderr.contains("nothing was started"))
    }

    private static let diagnosticKeys: Set<String> = [
        "severity", "code", "path", "message", "file", "line", "column", "variable", "argument", "help",
    ]

    @Test func validateTakesFilesOfEveryKindAlone() throws {
        let project = try project([
            "plan.yaml": "title: T\nphases: [{title: A, intent: x, script: \"true\"}]\n",
            "bad-plan.yaml": "title: T\nphases: [{title: A, intent: x, script: \"true\", dependencies: [B]}]\n",
            "models.yaml": "ollama: {keep_alive: -1}\n", "bad-models.yaml": "ollama: {keep_alive: soon}\n", "settings.yaml": "git: {auto_pull: false}\n",
        ])
        let good = try project.run("config", "validate", "plan.yaml", "models.yaml", "settings.yaml")
        #expect(good.status == 0 && good.stdout == "valid\n")
        let bad = try project.run("config", "validate", "bad-plan.yaml", "bad-models.yaml", "gone.yaml", "--json")
        let diagnostics = try #require(try bad.json()["diagnostics"] as? [[String: Any]])
        #expect(bad.status == 2 && diagnostics.map { $0["code"] as? String } == ["unknown-dependency", "type", "file-missing"])
        #expect(diagnostics.map { $0["file"] as? String } == ["bad-plan.yaml", "bad-models.yaml", "gone.yaml"])
    }

    @Test func diffComparesFilesAlone() throws {
        let project = try project([
            "a.yaml": "execution: {max_retries: 5}\n", "b.yaml": "agents: {claude: {prompt: file}}\n", Self.file: "git: {auto_pull: false}\n",
        ])
        let diff = try project.run("config", "diff", "a.yaml", "b.yaml")
        #expect(diff.stdout == "agents.claude.prompt: \"stdin\" → \"file\"\nexecution.max_retries: 5 → 3\n")
        let list = try project.run("config", "diff", "a.yaml", "b.yaml", "--json").json()
        #expect(list["next"] is NSNull && (list["differences"] as? [[String: Any]])?.count == 2)
        #expect(try project.run("config", "diff", "a.yaml", "gone.yaml").status == 2)
        #expect(try project.run("config", "diff").status == 2)
    }

    @Test func initWritesTheTemplateAndItsSchema() throws {
        let project = try project([:])
        let made = try project.run("config", "init")
        #expect(made.stdout == "wrote \(Self.file)\nwrote config/orchestrator-config.schema.json\n")
        let template = try project.read(Self.file)
        #expect(template.hasPrefix("# yaml-language-server: $schema=./orchestrator-config.schema.json\n"))
        #expect(try project.run("config", "validate").stdout == "valid\n")
        #expect(try project.run("config", "schema").stdout == project.read("config/orchestrator-config.schema.json"))
        let again = try project.run("config", "init")
        #expect(again.status == 1 && again.stderr.contains("is there already"))
        #expect(try project.read(Self.file) == template)
        // No directory for artifacts, log or database is made by looking at settings.
        for command in ["show", "validate", "layers"] { #expect(try project.run("config", command).status == 0) }
        #expect(!project.exists("data"))
    }

    @Test(arguments: ["configuration", "models", "plan"]) func schemaIsDraftSeven(_ name: String) throws {
        let document = try project([:]).run("config", "schema", name).json()
        #expect(document["$schema"] as? String == "http://json-schema.org/draft-07/schema#")
        #expect(document["additionalProperties"] as? Bool == false)
        #expect((document["patternProperties"] as? [String: Any])?["^x-"] != nil)
    }

    @Test func theCaretStandsUnderWideCharactersAndCombiningMarks() throws {
        let project = try project([
            Self.file: "x-note: {\"日本\": \"e\u{301}\", x-b: 1}\nexecution: {x-e\u{301}日本: 1, timeout: never}\n"
        ])
        let lines = try project.run("config", "validate").stdout.split(separator: "\n")
        #expect(lines[0].hasPrefix("\(Self.file):2:33: error[type]"))
        // An accented letter takes one cell, a wide one two.
        let caret = try #require(lines.first { $0.contains("^") })
        #expect(caret.prefix { $0 != "^" }.count == " 2 | ".count + 33)
    }

    @Test func coloursAreForTerminals() throws {
        let project = try project([Self.file: "execution: {max_retrys: 1}\n"])
        #expect(try !project.run("config", "validate").stdout.contains("\u{1B}"))
        #expect(try project.runOnTerminal(["config", "validate"]).contains("\u{1B}[1;31merror[unknown-key]:\u{1B}[0m"))
        #expect(try !project.runOnTerminal(["config", "validate"], environment: ["NO_COLOR": "1"]).contains("\u{1B}"))
    }
}
