import Foundation
import OrchestratorModel
import Testing

@testable import OrchestratorState

/// The published schema of exports.
@Suite(.everyEngine) struct ExportGeneratedFileTests {
    /// `ORCHESTRATOR_WRITE_GENERATED=1 swift test --filter GeneratedFileTests` writes it anew.
    @Test func isWhatTheTablesSay() throws {
        let file = ExportJudge.root.appending(path: ExportJudge.schemaPath)
        let text = ExportSchema.document.prettyText + "\n"
        if ProcessInfo.processInfo.environment["ORCHESTRATOR_WRITE_GENERATED"] != nil {
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        let committed = try String(contentsOf: file, encoding: .utf8)
        #expect(committed == text)
    }

    @Test func refusesWhatIsNoRun() async throws {
        let store = try await Store()
        let text = try await store.exported(try await store.running().run)
        let changed = [
            text.replacing("\"status\": \"executing\"", with: "\"status\": \"sleeping\""), text.replacing("\"priority\": 0,", with: ""),
            text.replacing("\"version\": 1", with: "\"version\": 2"), text.replacing("\"priority\": 0", with: "\"priority\": 0, \"x\": 1"),
            text.replacing("\"total_phases\": 2", with: "\"total_phases\": -2"),
        ]
        #expect(changed.allSatisfy { $0 != text })
        let problems = try ExportJudge.problems(of: [text] + changed)
        #expect(problems.map(\.isEmpty) == [true] + changed.map { _ in false })
    }
}
