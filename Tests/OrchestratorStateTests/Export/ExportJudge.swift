import Foundation
import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorState

/// Judges exports by the published schema, and logs by that of SARIF, with a validator that is not ours.
enum ExportJudge {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardizedFileURL
    static let schemaPath = "docs/schemas/run-export.schema.json"

    /// What is wrong with each document.
    static func problems(of documents: [String]) throws -> [[String]] {
        let schema = try JSONValue(text: try String(contentsOf: root.appending(path: schemaPath), encoding: .utf8))
        let task: JSONValue = ["schema": schema, "documents": .array(documents.map(JSONValue.string))]
        return try answer(of: "judge_export.py", to: task)
    }

    /// What is wrong with each log, by the schema of the standard.
    static func problems(ofLogs logs: [String]) throws -> [[String]] {
        try answer(of: "judge_sarif.py", to: .array(logs.map(JSONValue.string)))
    }

    private static func answer(of judge: String, to task: JSONValue) throws -> [[String]] {
        let script = root.appending(path: "Tests/OrchestratorStateTests/Export/\(judge)").path
        let output = try #require(Python.run([script], input: Array(task.canonicalText.utf8)), "'scripts/setup.sh test' installs what judges need")
        let answer = try JSONValue(text: String(decoding: output, as: UTF8.self))
        return (answer.array ?? []).map { ($0.array ?? []).compactMap(\.string) }
    }

    static func expectValid(_ documents: [String], at location: SourceLocation = #_sourceLocation) throws {
        let problems = try problems(of: documents)
        #expect(problems.count == documents.count, sourceLocation: location)
        let wrong = problems.filter { !$0.isEmpty }
        #expect(wrong.isEmpty, "\(wrong.prefix(3))", sourceLocation: location)
    }
}

extension Store {
    /// The run as it is exported.
    func exported(_ run: Run.ID, phase: Int? = nil) async throws -> String {
        var bytes: [UInt8] = []
        try await state.exportJSON(of: run, phase: phase) { bytes += $0 }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Imports a text.
    @discardableResult
    func importRun(_ text: String, dryRun: Bool = false) async throws -> ImportReport {
        try directory.write(Array(text.utf8), to: "import.json")
        return try await state.importRun(fromFile: directory.path("import.json"), dryRun: dryRun)
    }
}
