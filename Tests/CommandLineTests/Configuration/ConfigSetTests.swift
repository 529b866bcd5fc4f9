import Foundation
import Testing

/// `config set` changes one value in a file, and not one byte else.
@Suite struct ConfigSetTests {
    private static let file = "config/orchestrator-config.yaml"

    /// A text, a change, and the text after it.
    struct Change: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let key: String
        let value: String
        let before: String
        let after: String
    }

    private static let changes = [
        Change(
            testDescription: "comments, order and odd spacing", key: "execution.max_retries", value: "5",
            before: "# top\n\ngit:   {auto_pull:   true}   # first\nexecution:  # why\n   max_retries:   3     # three\n\n\n# end",
            after: "# top\n\ngit:   {auto_pull:   true}   # first\nexecution:  # why\n   max_retries:   5     # three\n\n\n# end"),
        Change(
            testDescription: "CRLF", key: "git.auto_pull", value: "false", before: "execution:\r\n  max_retries: 3\r\n# end\r\n",
            after: "execution:\r\n  max_retries: 3\r\ngit:\r\n  auto_pull: false\r\n# end\r\n"),
        Change(
            testDescription: "a byte order mark", key: "execution.max_retries", value: "4", before: "\u{FEFF}execution:\n  max_retries: 3\n",
            after: "\u{FEFF}execution:\n  max_retries: 4\n"),
        Change(
            testDescription: "a text in quotes", key: "verification.test.command", value: "make 'all' # now",
            before: "verification:\n  test:\n    command: 'make'   # it's \"so\"\n    timeout: 5m\n",
            after: "verification:\n  test:\n    command: \"make 'all' # now\"   # it's \"so\"\n    timeout: 5m\n"),
        Change(
            testDescription: "a section that is missing, at the file's own indentation", key: "verification.lint.timeout", value: "9s",
            before: "verification:\n     build:\n          enabled: true\n",
            after: "verification:\n     build:\n          enabled: true\n     lint:\n          timeout: 9s\n"),
        Change(
            testDescription: "other quotes stay", key: "execution.mode", value: "branch",
            before: "\"execution\":\n  'mode': direct\n  \"agent\": 'shell'\n", after: "\"execution\":\n  'mode': branch\n  \"agent\": 'shell'\n"),
        Change(
            testDescription: "a file without anything", key: "agents.house.command", value: "[house, --go]", before: "",
            after: "agents:\n  house:\n    command: [house, --go]\n"),
        Change(
            testDescription: "a name with dots and a colon", key: "model_overrides.\"qwen2.5-coder:14b\".num_ctx", value: "16384",
            before: "model_overrides:\n  planner_temperature: 1\n",
            after: "model_overrides:\n  planner_temperature: 1\n  qwen2.5-coder:14b:\n    num_ctx: 16384\n"),
        Change(
            testDescription: "an entry of a list, by its name", key: "verification.custom_tests.two.timeout", value: "9s",
            before: "verification:\n  custom_tests:\n  - name: one\n    command: a\n  - {name: two, command: b}\n",
            after: "verification:\n  custom_tests:\n  - name: one\n    command: a\n  - {name: two, command: b, timeout: 9s}\n"),
        Change(
            testDescription: "wide characters before it", key: "llm.model", value: "ü", before: "x-ä: \"日本語\"\nllm: {model: \"é\"}  # 日本\n",
            after: "x-ä: \"日本語\"\nllm: {model: \"ü\"}  # 日本\n"),
    ]

    @Test(arguments: changes) func changesNothingElse(_ change: Change) throws {
        let project = try ProjectDirectory()
        try project.write(Self.file, change.before)
        let output = try project.run("config", "set", change.key, change.value)
        #expect(output.status == 0 && output.stdout == "\(Self.file): set \(change.key)\n", "\(output)")
        #expect(try project.bytes(Self.file) == Data(change.after.utf8))
        let again = try project.run("config", "set", change.key, change.value, "--json").json()
        #expect(again["changed"] as? Bool == false && again["file"] as? String == Self.file)
        #expect(try project.run("config", "validate").status == 0)
    }

    /// A text, a change that is refused, and what the refusal says.
    struct Refusal: Sendable, CustomTestStringConvertible {
        let key: String
        let value: String
        let text: String
        let says: [String]

        var testDescription: String { "\(key)=\(value)" }
    }

    private static let refusals = [
        Refusal(
            key: "execution.max_retries", value: "4", text: "x-e: &e {max_retries: 3}\nexecution: *e\n",
            says: ["error[not-safe]", "\(file):2:12", "help: edit the file by hand: execution: max_retries: 4"]),
        Refusal(
            key: "agents.a.command", value: "[b]", text: "agents:\n  a:\n    command:\n      - a # first\n      - b\n",
            says: ["error[not-safe]", "comments", "help: edit the file by hand: agents: a: command: [b]"]),
        Refusal(
            key: "execution.max_retries", value: "4", text: "max_retries: 3\n",
            says: ["error[old-name]", "\(file):1:1", "help: rename it to 'execution.max_retries'"]),
        Refusal(key: "execution.max_retries", value: "4", text: "execution: [\n", says: ["error[syntax]"]),
        Refusal(key: "execution.max_retries", value: "yes", text: "", says: ["error[type]", "--set execution.max_retries=yes"]),
        Refusal(key: "execution.max_retrys", value: "4", text: "", says: ["error[unknown-key]", "did you mean 'execution.max_retries'"]),
        Refusal(
            key: "verification.custom_tests.new.timeout", value: "4s", text: "git:\n",
            says: ["error[not-safe]", "help: edit the file by hand: verification: custom_tests: new: timeout: 4s"]),
    ]

    @Test(arguments: refusals) func refusesWithWhatToDoByHand(_ refusal: Refusal) throws {
        let project = try ProjectDirectory()
        try project.write(Self.file, refusal.text)
        let output = try project.run("config", "set", refusal.key, refusal.value)
        #expect(output.status == 2 && output.stdout.isEmpty)
        for part in refusal.says { #expect(output.stderr.contains(part), "\(output.stderr)") }
        #expect(try project.read(Self.file) == refusal.text)
    }

    @Test func keepsTheModeAndTheTargetOfALink() throws {
        let project = try ProjectDirectory()
        try project.write("shared/real.yaml", "execution: {max_retries: 3}\n")
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: project.path + "/shared/real.yaml")
        try FileManager.default.createDirectory(atPath: project.path + "/config", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: project.path + "/" + Self.file, withDestinationPath: "../shared/real.yaml")
        #expect(try project.run("config", "set", "execution.max_retries", "5").status == 0)
        #expect(try project.read("shared/real.yaml") == "execution: {max_retries: 5}\n")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: project.path + "/" + Self.file) == "../shared/real.yaml")
        let attributes = try FileManager.default.attributesOfItem(atPath: project.path + "/shared/real.yaml")
        #expect(attributes[.posixPermissions] as? Int == 0o640)
        #expect(try FileManager.default.contentsOfDirectory(atPath: project.path + "/shared") == ["real.yaml"])
    }

    @Test func makesTheTargetOfALinkThatLeadsNowhere() throws {
        let project = try ProjectDirectory()
        try FileManager.default.createDirectory(atPath: project.path + "/config", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: project.path + "/" + Self.file, withDestinationPath: "../shared/new.yaml")
        #expect(try project.run("config", "set", "execution.max_retries", "5").status == 0)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: project.path + "/" + Self.file) == "../shared/new.yaml")
        #expect(try project.read("shared/new.yaml") == "execution:\n  max_retries: 5\n")
    }

    @Test func reachesEveryLayerThatHasAFile() throws {
        let project = try ProjectDirectory()
        let files = [
            "user": ".config/orchestrator/config.yaml", "project": Self.file, "local": "config/orchestrator-config.local.yaml",
            "profile": "config/profiles/strict.yaml",
        ]
        for (layer, file) in files {
            let profile = layer == "profile" ? ["--profile", "strict"] : []
            if layer == "profile" { try project.write(file, "{}\n") }
            let arguments = ["config", "set", "execution.max_retries", "6", "--layer", layer] + profile
            #expect(try project.executable.run(arguments, in: project.path).status == 0)
            #expect(try project.read(file).contains("max_retries: 6"))
        }
        let hidden = try project.run("config", "set", "execution.max_retries", "7", "--layer", "user")
        #expect(hidden.stderr == "note: config/orchestrator-config.local.yaml:2:16 wins over it\n")
        #expect(try project.run("config", "set", "execution.max_retries", "7", "--layer", "profile").status == 2)
        #expect(try project.run("config", "set", "execution.max_retries", "7", "--layer", "moon").status == 2)
    }

    @Test func leavesAFileAloneThatCannotBeReplaced() throws {
        let project = try ProjectDirectory()
        try FileManager.default.createDirectory(atPath: project.path + "/" + Self.file, withIntermediateDirectories: true)
        let output = try project.run("config", "set", "execution.max_retries", "7")
        #expect(output.status == 2 && output.stderr.contains("is not a regular file"))
    }
}
