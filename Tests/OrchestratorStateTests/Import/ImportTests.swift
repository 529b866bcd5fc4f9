import Foundation
import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// Documents that come from somewhere else.
@Suite(.everyEngine) struct ImportTests {
    private func problems(_ store: Store, _ text: String, dryRun: Bool = false) async throws -> [ImportProblem] {
        do {
            try await store.importRun(text, dryRun: dryRun)
            return []
        } catch let problems as ImportProblems {
            return problems.problems
        }
    }

    /// An export with a finding, and an empty store.
    private func exported() async throws -> (text: String, empty: Store) {
        let store = try await Store()
        let (run, _, execution) = try await store.running()
        _ = try await store.state.addFindings([.sample()], to: execution)
        _ = try await store.state.saveArtifact("a", .agentOutput, of: run, execution: execution)
        return (try await store.exported(run), try await Store())
    }

    @Test(arguments: [
        ("\"severity\": \"major\"", "\"severity\": \"huge\"", "phases[0].executions[0].findings[0].severity", "must be one of major, medium, minor"),
        ("\"ordinal\": 1", "\"ordinal\": 0", "phases[0].executions[0].findings[0].ordinal", "must be 1 or more"),
        ("\"line\": 14", "\"line\": \"14\"", "phases[0].executions[0].findings[0].line", "must be a whole number"),
        ("\"resolved\": false", "\"resolved\": 0", "phases[0].executions[0].findings[0].resolved", "must be true or false"),
        ("\"pass_number\": 1", "\"pass_number\": null", "phases[0].executions[0].execution.pass_number", "must not be null"),
        (
            "\"pass_number\": 1", "\"pass_number\": 9223372036854775807", "phases[0].executions[0].execution.pass_number",
            "must be 1000000000 or less"
        ),
        ("\"number\": 2", "\"number\": 1000000001", "phases[1].phase.number", "must be 1000000000 or less"),
        ("\"size_bytes\": 1", "\"size_bytes\": 9223372036854775807", "artifacts[0].size_bytes", "must be 17592186044416 or less"),
        (
            "\"spec_revision\": 0", "\"spec_revision\": 9223372036854775807", "phases[0].phase.spec_revision", "must be 1000000000 or less"
        ),
        (
            "\"spec_revision\": 0", "\"spec_revision\": 1", "phases[0].phase.spec_revision",
            "is 1, and spec_revisions holds no such revision"
        ),
        (
            "\"usage\": null", "\"usage\": {\"model\": null, \"input_tokens\": -1, \"output_tokens\": 1, \"cost_microdollars\": 1}",
            "phases[0].executions[0].execution.usage", "has input_tokens that must be a whole number from 0 to 1000000000000, or null"
        ),
        (
            "\"usage\": null",
            "\"usage\": {\"model\": null, \"input_tokens\": 1, \"output_tokens\": 1, \"cost_microdollars\": 9223372036854775807}",
            "phases[0].executions[0].execution.usage", "has cost_microdollars that must be a whole number from 0 to 1000000000000, or null"
        ),
        (
            "\"usage\": null", "\"usage\": {\"input_tokens\": 1}", "phases[0].executions[0].execution.usage",
            "must be an object with model, input_tokens, output_tokens and cost_microdollars"
        ),
        ("\"dependencies\": [1]", "\"dependencies\": [3]", "phases[1].phase.dependencies", "name phase 3, which is not another phase of the run"),
        ("\"dependencies\": []", "\"dependencies\": [2]", "phases[0].phase.dependencies", "form a circle: 1 → 2 → 1"),
        ("\"total_phases\": 2", "\"total_phases\": 3", "run.total_phases", "is not 2, which is how many there are"),
        ("\"format\": \"orchestrator-run\"", "\"format\": \"other\"", "format", "must be \"orchestrator-run\""),
        ("\"version\": 1", "\"version\": 2", "version", "must be 1: this program reads no other"),
        ("\"priority\": 0,", "\"priority\": 0, \"colour\": 1,", "run.colour", "is not known"),
        ("\"priority\": 0,", "", "run.priority", "is missing"),
        ("\"branch\": \"main\"", "\"branch\": \"a\\u0000b\"", "run.branch", "contains a NUL character"),
        (
            "\"repository_path\": \"", "\"repository_path\": \"https://ann:geheim@host/", "run.repository_path",
            "must not hold a name or password"
        ),
        ("\"labels\": {\"team\":\"web\"}", "\"labels\": [1]", "run.labels", "must be a JSON object"),
        ("\"configuration\": {", "\"configuration\": \"x\", \"was\": {", "run.configuration", "must be an object"),
        ("\"payload\": {", "\"payload\": \"x\", \"was\": {", "events[0].payload", "must be an object"),
        ("\"actor\": {", "\"actor\": {\"host\":\"x\",", "events[0].actor", "must be an object with kind and name"),
        ("\"acceptance_criteria\":[", "\"criteria\":[", "phases[0].phase.plan", "must be a plan"),
        ("\"sequence\": 2", "\"sequence\": 3", "events[1].sequence", "is not 2: events are numbered without gaps"),
    ])
    func saysWhatIsWrongWhere(_ part: String, _ other: String, _ path: String, _ problem: String) async throws {
        let (text, empty) = try await exported()
        let first = try #require(text.firstRange(of: part))
        let changed = text.replacingCharacters(in: first, with: other)
        let problems = try await problems(empty, changed)
        let found = try #require(problems.first { $0.path == path }, "\(problems)")
        #expect(found.problem == problem)
        if problem != "is missing" {
            let line = changed[..<first.lowerBound].count { $0 == "\n" } + 1
            #expect(problem.hasPrefix("form") || found.line == line)
            #expect(found.column > 1)
        }
        #expect(try await empty.state.latestRun() == nil)
    }

