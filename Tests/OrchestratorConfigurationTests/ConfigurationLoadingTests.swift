import Foundation
import OrchestratorModel
import Testing

@testable import OrchestratorConfiguration

@Suite struct ConfigurationLoadingTests {
    @Test func givesDefaultsWithoutAnyFile() throws {
        let project = try ScratchProject()
        let loaded = try project.load()
        #expect(loaded.warnings.isEmpty)
        #expect(loaded.configuration.execution.maxRetries == 3)
        #expect(loaded.configuration.maxRetries == 3)
        #expect(loaded.configuration.findingsThresholds == SeverityCounts(major: 0, medium: 0, minor: 5))
        #expect(loaded.configuration.artifacts.basePath == "\(loaded.projectDirectory)/data/artifacts")
        #expect(loaded.document.value(at: "execution.timeout") == 1800)
        #expect(loaded.document.value(at: "artifacts.base_path") == "data/artifacts")
        guard case .sqlite(let path) = loaded.configuration.state.url else { throw Unexpected() }
        #expect(path == "\(loaded.projectDirectory)/data/orchestrator.db")
        #expect(!FileManager.default.fileExists(atPath: "\(project.path)/data"))
    }

    @Test func letsEachLayerWinOverTheOnesBelow() throws {
        let project = try ScratchProject([
            "etc/config.yaml":
                "execution: {max_retries: 11, retry_delay: 11s, stalled_passes: 1, branch_prefix: a, timeout: 1m, agent: claude, mode: branch}",
            "xdg/orchestrator/config.yaml":
                "execution: {max_retries: 12, retry_delay: 12s, stalled_passes: 2, branch_prefix: b, timeout: 2m, agent: codex}",
            "config/orchestrator-config.yaml":
                "execution: {max_retries: 13, retry_delay: 13s, stalled_passes: 3, branch_prefix: c, timeout: 3m}",
            "config/orchestrator-config.local.yaml": "execution: {max_retries: 14, retry_delay: 14s, stalled_passes: 4, branch_prefix: d}",
            "config/profiles/strict.yaml": "execution: {max_retries: 15, retry_delay: 15s, stalled_passes: 5}",
        ])
        let loaded = try project.load(
            settings: ["execution.max_retries=17"],
            environment: ["ORCHESTRATOR__EXECUTION__MAX_RETRIES": "16", "ORCHESTRATOR__EXECUTION__RETRY_DELAY": "16s"], profile: "strict")
        let execution = loaded.configuration.execution
        #expect(execution.maxRetries == 17)
        #expect(execution.retryDelay == .seconds(16))
        #expect(execution.stalledPasses == 5)
        #expect(execution.branchPrefix == "d")
        #expect(execution.timeout == .seconds(180))
        #expect(execution.agent == "codex")
        #expect(execution.mode == .branch)
        let explanation = try loaded.explanation(of: "execution.max_retries")
        #expect(explanation.origin.argument == "execution.max_retries=17")
        #expect(explanation.shadowed.map(\.value) == [16, 15, 14, 13, 12, 11])
        #expect(explanation.shadowed.map(\.origin.layer) == [.environment, .profile, .local, .project, .user, .system])
        #expect(explanation.shadowed[2].origin.description == "config/orchestrator-config.local.yaml:1:26")
    }

    @Test func explainsWithTheUnitsOfYAML() throws {
        let project = try ScratchProject(["config/orchestrator-config.yaml": "execution:\n  retry_delay: 90\n"])
        let loaded = try project.load(settings: ["execution.retry_delay=1500ms"])
        let delay = try loaded.explanation(of: "execution.retry_delay")
        #expect(delay.text.hasPrefix("execution.retry_delay = 1s500ms\n"), "\(delay.text)")
        #expect(delay.text.contains("\n  hides     1m30s (config/orchestrator-config.yaml:2:16)\n"), "\(delay.text)")
        #expect(delay.value == .number(1.5) && delay.shadowed.map(\.value) == [90])
        // Section by section it says what `config show` does.
        let lines = Set(loaded.text().split(separator: "\n").map { $0.drop { $0 == " " } })
        for (key, _, _) in loaded.origins where !key.contains("\"") {
            let explanation = try loaded.explanation(of: key)
            let name = key.split(separator: ".").last ?? ""
            let shown = explanation.text.split(separator: "\n").first?.dropFirst(key.count + 3) ?? ""
            guard shown != "(none)" else { continue }
            #expect(lines.contains("\(name): \(shown)") || lines.contains("- \(name): \(shown)"), "\(key): \(shown)")
        }
    }

    @Test func findsTheProjectUpwards() throws {
        let project = try ScratchProject(["config/orchestrator-config.yaml": "execution:\n  max_retries: 8\n", "a/b/c/x": ""])
        var request = project.request()
        request.workingDirectory = "\(project.path)/a/b/c"
        #expect(try Configuration.load(request).configuration.execution.maxRetries == 8)
    }

