internal import Foundation
internal import OrchestratorConfiguration
internal import OrchestratorModel
internal import OrchestratorState

/// One pass at a phase: prompt, agent, and what its end means.
struct Pass: Sendable {
    let session: RunSession
    let workspace: Workspace
    let phase: Phase
    let spec: PhaseSpec
    /// Where the checkout is when the agent starts, and is to be when it ends.
    let position: Workspace.Position

    private var engine: RunEngine { session.engine }
    private var state: StateManager { session.state }

    /// Makes the pass. Afterwards its execution is completed and waits for verification, or failed, or interrupted.
    func make() async throws {
        let id = Execution.ID(at: state.clock.now)
        let earlier = try await state.executions(of: phase.id)
        let findings = try await unresolvedFindings()
        let pass = earlier.count + 1
        let prompt = PromptBuilder.prompt(for: try await promptInput(pass: pass, findings))
        let kept = try state.files.write(
            Array(prompt.utf8), .prompt, of: session.run, phase: phase.number, pass: pass, at: state.clock.now)
        let document = FindingsFile(runID: session.run, phaseNumber: phase.number, passNumber: pass, findings: findings)
        let files = try PassFiles(execution: id, prompt: prompt, findings: try document.text())
        defer { files.remove() }
        let output = try state.files.reserve(.agentOutput, of: session.run, phase: phase.number, pass: pass, at: state.clock.now)
        let agent = phase.agent ?? engine.configuration.execution.agent
        let execution = try await state.startExecution(
            of: phase.id,
            ExecutionDraft(
                id: id, agent: agent, mode: engine.configuration.execution.mode, baseCommit: position.commit, prompt: kept,
                specRevision: phase.specRevision),
            lease: session.lease)
        engine.report(.passStarted(phase: phase.number, pass: pass, agent: agent, execution: id))
        engine.report(.changed)
        try await session.checkLease()
        let outcome = await run(agent, execution, prompt: .init(text: prompt, path: files.prompt), files, output: output)
        // In a task of its own: how the agent ended is recorded whole, also when it was stopped.
        try await Task { try await record(outcome, of: execution, files, output: output) }.value
    }

    private func promptInput(pass: Int, _ findings: [Finding]) async throws -> PromptInput {
        let now = state.clock.now
        // All answers that wait are used up by this pass; the last one that says something holds.
        let answer = try await state.interventions(of: session.run).last {
            $0.phaseID == phase.id && $0.waitsForExecution(at: now) && $0.notes != nil
        }
        return PromptInput(
            runTitle: workspace.run.title, phase: phase, phaseCount: workspace.run.totalPhases, passNumber: pass, spec: spec.text,
            findings: findings, notes: answer?.notes, commitsAutomatically: engine.configuration.git.autoCommit)
    }

    /// The findings that still stand and that nobody waived, each once, as the latest pass that reported it told it.
    private func unresolvedFindings() async throws -> [Finding] {
        var latest: [FindingKey: Finding] = [:]
        for finding in try await state.findings(FindingFilter(phase: phase.id, resolved: false, waived: false)) { latest[FindingKey(finding)] = finding }
        return latest.values.sorted { ($1.severity, $0.id) < ($0.severity, $1.id) }
    }

    private func run(
        _ name: String, _ execution: Execution, prompt: AgentCommand.Prompt, _ files: PassFiles, output: ReservedFile
    ) async -> ProcessOutcome {
        guard let agent = engine.configuration.agents[name] else {
            return ProcessOutcome(
                .notStarted(reason: "there is no agent '\(Printable.escaped(name))' in 'agents'"), startedAt: state.clock.now)
        }
        guard let command = command(of: agent, prompt: prompt) else {
            let reason = "agent '\(Printable.escaped(name))' has no command, and phase \(phase.number) has no script"
            return ProcessOutcome(.notStarted(reason: reason), startedAt: state.clock.now)
        }
        let request = ProcessRequest(
            executable: command.executable, arguments: command.arguments, workingDirectory: workspace.root,
            environment: AgentEnvironment.variables(
                inheriting: engine.environment, names: agent.environment,
                adding: session.variables(execution, phase).merging(
                    [
                        "ORCHESTRATOR_PROMPT_FILE": files.prompt, "ORCHESTRATOR_FINDINGS_FILE": files.findings,
                        "ORCHESTRATOR_SUMMARY_FILE": files.summary,
                    ]) { $1 }),
            input: command.input, outputFile: output.temporaryPath, maxOutputSize: agent.maxOutputSize,
            timeout: agent.timeout ?? engine.configuration.execution.timeout)
        return await session.processes.run(request, onLastLine: { line in engine.report(.line(line)) })
    }