    /// Also where the last of both is right: other readers take the first.
    @Test(arguments: [
        ("\"status\": \"executing\"", "\"status\": \"failed\", \"status\": \"executing\""),
        ("\"severity\": \"major\"", "\"severity\": 17, \"sever\\u0069ty\": \"major\""),
        ("\"acceptance_criteria\":[", "\"risks\":[],\"acceptance_criteria\":["),
        ("\"kind\":\"worker\"", "\"kind\":\"worker\",\"kind\":\"worker\""),
        ("\"payload\": {", "\"payload\": 5, \"payload\": {"), ("\"team\":\"web\"", "\"team\":\"web\",\"team\":\"web\""),
    ])
    func refusesAMemberThatIsGivenTwice(_ part: String, _ other: String) async throws {
        let (text, empty) = try await exported()
        let first = try #require(text.firstRange(of: part), "\(text)")
        let changed = text.replacingCharacters(in: first, with: other)
        let problems = try await problems(empty, changed)
        let found = try #require(problems.first { $0.problem == "a name is given twice in an object" }, "\(problems)")
        #expect(found.line == changed[..<first.lowerBound].count { $0 == "\n" } + 1 && found.column > 1)
        #expect(try await empty.state.latestRun() == nil)
    }

    /// Of a pass, whose phase stands before it in the document and its revisions behind it.
    @Test func noticesAPassByARevisionThatIsNotThere() async throws {
        let (store, empty) = (try await Store(), try await Store())
        let (run, phase, question) = try await store.asking()
        try await store.state.resolveIntervention(question, .modifySpec, spec: "another spec")
        try await store.state.resumeRun(run)
        try await store.state.startPhase(phase)
        _ = try await store.startExecution(of: phase)
        let text = try await store.exported(run)
        let execution = try #require(text.firstRange(of: "\"execution_id\""))
        let revision = try #require(text[execution.upperBound...].firstRange(of: "\"spec_revision\": 1"))
        for other in [2, -1] {
            let found = try await problems(empty, text.replacingCharacters(in: revision, with: "\"spec_revision\": \(other)"))
            #expect(found.map(\.path) == ["phases[0].executions[0].execution.spec_revision"])
            #expect(found.map(\.problem) == ["is \(other), and spec_revisions holds no such revision"])
        }
        try await empty.importRun(text)
        #expect(try await empty.exported(run) == text)
    }