    @Test func takesRelativePathsFromTheProjectOrFromTheFileOutsideOfIt() throws {
        let project = try ScratchProject([
            "xdg/orchestrator/config.yaml": "artifacts:\n  base_path: mine\nstate:\n  url: sqlite:mine.db\n",
            "config/orchestrator-config.local.yaml": "logging:\n  file_path: logs/a.log\n",
        ])
        let loaded = try project.load()
        #expect(loaded.configuration.artifacts.basePath == "\(project.path)/xdg/orchestrator/mine")
        #expect(loaded.document.value(at: "artifacts.base_path") == .string("\(project.path)/xdg/orchestrator/mine"))
        #expect(loaded.document.value(at: "state.url") == .string("sqlite:\(project.path)/xdg/orchestrator/mine.db"))
        #expect(loaded.configuration.logging.filePath == "\(project.path)/logs/a.log")
        #expect(loaded.document.value(at: "logging.file_path") == "logs/a.log")
    }

    @Test func saysWhichLayersThereAre() throws {
        let project = try ScratchProject(["config/orchestrator-config.yaml": "git:\n  auto_pull: false\n"])
        let layers = try project.load(environment: ["ORCHESTRATOR__GIT__AUTO_COMMIT": "true"]).layers
        #expect(layers.map(\.layer) == [.defaults, .system, .user, .models, .project, .local, .environment, .arguments])
        #expect(layers.first { $0.layer == .project }?.isFound == true)
        #expect(layers.first { $0.layer == .local }.map { "\($0.isFound) \($0.note)" } == "false no such file")
        #expect(layers.first { $0.layer == .environment }?.note == "1 variable")
    }

    @Test func complainsOfAMissingNamedFileAndOfAnUnknownProfile() throws {
        let project = try ScratchProject(["config/profiles/strict.yaml": ""])
        #expect(project.diagnostics(configurationFile: "nowhere.yaml").map(\.code) == ["file-missing"])
        let profile = project.diagnostics(profile: "strikt")
        #expect(profile.map(\.code) == ["profile"])
        #expect(profile[0].help == "did you mean 'strict'?")
        #expect(project.diagnostics(profile: "../strict").map(\.code) == ["profile"])
    }

    @Test func readsTheModelsFileBelowTheProject() throws {
        let project = try ScratchProject([
            "config/models.yaml": "ollama:\n  timeout: 7\n  keep_alive: -1\ngeneration_defaults:\n  top_k: 5\n",
            "config/orchestrator-config.yaml": "models:\n  generation_defaults:\n    top_k: 6\n",
        ])
        let loaded = try project.load()
        #expect(loaded.configuration.models.ollama.timeout == .seconds(7))
        #expect(loaded.configuration.models.ollama.keepAlive == .forever)
        #expect(loaded.configuration.models.generationDefaults.topK == 6)
        #expect(try loaded.explanation(of: "models.ollama.timeout").origin.file == "config/models.yaml")
        let missing = project.diagnostics(settings: ["models_path=none.yaml"])
        #expect(missing.map(\.code) == ["file-missing"])
        #expect(missing[0].argument == "models_path=none.yaml")
        #expect(try project.load(settings: ["models_path=null"]).configuration.models.ollama.timeout == .seconds(300))
    }

    @Test func refusesWhatIsNoTextFile() throws {
        let project = try ScratchProject()
        let cases: [([UInt8], String, Int?)] = [
            ([0xFF, 0xFE, 0x61, 0], "encoding", 1), (Array("a: 1\nb: \u{1}".utf8), "control-character", 2),
            (Array("execution:\n  agent: ".utf8) + [0xC3, 0x28], "encoding", 2),
            (Array(repeating: 0x20, count: 1 << 20 + 1), "too-large", nil),
        ]
        for (bytes, code, line) in cases {
            try project.write("config/orchestrator-config.yaml", Data(bytes))
            let diagnostics = project.diagnostics()
            #expect(diagnostics.map(\.code) == [code])
            #expect(diagnostics.first?.line == line)
        }
        try project.write("config/orchestrator-config.yaml", Data([0xEF, 0xBB, 0xBF] + Array("execution:\n  max_retries: 4\n".utf8)))
        #expect(try project.load().configuration.execution.maxRetries == 4)
    }

    @Test func doesNotWaitForAPipe() throws {
        let project = try ScratchProject(["config/x": ""])
        #expect(mkfifo("\(project.path)/config/orchestrator-config.yaml", 0o600) == 0)
        #expect(project.diagnostics(configurationFile: "config/orchestrator-config.yaml").map(\.code) == ["unreadable"])
    }

    @Test func checksPathsWithoutMakingThem() throws {
        let project = try ScratchProject(["data": "a file", "logs/x": ""])
        let diagnostics = project.diagnostics(settings: ["logging.file_path=logs"])
        #expect(Set(diagnostics.compactMap(\.path)) == ["artifacts.base_path", "logging.file_path", "state.url"])
        #expect(diagnostics.allSatisfy { $0.code == "path" && $0.severity == .error })
    }

    @Test func givesOneErrorForANewerVersion() throws {
        let project = try ScratchProject(["config/orchestrator-config.yaml": "schema_version: 2\nnew_thing: 1\n"])
        #expect(project.diagnostics().map(\.code) == ["newer-version"])
        #expect(try ScratchProject(["config/orchestrator-config.yaml": "schema_version: 1\n"]).diagnostics().isEmpty)
    }
}
