import Foundation
import OrchestratorDatabase
import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// The contents of artifacts, where the database keeps them and files are copies.
@Suite struct ContentTests {
    private static let long = String(repeating: "0123456789abcdef", count: 40_000)

    private func with(_ body: (Store) async throws -> Void) async throws {
        try await TestEngine.postgresql.run { try await body(Store()) }
    }

    @Test(arguments: ["", "text", long]) func comeBackWhereTheFileIsGoneOrChanged(text: String) async throws {
        try await with { store in
            let run = try await store.executing().run
            let artifact = try #require(await store.state.artifact(try await store.state.saveArtifact(text, .agentOutput, of: run)))
            store.loseFile(of: artifact)
            #expect(try await store.state.textOfArtifact(artifact.id) == text)
            #expect(try store.artifactFiles() == ["artifacts/\(artifact.path)"])
            try store.directory.write(Array("another".utf8), to: "artifacts/\(artifact.path)")
            #expect(try await store.state.textOfArtifact(artifact.id) == text)
            // On another machine there is no directory yet.
            let elsewhere = store.state.keepingArtifacts(in: store.directory.path("elsewhere"))
            #expect(try await elsewhere.textOfArtifact(artifact.id) == text)
            #expect(try await store.state.verify { Issue.record("\($0)") }.artifacts == 1)
        }
    }

    @Test func areRefusedWhereTheyAreNotWhatWasWritten() async throws {
        try await with { store in
            let run = try await store.executing().run
            let artifact = try #require(await store.state.artifact(try await store.state.saveArtifact("text", .agentOutput, of: run)))
            try await store.changeContent(of: artifact, to: "texT")
            await #expect { _ = try await store.state.textOfArtifact(artifact.id) } throws: { ($0 as? ArtifactError)?.kind == .changed }
        }
    }

    @Test func goWithTheirRunAndWhenTheirTimeHasCome() async throws {
        try await with { store in
            func pieces() async throws -> Int? {
                try await store.database.read { try $0.first("SELECT COUNT(*) FROM artifact_chunks") { try $0.integer() } }
            }
            let (first, second) = (try await store.executing().run, try await store.executing().run)
            for run in [first, second] {
                _ = try await store.state.saveArtifact(Self.long, .agentOutput, of: run)
                try await store.state.abortRun(run)
            }
            #expect(try await pieces() == 6)
            try await store.state.deleteRun(first)
            #expect(try await pieces() == 3)
            store.clock.advance(by: .seconds(90 * 86_400))
            _ = try await store.state.cleanArtifacts(RetentionPolicy(compressAfter: .seconds(86_400), deleteAfter: .seconds(30 * 86_400)))
            #expect(try await pieces() == 0)
        }
    }
}
