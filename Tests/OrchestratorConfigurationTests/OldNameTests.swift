import OrchestratorModel
import Testing

@testable import OrchestratorConfiguration

@Suite struct OldNameTests {
    /// Every key that the Python program's file has.
    private let old = """
        execution:
          max_retries: 4
          retry_delay: 2.5
          copilot_mode: "branch"
          branch_prefix: "agent/"
        findings_thresholds: {major: 0, medium: 1, minor: 5}
        verification:
          build_enabled: false
          build_command: "python -m compileall ."
          build_timeout: 30
          test_enabled: true
          test_command: "pytest"
          test_timeout: 60
          test_output_format: "junit"
          lint_enabled: true
          lint_command: "ruff check"
          lint_timeout: 12
          security_scan_enabled: true
          security_command: "bandit -r ."
          security_timeout: 18
          spec_validation_enabled: false
          spec_validation_temperature: 0.1
          findings_thresholds: {major: 0, medium: 1, minor: 5}
          custom_tests:
            - name: "migrations"
              command: "migrate --check"
              enabled: false
              working_directory: "src/"
              timeout: 60
              severity_on_failure: "medium"
        git:
          auto_pull: true
          auto_commit: false
          commit_message_template: "Phase {phase_number}: {phase_title}\\n\\n{phase_intent}"
        copilot:
          enabled: true
          cli_path: "gh"
          timeout: 600
          auto_commit: true
          commit_message_template: "{copilot_summary}"
          push_branches: true
          max_output_size_mb: 20
        models_path: "config/models.yaml"
        model_overrides:
          planner_temperature: 0.2
        github:
          enabled: false
          token_env_var: "GITHUB_TOKEN"
        """
    private let models = """
        primary_models:
          planner: {name: "qwen:14b", purpose: "Plan", temperature: 0.3, max_tokens: 8192, system_prompt: "You plan."}
          embeddings: {name: "nomic", dimensions: 768, batch_size: 32}
        fallback_models:
          - {name: "qwen:7b", use_case: "Fast", vram: "~4GB", notes: "Good"}
        generation_defaults: {temperature: 0.7, top_p: 0.9, top_k: 40, repeat_penalty: 1.1, num_ctx: 8192, num_predict: 4096}
        ollama: {host: "http://localhost:11434", timeout: 300, max_retries: 3, retry_delay: 2, keep_alive: -1}
        health_check: {enabled: true, interval: 60, required_models: ["qwen:14b"]}
        circuit_breaker: {enabled: true, failure_threshold: 5, timeout: 60}
        model_overrides:
          "qwen:14b": {num_ctx: 16384, repeat_penalty: 1.15}
        """

    @Test func loadsTheFilesOfThePythonProgramWithTheirValues() throws {
        let project = try ScratchProject(["config/orchestrator-config.yaml": old, "config/models.yaml": models])
        let loaded = try project.load()
        let configuration = loaded.configuration
        #expect(configuration.execution.mode == .branch)
        #expect(configuration.copilotMode == .branch)
        #expect(configuration.execution.retryDelay == .milliseconds(2500))
        #expect(configuration.findingsThresholds.medium == 1)
        #expect(!configuration.verification.build.enabled)
        #expect(configuration.verification.test.outputFormat == .junit)
        #expect(configuration.verification.security.enabled)
        #expect(configuration.verification.security.timeout == .seconds(18))
        #expect(configuration.verification.specValidation.temperature == 0.1)
        #expect(configuration.agents["copilot"]?.timeout == .seconds(600))
        #expect(configuration.agents["copilot"]?.maxOutputSize == 20 << 20)
        #expect(!configuration.git.autoCommit, "git says something")
        #expect(configuration.git.pushBranches, "git says nothing")
        #expect(configuration.models.primaryModels.planner.systemPrompt == "You plan.")
        #expect(configuration.models.modelOverrides["qwen:14b"]?.numCtx == 16384)
        #expect(loaded.warnings.filter { $0.code == "ignored-section" }.count == 1)
        #expect(loaded.warnings.allSatisfy { $0.severity == .warning })
    }

    @Test func letsTheHigherLayerWinWhateverNameItUses() throws {
        let project = try ScratchProject([
            "config/orchestrator-config.yaml": "execution:\n  mode: direct\n",
            "config/orchestrator-config.local.yaml": "copilot_mode: branch\npaths:\n  artifact_base_path: kept\n",
        ])
        let loaded = try project.load()
        #expect(loaded.configuration.execution.mode == .branch)
        #expect(loaded.document.value(at: "artifacts.base_path") == "kept")
        #expect(loaded.warnings.map(\.line) == [1, 3])
    }

    @Test func letsAnyLayersGitWinOverTheSectionCopilot() throws {
        let project = try ScratchProject([
            "config/orchestrator-config.yaml": "git:\n  push_branches: false\n",
            "config/orchestrator-config.local.yaml": "copilot:\n  push_branches: true\n",
        ])
        #expect(try !project.load().configuration.git.pushBranches)
    }

    @Test func letsBothNamesShareASectionButNotContradict() throws {
        let shared = "findings_thresholds: {major: 1}\nverification:\n  findings_thresholds: {major: 1, minor: 9}\n"
        let project = try ScratchProject(["config/orchestrator-config.yaml": shared])
        #expect(try project.load().configuration.findingsThresholds == SeverityCounts(major: 1, medium: 0, minor: 9))
        let conflict = try ScratchProject(["config/orchestrator-config.yaml": shared.replacing("{major: 1}", with: "{major: 2}")])
        let problem = conflict.diagnostics().first { $0.severity == .error }
        #expect(problem?.path == "findings_thresholds.major")
        #expect(problem?.line == 3)
        #expect(problem?.message.contains("config/orchestrator-config.yaml:1:30") == true)
    }

    @Test func explainsUnderTheOldName() throws {
        #expect(try ScratchProject().load().explanation(of: "copilot_mode").key == "execution.mode")
    }
}
