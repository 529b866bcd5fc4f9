import Testing

/// Which configuration a run goes by: the one it was started with.
@Suite struct RunConfigurationTests {
    private static func settings(test: String, retries: Int = 0, more: String = "") -> String {
        """
        execution: {agent: shell, retry_delay: 0s, max_retries: \(retries + 1)}
        verification: {test: {command: "echo \(test) >> seen; exit 1"}}
        \(more)

        """
    }

    /// A run that waits for an answer, with the question answered, so that it can go on.
    private func paused() throws -> ProjectDirectory {
        let project = try ProjectDirectory.repository()
        try project.write("config/orchestrator-config.yaml", Self.settings(test: "old"))
        try project.write(
            "plan.yaml",
            "title: T\nphases:\n  - {title: A, intent: x, script: \"true\"}\n  - {title: B, intent: x, script: \"true\", max_retries: 7}\n")
        #expect(try project.run("run", "plan.yaml", "--allow-dirty").status == 3)
        try answer(project)
        return project
    }

    private func answer(_ project: ProjectDirectory) throws {
        let list = try project.run("interventions", "latest", "--json").json()
        let open = (list["interventions"] as? [[String: Any]])?.first { $0["status"] as? String == "pending" }
        let id = try #require(open?["intervention_id"] as? String)
        #expect(try project.run("interventions", "resolve", id, "resume").status == 0)
    }

    private func checks(_ project: ProjectDirectory) throws -> [Substring] { try project.read("seen").split(separator: "\n") }

    private func changes(_ project: ProjectDirectory) throws -> Int {
        try project.run("events", "latest", "--json").stdout.split(separator: "run.configuration_changed").count - 1
    }

    @Test func resumeUsesWhatTheRunWasStartedWithAndSaysWhatDiffers() throws {
        let project = try paused()
        let before = try checks(project).count
        try project.write("config/orchestrator-config.yaml", Self.settings(test: "new", retries: 2, more: "logging: {level: DEBUG}"))
        let resumed = try project.run("resume", "latest")
        #expect(resumed.status == 3)
        #expect(try checks(project).count > before)
        #expect(try checks(project).allSatisfy { $0 == "old" })
        #expect(resumed.stderr.contains("goes on with the configuration it was started with; 2 settings would be different now"))
        #expect(resumed.stderr.contains("\n  execution.max_retries: 1 → 3\n"))
        #expect(resumed.stderr.contains("--use-current-config"))
        #expect(!resumed.stderr.contains("logging.level"))
        // What always comes from the present configuration.
        #expect(try project.read("data/orchestrator.log").contains(" DEBUG "))
        #expect(try changes(project) == 0)
    }

    @Test func resumeTakesThePresentOneWhereThatIsWanted() throws {
        let project = try paused()
        try project.write("config/orchestrator-config.yaml", Self.settings(test: "new", retries: 1))
        let resumed = try project.run("resume", "latest", "--use-current-config")
        #expect(resumed.status == 3 && resumed.stderr.contains("2 settings changed"))
        #expect(try checks(project) == ["old", "old", "new", "new", "new"])
        #expect(try changes(project) == 1)
        let document = try project.run("show", "latest", "--json").json()
        let phases = (document["phases"] as? [[String: Any]])?.compactMap { ($0["phase"] as? [String: Any])?["max_retries"] as? Int }
        #expect(phases == [2, 7])
        // It is the run's own from now on.
        try answer(project)
        let again = try project.run("resume", "latest", "--use-current-config")
        #expect(again.status == 3 && !again.stderr.contains("setting"))
        #expect(try changes(project) == 1)
    }

