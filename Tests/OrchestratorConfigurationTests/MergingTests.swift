import OrchestratorModel
import Testing

@testable import OrchestratorConfiguration

@Suite struct MergingTests {
    private func load(_ main: String, _ local: String) throws -> LoadedConfiguration {
        try ScratchProject(["config/orchestrator-config.yaml": main, "config/orchestrator-config.local.yaml": local]).load()
    }

    private func problems(_ main: String, _ local: String = "") throws -> [Diagnostic] {
        try ScratchProject(["config/orchestrator-config.yaml": main, "config/orchestrator-config.local.yaml": local]).diagnostics()
    }

    private let bot = "agents:\n  bot:\n    command: [a]\n    environment: [X]\n"

    @Test func appendsWhereATagSaysSo() throws {
        let agent = try load(bot, "agents:\n  bot:\n    environment: !append [Y]\n").configuration.agents["bot"]
        #expect(agent?.environment == ["X", "Y"])
        #expect(agent?.command == ["a"])
        let claude = try load("", "agents:\n  claude:\n    command: !append [--model, opus]\n").configuration.agents["claude"]
        #expect(claude?.command == (Configuration.Agent.builtIn["claude"]?.command ?? []) + ["--model", "opus"])
    }

    @Test func replacesAMapWholeWhereATagSaysSo() throws {
        let agents = try load(bot, "agents: !replace\n  shell: {}\n  other:\n    command: [b]\n").configuration.agents
        #expect(agents.keys.sorted() == ["other", "shell"])
        let one = try load(bot, "agents:\n  bot: !replace\n    command: [b]\n").configuration.agents["bot"]
        #expect(one?.environment == [])
    }

    @Test func resetsToTheDefault() throws {
        let loaded = try load("execution:\n  max_retries: 9\n  mode: branch\n", "execution: !reset\n")
        #expect(loaded.configuration.execution.maxRetries == 3)
        #expect(loaded.configuration.execution.mode == .direct)
        #expect(try loaded.explanation(of: "execution.mode").origin.description == "default")
        #expect(try load(bot, "agents:\n  bot: !reset\n").configuration.agents["bot"] == nil)
    }

    @Test func removesAnEntryOfAKeyedList() throws {
        let tests = "verification:\n  custom_tests:\n    - {name: one, command: x}\n    - {name: two, command: y}\n"
        let loaded = try load(tests, "verification:\n  custom_tests:\n    - !reset {name: one}\n")
        #expect(loaded.configuration.verification.customTests.map(\.name) == ["two"])
    }

    @Test func refusesTagsThatMeanNothing() throws {
        #expect(try problems("execution:\n  max_retries: !!int 3\n").map(\.code) == ["tag"])
        #expect(try problems("execution:\n  max_retries: !append 3\n").map(\.code) == ["tag"])
        #expect(try problems("execution:\n  max_retries: !reset 3\n").map(\.code) == ["tag"])
        #expect(try problems("x-a: &a {max_retries: 3}\nexecution:\n  <<: *a\n").map(\.code) == ["merge-key"])
    }

    @Test func showsBothPlacesOfAMapOverAScalar() throws {
        let diagnostics = try problems("execution:\n  max_retries: 3\n", "execution: fast\n")
        #expect(diagnostics.count == 1)
        #expect(diagnostics[0].message.contains("config/orchestrator-config.yaml:2:3"))
        #expect(diagnostics[0].file == "config/orchestrator-config.local.yaml")
    }

    @Test func takesNullOnlyWhereAKeyIsOptional() throws {
        let loaded = try load("verification:\n  build:\n    command: make\n", "verification:\n  build:\n    command: null\n")
        #expect(loaded.configuration.verification.build.command == nil)
        #expect(try problems("execution:\n  max_retries: ~\n").map(\.code) == ["null"])
        #expect(try problems("execution:\n  branch_prefix:\n").map(\.code) == ["null"])
        #expect(try problems("execution:\nverification:\n").isEmpty)
    }

    @Test func showsTheNestedFormOfADottedKey() throws {
        let diagnostics = try problems("execution.max_retries: 3\n")
        #expect(diagnostics.map(\.code) == ["dotted-key"])
        #expect(diagnostics[0].help?.contains("execution: ⏎   max_retries:") == true)
    }

    @Test func wantsEachEntryNamedOnceAndComplete() throws {
        let diagnostics = try problems(
            "verification:\n  custom_tests:\n    - {name: one, command: x}\n    - {name: one, command: y}\n    - {command: z}\n    - {name: four}\n"
        )
        #expect(diagnostics.map(\.code) == ["duplicate-name", "required", "required"])
        #expect(diagnostics.map(\.line) == [4, 5, 6])
        #expect(diagnostics[2].path == "verification.custom_tests.four.command")
    }

    @Test func wantsACommandOfEveryAgentButTheShell() throws {
        let diagnostics = try problems("agents:\n  bot:\n    prompt: file\n")
        #expect(diagnostics.map(\.path) == ["agents.bot.command"])
        #expect(try problems("execution:\n  agent: claud\n")[0].help == "did you mean 'claude'?")
    }
}
