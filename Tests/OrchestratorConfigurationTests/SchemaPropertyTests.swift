import Foundation
import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorConfiguration

@Suite struct SchemaPropertyTests {
    /// What a schema of single values can't say.
    private static let beyondTheSchema: Set<String> = ["relation", "path", "unknown-agent", "file-missing"]

    @Test func acceptsAndRefusesWhatTheLoaderDoes() throws {
        var generator = SampleDocuments(seed: 20_251)
        let documents = (0..<3000).map { _ in generator.next() }
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "judge_schema.py").path
        let task: JSONValue = ["schema": GeneratedFiles.schema, "documents": .array(documents.map(JSONValue.string))]
        let output = try #require(
            Python.run([script], input: Array(task.canonicalText.utf8)), "Python needs jsonschema and PyYAML: scripts/setup.sh test")
        let verdicts = try JSONDecoder().decode([Bool].self, from: Data(output))
        #expect(verdicts.count == documents.count)
        let shape = ConfigurationLoader.shape
        for (document, verdict) in zip(documents, verdicts) {
            var problems = ProblemList()
            let source = Source(.file(path: "f"), layer: .project, bytes: Array(document.utf8), directory: "/nowhere", name: "f")
            let root = YAMLComposer.compose(source, problems: &problems)
            var checker = Checker(root: shape, rootName: "the configuration", problems: problems)
            if let root { _ = checker.check(root, shape) }
            let errors = checker.problems.diagnostics.filter { !Self.beyondTheSchema.contains($0.code) }
            #expect(errors.isEmpty == verdict, "\(document)\n\(errors.map(\.description))")
        }
        #expect(verdicts.contains(true) && verdicts.contains(false))
    }
}