    @Test func listsAllProblemsInTheOrderOfTheDocument() async throws {
        let (text, empty) = try await exported()
        let changed = text.replacing("\"severity\": \"major\"", with: "\"severity\": \"huge\"")
            .replacing("\"branch\": \"main\"", with: "\"branch\": 7").replacing("\"size\": \"small\"", with: "\"size\": \"tiny\"")
        let problems = try await problems(empty, changed)
        // Neither a run nor a phase that can't be read hides what is wrong with the rest, and none is said to be wrong because of them.
        #expect(
            problems.map(\.path) == [
                "run.branch", "phases[0].phase.size", "phases[0].executions[0].findings[0].severity", "phases[1].phase.size",
            ])
        #expect(problems.map(\.line) == problems.map(\.line).sorted())
    }

    @Test func anEventThatCannotBeReadIsOneProblem() async throws {
        let (text, empty) = try await exported()
        let changed = text.replacingCharacters(in: try #require(text.firstRange(of: "\"sequence\": 2")), with: "\"sequence\": \"2\"")
        #expect(try await problems(empty, changed).map(\.path) == ["events[1].sequence"])
    }

    @Test(arguments: [
        ("\"actor\": {\"kind\":\"worker\"", "\"actor\": {\"kind\":\"user\""), ("\"payload\": {", "\"payload\": {\"x\":1,"),
        ("\"time\": \"2027", "\"time\": \"2028"),
    ])
    func noticesAnEventThatWasChanged(_ part: String, _ other: String) async throws {
        let (text, empty) = try await exported()
        let changed = text.replacingCharacters(in: try #require(text.firstRange(of: part)), with: other)
        #expect(try await problems(empty, changed).map(\.description).contains { $0.contains("hash is not that of the event") })
    }

    /// Rows that events, which are as they were written, tell otherwise.
    @Test(arguments: [
        ("\"severity\": \"major\"", "\"severity\": \"minor\"", "phases[0].executions[0].findings[0].severity", "is not what events tell"),
        ("\"resolved\": false", "\"resolved\": true", "phases[0].executions[0].findings[0].resolved", "is not what events tell"),
        ("\"priority\": 0", "\"priority\": 7", "run.priority", "is not what events tell"),
        ("\"labels\": {\"team\":\"web\"}", "\"labels\": {}", "run.labels", "is not what events tell"),
        ("\"size\": \"small\"", "\"size\": \"large\"", "phases[0].phase.size", "is not what events tell"),
        ("\"dependencies\": [1]", "\"dependencies\": []", "phases[1].phase.dependencies", "is not what events tell"),
        ("\"retry_count\": 0", "\"retry_count\": 3", "phases[0].phase.retry_count", "is 3, and a count gives 0"),
        ("\"lease_epoch\": 0", "\"lease_epoch\": 4", "run.lease_epoch", "is 4, and a count gives 0"),
        ("\"media_type\": \"text/plain", "\"media_type\": \"text/html", "artifacts[0].media_type", "is not what events tell"),
    ])
    func noticesARowThatEventsTellOtherwise(_ part: String, _ other: String, _ path: String, _ problem: String) async throws {
        let (text, empty) = try await exported()
        let first = try #require(text.firstRange(of: part), "\(text)")
        let changed = text.replacingCharacters(in: first, with: other)
        for dryRun in [true, false] {
            let problems = try await problems(empty, changed, dryRun: dryRun)
            #expect(problems.map(\.path) == [path] && problems.map(\.problem) == [problem], "\(problems)")
            #expect(problems.first?.line == changed[..<first.lowerBound].count { $0 == "\n" } + 1)
            #expect(try await empty.state.latestRun() == nil)
        }
        try await empty.importRun(text)
    }

    @Test func noticesRowsThatAreMissingAndThatNobodyTells() async throws {
        let (text, empty) = try await exported()
        let begin = try #require(text.firstRange(of: "\"findings\": ["))
        let end = try #require(text[begin.upperBound...].firstRange(of: "]"))
        let missing = text[..<begin.upperBound] + text[end.lowerBound...]
        let gone = try await problems(empty, String(missing))
        #expect(gone.count == 1 && gone[0].line == 1 && gone[0].path.isEmpty, "\(gone)")
        #expect(gone[0].problem.hasPrefix("finding ") && gone[0].problem.hasSuffix("events tell of this finding, and it is not there"), "\(gone)")
        let id = try #require(text.firstMatch(of: /"finding_id": "([^"]*)"/)?.1)
        let events = try #require(text.firstRange(of: "\"events\""))
        let other = Finding.ID(at: empty.clock.now).description
        let renamed = text[..<events.lowerBound].replacing(id, with: other) + text[events.lowerBound...]
        let found = try await problems(empty, String(renamed))
        #expect(found.map(\.path) == ["", "phases[0].executions[0].findings[0]"], "\(found)")
        #expect(found.last?.problem == "no event tells of this finding")
        #expect(try await empty.state.latestRun() == nil)
    }

    @Test(arguments: [
        ("", 1, 1, "a value is missing"), ("[]", 1, 1, "must be an object"), ("{\"a\": 1", 1, 8, "a value does not end"),
        ("{\"a\": 1 2}", 1, 9, "',' or '}' is missing"),
        ("{}{", 1, 3, "something follows the value"), ("{\n \"ü\" 1}", 2, 6, "':' is missing"), ("{\"a\": \"", 1, 8, "a value does not end"),
        ("\u{FEFF}{} x", 1, 5, "something follows the value"),
    ])
    func saysWhereTheTextIsNoJSON(_ text: String, _ line: Int, _ column: Int, _ problem: String) async throws {
        let problems = try await problems(Store(), text)
        let found = try #require(problems.first { $0.problem == problem }, "\(problems)")
        #expect(found.line == line && found.column == column)
    }

    @Test func takesMembersInAnyOrder() async throws {
        let (text, empty) = try await exported()
        let report = try await empty.importRun(try JSONValue(text: text).canonicalText)
        #expect(try await empty.exported(report.run.id) == text)
    }

    @Test func refusesTheSameRunTwiceAndWritesNothingOnTrial() async throws {
        let (text, empty) = try await exported()
        let trial = try await empty.importRun(text, dryRun: true)
        #expect(trial.counts == [.run: 1, .phase: 2, .execution: 1, .finding: 1, .artifact: 1, .event: 6])
        #expect(try await empty.state.latestRun() == nil)
        try await empty.importRun(text)
        await #expect { try await empty.importRun(text) } throws: { ($0 as? StateError)?.isConflict == true }
        await #expect { try await empty.importRun(text, dryRun: true) } throws: { ($0 as? StateError)?.isConflict == true }
    }

    @Test func refusesAnIdentityOfAnotherRunAndLeavesNothingHalfDone() async throws {
        let (store, empty) = (try await Store(), try await Store())
        let (first, second) = (try await store.running().run, try await store.running().run)
        let taken = try #require(await store.state.phases(of: first).first?.id.description)
        let own = try #require(await store.state.phases(of: second).first?.id.description)
        try await empty.importRun(try await store.exported(first))
        let text = try await store.exported(second)
        // The history names the phase too; with another one its hashes would not be right.
        let events = try #require(text.firstRange(of: "\"events\""))
        let changed = text[..<events.lowerBound].replacing(own, with: taken) + text[events.lowerBound...]
        await #expect { try await empty.importRun(String(changed)) } throws: { ($0 as? StateError)?.isConflict == true }
        #expect(try await empty.state.run(second) == nil)
        #expect(try await empty.exported(first) == (try await store.exported(first)))
    }

    /// Another store's process may be at work in the checkout just now.
    @Test(arguments: [ProcessIdentity.Liveness.dead, .outOfSight]) func leavesARunToItsProcessAsLongAsThatIsSeen(later: ProcessIdentity.Liveness) async throws {
        let (store, empty) = (try await Store(), try await Store())
        let (run, _, execution) = try await store.running()
        _ = try await store.claim(run)
        let text = try await store.exported(run)
        try await empty.importRun(text)
        #expect(try await empty.state.holder(of: run)?.processID == 4711)
        await #expect { try await empty.state.claimRun(run, owner: "other", timeToLive: .seconds(30)) } throws: {
            if case .leaseHeld = $0 as? StateError { true } else { false }
        }
        empty.machine.set(later)
        let claimed = try await empty.state.claimRun(run, owner: "other", timeToLive: .seconds(30))
        #expect(claimed.lease.epoch == 2)
        #expect(try await empty.state.execution(execution)?.status == .interrupted)
    }

    @Test func readsAnArtifactWhoseFileWasCopied() async throws {
        let (store, empty) = (try await Store(), try await Store())
        let run = try await store.running().run
        let id = try await store.state.saveArtifact("text", .agentOutput, of: run)
        try await empty.importRun(try await store.exported(run))
        await #expect { _ = try await empty.state.textOfArtifact(id) } throws: { ($0 as? ArtifactError)?.kind == .missing }
        let path = try #require(await empty.state.artifact(id)).path
        try empty.directory.write(Array("text".utf8), to: "artifacts/\(path)")
        #expect(try await empty.state.textOfArtifact(id) == "text")
        let whole = try await empty.state.verify(run)
        #expect(whole.artifacts == 1 && whole.problems == 0)
        try empty.directory.write(Array("texT".utf8), to: "artifacts/\(path)")
        var kinds: [StoreProblem.Kind] = []
        _ = try await empty.state.verify(run) { kinds.append($0.kind) }
        #expect(kinds == [.changedArtifact])
    }
}
