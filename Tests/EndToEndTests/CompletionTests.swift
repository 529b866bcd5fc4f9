import Foundation
import Testing

@Suite(.timeLimit(.minutes(3))) struct CompletionTests {
    @Test func carriesAPlanOutPhaseByPhase() async throws {
        let project = try await Project(
            settings: "verification:\n  test:\n    command: grep -q \"$ORCHESTRATOR_PHASE_NUMBER\" file.txt\n",
            plan: Plan.scripts(Script.count + Script.work, Script.count + Script.work))
        let finished = try await project.run("run", "plan.yaml")
        #expect(finished.status == 0, "\(finished)")
        let record = try await project.record()
        #expect(record.problems == [])
        #expect(record.run.status == "completed" && record.run.completed_phases == 2)
        #expect(record.passes == ["1.1 completed passed", "2.1 completed passed"])
        #expect(project.notes("calls") == ["1.1", "2.1"])
        #expect(try project.text("file.txt") == "first\n1\n2\n")
        #expect(record.events.last?.kind == "lease.released")
        #expect(try FileManager.default.contentsOfDirectory(atPath: project.temporary) == [])
        #expect(project.processes == [])
    }

    @Test func feedsFindingsIntoTheNextPass() async throws {
        let agent = """
            cat > "$SCRATCH/prompt.$ORCHESTRATOR_PASS_NUMBER"
            cp "$ORCHESTRATOR_FINDINGS_FILE" "$SCRATCH/findings.$ORCHESTRATOR_PASS_NUMBER"
            cmp "$ORCHESTRATOR_PROMPT_FILE" "$SCRATCH/prompt.$ORCHESTRATOR_PASS_NUMBER" || exit 9
            if [ "$ORCHESTRATOR_PASS_NUMBER" = 2 ]; then echo right > file.txt; fi
            """
        let project = try await Project(
            settings:
                "verification:\n  test:\n    command: \"grep -q right file.txt || { echo 'file.txt:7:3: error: the word is missing'; exit 1; }\"\n",
            plan: Plan.scripts(agent))
        let finished = try await project.run("run", "plan.yaml")
        #expect(finished.status == 0, "\(finished)")
        let record = try await project.record()
        #expect(record.problems == [])
        #expect(record.passes == ["1.1 completed blocked", "1.2 completed passed"])
        let finding = try #require(record.findings.first)
        #expect(finding.file == "file.txt" && finding.line == 7 && finding.severity == "medium" && finding.resolved == 1)
        #expect(record.phases[0].retry_count == 1)
        #expect(try !project.text(project.scratch + "/prompt.1").contains("the word is missing"))
        #expect(try project.text(project.scratch + "/prompt.2").contains("the word is missing"))
        #expect(try project.text(project.scratch + "/findings.1").contains("\"findings\""))
        #expect(try !project.text(project.scratch + "/findings.1").contains("the word is missing"))
        #expect(try project.text(project.scratch + "/findings.2").contains("the word is missing"))
    }

    @Test func handsThePromptOverAsConfigured() async throws {
        let settings = """
            agents:
              by-input: {command: [sh, -c, 'cat > "$SCRATCH/input"'], prompt: stdin}
              by-file: {command: [sh, -c, 'cp "$1" "$SCRATCH/file"', sh, '{prompt_file}'], prompt: file}
              by-argument: {command: [sh, -c, 'printf %s "$1" > "$SCRATCH/argument"', sh], prompt: argument, environment: [SCRATCH, E2E_PROJECT]}
              by-name: {command: [sh, -c, 'env > "$SCRATCH/names"'], environment: [SCRATCH, E2E_PROJECT]}

            """
        let plan = """
            title: Agents
            phases:
              - {title: A, intent: The one intent, agent: by-input}
              - {title: B, intent: The one intent, agent: by-file}
              - {title: C, intent: The one intent, agent: by-argument}
              - {title: D, intent: The one intent, agent: by-name}

            """
        let project = try await Project(settings: settings, plan: plan)
        let finished = try await project.run("run", "plan.yaml", setting: ["SECRET_OF_MINE": "x"])
        #expect(finished.status == 0, "\(finished)")
        for name in ["input", "file", "argument"] {
            #expect(try project.text(project.scratch + "/" + name).contains("The one intent"), "\(name)")
        }
        let names = project.notes("names").compactMap { $0.split(separator: "=").first }
        #expect(
            names.contains("PATH") && names.contains("ORCHESTRATOR_RUN_ID") && !names.contains("SECRET_OF_MINE") && !names.contains("USER"))
        #expect(try await project.record().executions.map(\.agent) == ["by-input", "by-file", "by-argument", "by-name"])
    }

    @Test func keepsWhatAJSONAgentTellsOfItself() async throws {
        let settings = """
            agents:
              teller:
                output: json
                command: [sh, -c, 'echo noise; echo "{\\"result\\": \\"All done.\\", \\"total_cost_usd\\": 0.25, \\"usage\\": {\\"input_tokens\\": 7}}"']

            """
        let project = try await Project(settings: settings, plan: "title: T\nphases: [{title: A, intent: B, agent: teller}]\n")
        let finished = try await project.run("run", "plan.yaml")
        #expect(finished.status == 0, "\(finished)")
        let execution = try #require(try await project.record().executions.first)
        #expect(execution.summary == "All done.")
        #expect(
            execution.usage?.contains("\"cost_microdollars\":250000") == true && execution.usage?.contains("\"input_tokens\":7") == true)
    }

    @Test func givesProcessesCleanSignals() async throws {
        let look = "grep -E '^Sig(Blk|Ign):' /proc/self/status | tr -d 'SigBlkIgn:\\t\\n' > \"$SCRATCH/$1\""
        let project = try await Project(
            settings: "verification:\n  test:\n    command: sh \"$SCRATCH/look\" check\n", plan: Plan.scripts("sh \"$SCRATCH/look\" agent"))
        try project.write(look, to: project.scratch + "/look")
        let finished = try await project.run("run", "plan.yaml")
        #expect(finished.status == 0, "\(finished)")
        for name in ["agent", "check"] {
            let line = try #require(project.notes(name).first)
            // The two signals above 31 that show here are the C library's own.
            let masks = [line.prefix(16), line.suffix(16)].map { UInt64($0, radix: 16).map { $0 & 0x7FFF_FFFF } }
            #expect(line.count == 32 && masks == [0, 0], "\(name): \(line)")
        }
    }
}
