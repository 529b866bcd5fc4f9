import OrchestratorModel
import Testing

@testable import OrchestratorConfiguration

@Suite struct EnvironmentTests {
    private func problems(_ environment: [String: String]) throws -> [Diagnostic] {
        try ScratchProject().diagnostics(environment: environment)
    }

    @Test func readsListsMapsAndFreeNames() throws {
        let loaded = try ScratchProject().load(environment: [
            "ORCHESTRATOR__AGENTS__BOT__COMMAND": #"["run", "--fast"]"#, "ORCHESTRATOR__AGENTS__BOT__TIMEOUT": "90s",
            "ORCHESTRATOR__FINDINGS_THRESHOLDS": #"{"major": 1, "minor": 2}"#,
            "ORCHESTRATOR__VERIFICATION__CUSTOM_TESTS": #"[{"name": "one", "command": "x"}]"#,
            "ORCHESTRATOR__VERIFICATION__CUSTOM_TESTS__ONE__TIMEOUT": "3s", "ORCHESTRATOR__LLM__MODEL": "1.10",
            "ORCHESTRATOR__EXECUTION__BRANCH_PREFIX": "",
        ])
        #expect(loaded.configuration.agents["bot"]?.command == ["run", "--fast"])
        #expect(loaded.configuration.agents["bot"]?.timeout == .seconds(90))
        #expect(loaded.configuration.findingsThresholds == SeverityCounts(major: 1, medium: 0, minor: 2))
        #expect(loaded.configuration.verification.customTests.first?.timeout == .seconds(3))
        #expect(loaded.configuration.llm.model == "1.10")
        #expect(loaded.configuration.execution.branchPrefix == "")
    }

    @Test func namesTheVariableThatIsWrong() throws {
        for (name, value, code) in [
            ("ORCHESTRATOR__EXECUTION__MAX_RETRIES", "", "type"), ("ORCHESTRATOR__AGENTS__BOT__COMMAND", "run me", "json"),
            ("ORCHESTRATOR__AGENTS__BOT__COMMAND", "[a]", "json"), ("ORCHESTRATOR__FINDINGS_THRESHOLDS", #"{"majr": 1}"#, "unknown-key"),
            ("ORCHESTRATOR__AGENTS__BOT__COMMAND", "[", "syntax"), ("ORCHESTRATOR__AGENTS__BOT__COMMAND", "", "empty"),
            ("ORCHESTRATOR__EXECUTION__MODE", "sideways", "choice"),
        ] {
            let diagnostics = try problems([name: value]).filter { $0.severity == .error }
            #expect(diagnostics.first?.code == code, "\(name)=\(value): \(diagnostics)")
            #expect(diagnostics.first?.variable == name)
        }
    }

    @Test func warnsOfVariablesThatNameNothing() throws {
        for name in [
            "ORCHESTRATOR__EXECUTION__MAX_RETRYS", "ORCHESTRATOR__execution__max_retries", "ORCHESTRATOR__", "ORCHESTRATOR__X____Y",
        ] {
            let diagnostics = try problems([name: "1"])
            #expect(diagnostics.map(\.code) == ["unknown-variable"])
            #expect(diagnostics.map(\.severity) == [.warning])
        }
        #expect(try problems(["ORCHESTRATOR_RUN_ID": "x"]).isEmpty)
    }

    @Test func readsASecretFromAFile() throws {
        let project = try ScratchProject(["secret": "postgresql://u:canary@db/x\n"])
        let loaded = try project.load(environment: ["ORCHESTRATOR__STATE__URL__FILE": "\(project.path)/secret"])
        guard case .postgresql(let url, let password?) = loaded.configuration.state.url else { throw Unexpected() }
        #expect(url == "postgresql://u@db/x")
        #expect(password.reveal { $0 } == "canary")
        #expect(try problems(["ORCHESTRATOR__STATE__URL__FILE": "/nowhere"]).map(\.code) == ["secret-file"])
        #expect(try problems(["ORCHESTRATOR__LLM__MODEL__FILE": "/etc/passwd"]).map(\.code) == ["secret-file"])
    }

    @Test func readsArgumentsWithQuotedKeys() throws {
        let loaded = try ScratchProject().load(settings: [
            #"model_overrides."qwen2.5-coder:14b".num_ctx=16384"#, "agents.bot.command=[a, b]", "git.commit_message_template=a=b {summary}",
        ])
        #expect(loaded.configuration.modelOverrides.models["qwen2.5-coder:14b"]?.numCtx == 16384)
        #expect(loaded.configuration.agents["bot"]?.command == ["a", "b"])
        #expect(loaded.configuration.git.commitMessageTemplate == "a=b {summary}")
    }

    @Test(arguments: ["execution", "=1", "a..b=1", #"a."b=1"#, "", ".=x"]) func diagnosesAMalformedArgument(_ argument: String) throws {
        let diagnostics = try ScratchProject().diagnostics(settings: [argument])
        #expect(diagnostics.map(\.code) == ["malformed-set"])
    }
}
