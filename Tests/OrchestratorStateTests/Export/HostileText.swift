import OrchestratorModel
import OrchestratorTestKit

@testable import OrchestratorState

/// Text as an attacker, or just a tool, might write it.
enum HostileText {
    /// Markup, tables, code, a terminal's sequences, what turns text around, and characters of four bytes, in a title.
    static let title = "<script>alert('x')</script> \"q\" &amp; | a `b` *c* [d](e) \u{1B}[31m\u{9B}2J\u{202E}\u{2066}\u{200F}\u{FEFF}\u{2028}𝒳😀 \\ $x$"
    /// The same on lines of its own, with fences of Markdown and the end of a comment, a style and a script.
    static let block = "\(title)\n```\n~~~~\n# heading\n</pre></style></script>-->\n]]>\r\n\ttabbed\u{7}\n"
    /// As much as evidence may be, with a character of four bytes at the end.
    static let evidence: String = {
        let repeated = String(repeating: block, count: (Limits.evidence - 4) / block.utf8.count)
        let rest = Limits.evidence - repeated.utf8.count - 4
        return repeated + String(repeating: "x", count: rest) + "😀"
    }()

    static let finding = FindingDraft(
        severity: .major, category: .lint, title: title, description: block, evidence: evidence, file: "src/<b>|\u{202E}.py", line: 3,
        rule: "r<u>l</u>e|`", suggestedFix: block)
    /// The same without what a scanner would look for.
    static let plain = FindingDraft(severity: .minor, category: .test, title: "plain")

    static let run = RunDraft(
        title: title, repositoryPath: "/srv/\(title)", branch: "b|<i>\u{202E}", documentationPath: block, labels: [title: block],
        configuration: [title: .string(block)],
        phases: [
            PhaseDraft(
                title: title, intent: block, size: .small,
                plan: Phase.Plan(files: [block], acceptanceCriteria: [title, block], risks: [block]), dependencies: [], agent: title, script: title,
                maxRetries: 1)
        ])

    /// Whether a terminal or a reader would obey something in it. JSON holds such characters as they are, above ASCII.
    static func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
        scalar != "\n" && scalar != "\t" && Printable.escaped(String(Character(scalar))) != String(Character(scalar))
    }
}

extension Store {
    /// A run in which everything that can be is hostile.
    func hostile() async throws -> Run.ID {
        let state = state.acting(as: Actor(.user, HostileText.title))
        let run = try await state.createRun(HostileText.run, plan: HostileText.block).run
        try await state.startRun(run.id)
        let phase = try await state.phases(of: run.id)[0].id
        try await state.startPhase(phase)
        let draft = ExecutionDraft(id: .init(at: clock.now), agent: HostileText.title, baseCommit: "a|<b>", worktree: HostileText.title)
        let execution = try await state.startExecution(of: phase, draft)
        try await state.completeExecution(
            execution.id,
            ExecutionResult(exitStatus: 3, summary: HostileText.block, headCommit: "c`<d>", usage: Usage(model: HostileText.title, inputTokens: 1)))
        _ = try await state.recordVerification(
            of: execution.id,
            VerificationRecord(
                findings: [HostileText.finding, HostileText.plain], resolved: [], verdict: .blocked,
                outcome: .fail(reason: .maxRetriesExceeded, message: HostileText.block)))
        for question in try await state.interventions(of: run.id, pendingOnly: true) {
            try await state.resolveIntervention(question.id, .modifySpec, notes: HostileText.block, spec: HostileText.block)
        }
        return run.id
    }

    /// The document that reports are made from.
    func document(_ run: Run.ID) async throws -> RunDocument {
        guard let document = try await state.document(of: run) else { throw StateError.notFound(.run, run.description) }
        return document
    }
}
