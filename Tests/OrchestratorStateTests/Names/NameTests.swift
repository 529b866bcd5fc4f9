import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// What people write for an identifier.
@Suite(.everyEngine) struct NameTests {
    @Test func acceptsAnyUniquePrefixOrSuffixAndLatest() async throws {
        let store = try await Store()
        let run = try await store.state.createRun(.sample()).run.id
        let text = run.description
        for name in [text, text.uppercased(), run.short, String(text.prefix(1)), String(text.prefix(20)), String(text.suffix(5)), "latest"] {
            #expect(try await store.state.runID(named: name) == run, "\(name)")
        }
    }

    @Test func namesTheCandidatesOfAnAmbiguousName() async throws {
        let store = try await Store()
        var ids: [String] = []
        for _ in 0..<3 { ids.append(try await store.state.createRun(.sample(phases: 0)).run.id.description) }
        let prefix = String(ids[0].prefix(3))
        await #expect(throws: StateError.ambiguous(.run, prefix, candidates: ids.sorted())) {
            _ = try await store.state.runID(named: prefix)
        }
    }

    @Test(arguments: ["", "%", "_", "________", "%0%", "ffffffff", "latest ", "' OR 1=1", "０", "g", String(repeating: "0", count: 40)])
    func findsNothingByWhatIsNoPartOfAnIdentifier(_ name: String) async throws {
        let store = try await Store()
        _ = try await store.state.createRun(.sample())
        await #expect { _ = try await store.state.runID(named: name) } throws: { ($0 as? StateError)?.isNotFound == true }
    }

    @Test func findsNoLatestWhereThereIsNone() async throws {
        let store = try await Store()
        await #expect { _ = try await store.state.runID(named: "latest") } throws: { ($0 as? StateError)?.isNotFound == true }
    }

    @Test func namesEverythingElse() async throws {
        let store = try await Store()
        let (run, phase, execution) = try await store.running()
        let finding = try await store.state.addFindings([.sample()], to: execution)[0].id
        let artifact = try await store.state.saveArtifact("x", .findingsReport, of: run)
        let intervention = try await store.state.askHuman(about: phase, reason: .criticalError)
        #expect(try await store.state.phaseID(named: phase.short) == phase)
        #expect(try await store.state.executionID(named: execution.short) == execution)
        #expect(try await store.state.findingID(named: finding.short) == finding)
        #expect(try await store.state.artifactID(named: artifact.short) == artifact)
        #expect(try await store.state.interventionID(named: intervention.short) == intervention)
    }
}