    private func command(of agent: Configuration.Agent, prompt: AgentCommand.Prompt) -> AgentCommand? {
        let delivery: AgentCommand.Delivery =
            switch agent.prompt {
            case .stdin: .stdin
            case .file: .file
            case .argument: .argument
            }
        return AgentCommand(command: agent.command, delivery: delivery, prompt: prompt)
            ?? phase.script.map { AgentCommand(script: $0, prompt: prompt) }
    }

    /// Records how the agent ended.
    private func record(_ outcome: ProcessOutcome, of execution: Execution, _ files: PassFiles, output: ReservedFile) async throws {
        let checkout = await Result { try await workspace.git.state(excluding: workspace.excluded) }
        var ending = PassEnding(of: outcome, checkout: checkout, position: position)
        let summary = summary(of: outcome, execution, files)
        let head = try await keep(&ending, summary: summary.text)
        var result = try await result(of: outcome, summary, output: output, (try? checkout.get())?.checkout, ending.failure)
        if workspace.clone != nil { (result.headCommit, result.changesDigest) = (head, nil) }
        engine.report(
            .agentEnded(
                phase: phase.number, pass: execution.passNumber, succeeded: ending == .done, ending.failure ?? "the agent is done"))
        switch ending {
        case .done: try await state.completeExecution(execution.id, result, lease: session.lease)
        case .stopped:
            switch session.stop.cause {
            case .handBack: (result.handedBack, result.errorMessage) = (true, "the worker was drained and handed the run back")
            // A person's wish says nothing of the phase either.
            case .pause: (result.handedBack, result.errorMessage) = (true, "the agent was stopped, since the run was to be paused")
            case .abort, .budgetExhausted, .failed, nil: break
            }
            try await state.interruptExecution(execution.id, result, lease: session.lease)
        case .failed(let sentence):
            // As it is now: the execution may have used an answer, which granted the retries anew.
            let retries = try await state.phase(phase.id)?.retryCount ?? phase.retryCount
            let decision = AfterVerification(failedAfter: retries, of: phase.maxRetries)
            try await state.failExecution(
                execution.id, result, phase: decision.outcome(phase: phase, because: sentence), lease: session.lease)
        case .unusable(let sentence):
            let message = TextCut.head("phase \(phase.number) can't go on: \(sentence)", atMost: Limits.text)
            try await state.failExecution(
                execution.id, result, phase: .fail(reason: .criticalError, message: message), lease: session.lease)
        }
    }

    /// Keeps what the pass has left where it is not lost with this machine.
    ///
    /// - Returns: The commit that holds it; `nil` where there is none.
    private func keep(_ ending: inout PassEnding, summary: String?) async throws -> String? {
        if case .unusable = ending { return nil }
        do {
            return try await workspace.keep(phase, summary: summary, on: position.branch)
        } catch let error as GitError {
            // A stopped pass is made again anyway.
            if ending != .stopped { ending = .unusable("the result of the pass could not be pushed: \(error)") }
            return nil
        }
    }

    /// What the agent says of the pass.
    private func summary(of outcome: ProcessOutcome, _ execution: Execution, _ files: PassFiles) -> (text: String?, usage: Usage?) {
        let isJSON = engine.configuration.agents[execution.agent]?.output == .json
        let told = isJSON ? AgentReport(output: outcome.tail) : nil
        return (files.readSummary() ?? told?.summary.map { TextCut.head($0, atMost: Limits.text) }, told?.usage)
    }

    private func result(
        of outcome: ProcessOutcome, _ summary: (text: String?, usage: Usage?), output: ReservedFile,
        _ checkout: RepositoryState.Checkout?, _ failure: String?
    ) async throws -> ExecutionResult {
        let hasChanges = checkout.map { !$0.changed.isEmpty || $0.untrackedCount > 0 } ?? false
        return ExecutionResult(
            exitStatus: outcome.exitStatus, summary: summary.text,
            errorMessage: failure.map { TextCut.head($0, atMost: Limits.text) }, headCommit: checkout?.commit,
            changesDigest: hasChanges ? try? await workspace.git.uncommittedDigest() : nil, usage: summary.usage,
            output: try keep(output, of: outcome))
    }

    /// Makes the output an artifact, as far as it could be written; an agent that was not started has none.
    private func keep(_ output: ReservedFile, of outcome: ProcessOutcome) throws -> StoredFile? {
        if case .notStarted = outcome.ending { return nil }
        if let code = outcome.outputFileError {
            engine.report(.notice("the agent's output could not be kept whole: \(String(cString: strerror(code)))"))
        }
        do {
            return try state.files.publish(output)
        } catch let error as ArtifactError where error.kind == .missing {
            engine.report(.notice("the agent's output is gone: \(error)"))
            return nil
        }
    }
}

extension Result where Failure == any Error {
    /// What the body gives or throws.
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
