import OrchestratorModel
import OrchestratorState
import Testing

@Suite struct MarkdownReportTests {
    private static let start = Timestamp(microsecondsSinceEpoch: 1_795_370_633_000_000)
    private static let hostile = "a <script>alert(1)</script> | `b` \n# c \u{1B}[31m\u{202E}d"

    private static func id<Entity>(_ seconds: Int64) -> Identifier<Entity> {
        var generator = Counter(count: UInt64(seconds))
        return Identifier(at: start + .seconds(seconds), using: &generator)
    }

    private struct Counter: RandomNumberGenerator {
        var count: UInt64
        mutating func next() -> UInt64 {
            count += 1
            return count
        }
    }

    private static func run(title: String) -> Run {
        Run(
            id: id(1), status: .paused, title: title, repositoryPath: "/checkout", branch: "main", labels: ["team": "search"],
            configurationFingerprint: "", totalPhases: 2, completedPhases: 1, pauseReason: .maxRetriesExceeded, draftDigest: "",
            priority: 0,
            stopRequested: .none, leaseEpoch: 1, lastEvent: 9, lastEventHash: "", createdAt: start, updatedAt: start, startedAt: start)
    }

    private static func phase(_ number: Int, title: String, status: Phase.Status, intent: String = "Do it.") -> Phase {
        Phase(
            id: id(10 + Int64(number)), runID: id(1), number: number, title: title, intent: intent, size: .small, status: status,
            plan: Phase.Plan(files: ["src/a.py"], acceptanceCriteria: ["it | works"], risks: []),
            dependencies: number > 1 ? [number - 1] : [],
            specRevision: 0, retryCount: 1, maxRetries: 1, createdAt: start, startedAt: start, completedAt: start + .seconds(125))
    }

    private static func execution(_ pass: Int, of number: Int, _ verification: Execution.Verification) -> Execution {
        Execution(
            id: id(100 + Int64(pass)), phaseID: id(10 + Int64(number)), passNumber: pass, status: .completed, verification: verification,
            mode: .direct, agent: "shell", specRevision: 0, leaseEpoch: 1, summary: "Wrote it.\n\nThen more.", exitStatus: 0,
            baseCommit: String(repeating: "a", count: 40), headCommit: String(repeating: "b", count: 40), startedAt: start,
            completedAt: start + .seconds(7))
    }

    private static func finding(title: String, evidence: String, resolved: Bool = false) -> Finding {
        Finding(
            id: id(200), executionID: id(101), severity: .medium, category: .test, title: title, description: "", evidence: evidence,
            file: "tests/test_a.py", line: 7, rule: "test_adds", suggestedFix: nil, fingerprint: "f", ordinal: 1, check: "test",
            resolved: resolved,
            createdAt: start)
    }

    private static func document(title: String = "Add search", finding: Finding) -> RunDocument {
        let intervention = ManualIntervention(
            id: id(300), phaseID: id(12), reason: .maxRetriesExceeded, status: .pending, createdAt: start)
        let artifact = Artifact(
            id: id(400), runID: id(1), phaseID: id(12), type: .agentOutput, path: "1/2/pass_1/agent_output-0001.txt",
            sha256: String(repeating: "c", count: 64), sizeBytes: 120, mediaType: "text/plain", content: .present, metadata: [:],
            createdAt: start)
        return RunDocument(
            run: run(title: title), configuration: [:],
            phases: [
                RunDocument.PhaseDocument(
                    phase: phase(1, title: "Backend", status: .completed), executions: [.init(execution: execution(1, of: 1, .passed))]),
                RunDocument.PhaseDocument(
                    phase: phase(2, title: title, status: .failed, intent: title),
                    executions: [.init(execution: execution(1, of: 2, .blocked), findings: [finding])], interventions: [intervention]),
            ], artifacts: [artifact])
    }

    @Test func tellsTheRunFromItsTitleToItsArtifacts() {
        let text = MarkdownReport.text(of: Self.document(finding: Self.finding(title: "test_adds failed", evidence: "assert -1 == 3")))
        for part in [
            "# Add search\n", "**paused**, 1 of 2 phases completed, 1 finding, 0 of them resolved.", "| Labels | team=search |",
            "| Paused because | max retries exceeded |", "| 2 | Add search | failed | small | 1 | 1 | 1 | 2 min 5 s |",
            "### Pass 1: blocked\n\nAgent `shell`, took 7 s, commits `aaaaaaaaaaaa..bbbbbbbbbbbb`.\n\nWrote it.\n\nThen more.\n",
            "| medium | test_adds failed | tests/test_a.py:7 | test | **new** |",
            "**test_adds failed**, tests/test_a.py:7, rule `test_adds`\n\n```text\nassert -1 == 3\n```\n",
            "### A human was asked: max retries exceeded\n\nAsked 2026-11-22 18:03:53 UTC; **not answered yet**.",
            "| agent output | 2 | 1/2/pass_1/agent_output-0001.txt | 120 | cccccccccccc | present |", "- it \\| works\n",
        ] {
            #expect(text.contains(part), "\(part)")
        }
    }

    @Test func letsNothingFromOutsideBecomeMarkupOrControl() {
        let text = MarkdownReport.text(
            of: Self.document(title: Self.hostile, finding: Self.finding(title: Self.hostile, evidence: "```\n# out\n\u{1B}[2J<b>")))
        var fence: String?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                if fence == nil { fence = String(line.prefix { $0 == "`" }) } else if line == fence ?? "" { fence = nil }
            }
            if fence == nil { #expect(!line.contains("<"), "\(line)") }
            if line.hasPrefix("| ") {
                let bars = line.replacing("\\|", with: "").count { $0 == "|" }
                #expect([3, 6, 7, 9].contains(bars), "\(line)")
            }
        }
        #expect(fence == nil)
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x202E })
        #expect(!text.contains("\n# c"))
        #expect(text.contains("````text\n```\n# out\n\\u{1b}[2J<b>\n````\n"))
    }

    @Test func shortensLongEvidenceAndSaysSo() {
        let text = MarkdownReport.text(
            of: Self.document(finding: Self.finding(title: "t", evidence: String(repeating: "é", count: 30_000))))
        #expect(text.utf8.count < 10_000)
        #expect(text.contains(TextCut.mark))
    }

    @Test func tellsOfARunWithoutPhases() {
        let text = MarkdownReport.text(of: RunDocument(run: Self.run(title: "Empty"), configuration: [:], phases: [], artifacts: []))
        #expect(text.hasPrefix("# Empty\n\n**paused**, 1 of 2 phases completed.\n"))
        #expect(!text.contains("## "))
    }
}