    @Test func saysOfManyDifferencesTheFirst() throws {
        let project = try paused()
        let long = String(repeating: "long", count: 100)
        try project.write(
            "config/orchestrator-config.yaml",
            Self.settings(test: long, retries: 1, more: "rag: {chunk_size: 900, chunk_overlap: 9, max_retrieved_chunks: 9, index_on_startup: true}")
                + "llm: {model: a, temperature: 1, max_tokens: 3, embedding_model: c}\ngit: {auto_pull: false}\n")
        let lines = try project.run("resume", "latest").stderr.split(separator: "\n")
        #expect(lines.filter { $0.hasPrefix("  ") }.count == 9 && lines.contains("  and 3 more"))
        #expect(lines.allSatisfy { $0.count < 200 })
    }

    @Test func diffNamesTheSettingsThatChangedSince() throws {
        let project = try paused()
        let same = try project.run("config", "diff", "latest")
        #expect(same.status == 0 && same.stdout.isEmpty && same.stderr == "no difference\n")
        try project.write("config/orchestrator-config.yaml", Self.settings(test: "old", retries: 1, more: "state: {lease_ttl: 40s}"))
        #expect(try project.run("config", "diff", "latest").stdout == "execution.max_retries: 1 → 2\n")
        let document = try project.run("config", "diff", "latest", "--json", "--set", "execution.timeout=1m").json()
        let differences = try #require(document["differences"] as? [[String: Any]])
        #expect(differences.map { $0["key"] as? String } == ["execution.max_retries", "execution.timeout"])
        #expect(differences.map { $0["before"] as? Int } == [1, 1800] && differences.map { $0["after"] as? Int } == [2, 60])
        #expect(try project.run("config", "diff", "nothing-like-it").status == 4)
    }

    /// Artifacts of a run stay together, whatever the directory of new ones is.
    @Test func findsTheArtifactsOfTheRun() throws {
        let project = try paused()
        try project.write("config/orchestrator-config.yaml", Self.settings(test: "old", more: "artifacts: {base_path: data/elsewhere}"))
        #expect(try project.run("resume", "latest").status == 3)
        #expect(!project.exists("data/elsewhere"))
    }

    @Test func aRunOfAKeyGoesOnWithItsOwn() throws {
        let project = try ProjectDirectory.repository()
        try project.write("config/orchestrator-config.yaml", Self.settings(test: "old"))
        try project.write("plan.yaml", "title: T\nphases: [{title: A, intent: x, script: \"true\"}]\n")
        #expect(try project.run("submit", "plan.yaml", "--idempotency-key", "k").status == 0)
        let run = try project.run(
            "run", "plan.yaml", "--allow-dirty", "--idempotency-key", "k", "--set", "verification.test.command=echo new >> seen; exit 1")
        #expect(run.stderr.contains("1 setting would be different now"))
        #expect(try Set(checks(project)) == ["old"])
    }

    /// A row that was changed by hand must not mean the present settings, which may check nothing.
    @Test(arguments: ["\"x\"", "null", "[]"]) func aConfigurationThatIsNoObjectIsNone(text: String) throws {
        let project = try paused()
        try project.sqlite("UPDATE run_configurations SET configuration = '\(text)'")
        let refused = try project.run("resume", "latest")
        #expect(refused.status == 2 && refused.stderr.contains("does not accept the configuration"), "\(refused)")
        #expect(refused.stderr.contains("--use-current-config"))
        #expect(try project.run("status", "latest", "--json").stdout.contains("\"status\": \"paused\""))
    }

    @Test func aConfigurationThatIsNotAcceptedAnyMoreStopsNothing() throws {
        let project = try paused()
        try project.sqlite("UPDATE run_configurations SET configuration = replace(configuration, '\"max_retries\":1', '\"max_retrys\":1')")
        let refused = try project.run("resume", "latest")
        #expect(refused.status == 2 && refused.stderr.contains("max_retrys") && refused.stderr.contains("--use-current-config"))
        #expect(try project.run("status", "latest", "--json").stdout.contains("\"status\": \"paused\""))
        #expect(try project.run("resume", "latest", "--use-current-config").status == 3)
    }
}
