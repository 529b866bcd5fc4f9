import OrchestratorModel
import Testing

@testable import OrchestratorConfiguration

@Suite struct SnapshotTests {
    private let files = [
        "config/orchestrator-config.yaml": """
        execution: {max_retries: 7, retry_delay: 250ms, budget: {max_duration: 2h}}
        agents:
          bot: {command: [run], timeout: 9s, max_output_size: 1KiB}
          claude: {prompt: file}
        verification:
          custom_tests: [{name: one, command: x, timeout: 2s}]
        models: {ollama: {keep_alive: -1}, fallback_models: [{name: a}]}
        model_overrides: {planner_temperature: 1, "q:14b": {num_ctx: 3}}
        llm: {host: "http://u:hunter2@h"}
        """
    ]

    @Test func restoresWhatARunWasStartedWith() throws {
        let then = try ScratchProject(files).load()
        let now = try ScratchProject([
            "config/orchestrator-config.yaml":
                "execution: {max_retries: 2}\nlogging: {level: DEBUG}\nagents: {new: {command: [n]}}\nllm: {host: 'http://u:now@h'}"
        ]).load()
        let restored = try now.restored(from: then.document)
        #expect(ConfigurationDifference.between(restored.document, then.document).map(\.key) == ["logging.level"])
        #expect(restored.configuration.logging.level == .debug)
        #expect(restored.configuration.agents["new"] == nil)
        #expect(restored.configuration.llm.host.text.reveal { $0 } == "http://u:now@h")
        #expect(restored.configuration.execution.budget.maxDuration == .seconds(7200))
        #expect(restored.projectDirectory == now.projectDirectory)
        let keys = now.differences(from: then.document).map(\.key)
        #expect(keys.contains("execution.max_retries"))
        #expect(!keys.contains("logging.level"))
    }

    @Test(arguments: ["x", "", nil, 7, true, [], [[:]]] as [JSONValue])
    func refusesWhatIsNoObject(snapshot: JSONValue) throws {
        let now = try ScratchProject([:]).load()
        #expect(throws: ConfigurationProblems.self) { try now.restored(from: snapshot) }
        _ = try now.restored(from: [:])
    }

    @Test(arguments: [JSONValue.number(1e300), .number(-1e300), .number(1e10 + 0.5), .integer(.max)])
    func refusesADurationBeyondAllBounds(seconds: JSONValue) throws {
        let now = try ScratchProject([:]).load()
        #expect(throws: ConfigurationProblems.self) { try now.restored(from: ["execution": ["retry_delay": seconds]]) }
    }

    @Test func savesTheWholeConfiguration() throws {
        let project = try ScratchProject(files.mapValues { $0.replacing("u:hunter2@", with: "") })
        let loaded = try project.load()
        try loaded.configuration.save(to: "\(project.path)/config/saved.yaml")
        let other = try ScratchProject([
            "xdg/orchestrator/config.yaml":
                "agents: {mine: {command: [m]}}\nverification: {custom_tests: [{name: mine, command: m}], build: {command: make}}"
        ])
        var request = other.request(configurationFile: "\(project.path)/config/saved.yaml")
        request.projectDirectory = project.path
        let again = try Configuration.load(request)
        #expect(Configuration.schema.value(again.configuration) == Configuration.schema.value(loaded.configuration))
    }

    @Test func comparesFilesAlone() throws {
        let project = try ScratchProject([
            "a.yaml": "execution: {max_retries: 5}", "b.yaml": "git: {auto_pull: false}",
            "config/orchestrator-config.local.yaml": "logging: {level: ERROR}",
        ])
        let documents = try ["a.yaml", "b.yaml"].map { name in
            var request = project.request(environment: ["ORCHESTRATOR__EXECUTION__MAX_RETRIES": "9"], configurationFile: name)
            request.isFileAlone = true
            return try Configuration.load(request).document
        }
        let differences = ConfigurationDifference.between(documents[0], documents[1])
        #expect(differences.map(\.text) == ["execution.max_retries: 5 → 3", "git.auto_pull: true → false"])
    }
}
