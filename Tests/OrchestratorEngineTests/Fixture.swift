import Foundation
import OrchestratorEngine
import OrchestratorModel
import Testing

/// What real tools printed, from files beside the tests.
enum Fixture {
    static func text(_ name: String) throws -> String {
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(name)")
        return try String(decoding: Data(contentsOf: url), as: UTF8.self)
    }

    /// The findings of a check that failed and printed that file.
    static func findings(
        _ name: String, category: Finding.Category, format: OutputFormat = .auto, root: String, status: Int = 1
    ) throws -> [FindingDraft] {
        CheckParser.findings(
            in: CheckReport(
                check: category.rawValue, category: category, severityOnFailure: .medium, command: "make \(category.rawValue)",
                ending: .exited(status), output: try text(name), format: format, root: root))
    }
}
