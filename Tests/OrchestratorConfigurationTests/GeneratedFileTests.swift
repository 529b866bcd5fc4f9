import Foundation
import OrchestratorModel
import Testing

@testable import OrchestratorConfiguration

@Suite struct GeneratedFileTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private func committed(_ path: String) throws -> String {
        try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
    }

    private func section(_ name: String, of text: String) -> String {
        let parts = text.split(separator: "<!-- \(name) -->", maxSplits: 1)
        let inner = parts.last?.firstRange(of: "<!-- /\(name) -->").flatMap { end in parts.last.map { $0[..<end.lowerBound] } }
        return inner.map { $0.trimmingCharacters(in: .newlines) } ?? ""
    }

    /// `ORCHESTRATOR_WRITE_GENERATED=1 swift test --filter GeneratedFileTests` writes them anew.
    @Test func areWhatTheSchemaSays() throws {
        let files = [
            "config/orchestrator-config.yaml": GeneratedFiles.template, "config/models.yaml": GeneratedFiles.modelsTemplate,
            "config/orchestrator-config.schema.json": GeneratedFiles.schema.prettyText + "\n",
            "config/models.schema.json": GeneratedFiles.modelsSchema.prettyText + "\n",
            "config/plan.schema.json": GeneratedFiles.planSchema.prettyText + "\n",
        ]
        let document = try committed("docs/CONFIGURATION.md")
        let sections = ["reference": GeneratedFiles.reference, "troubleshooting": GeneratedFiles.troubleshooting]
        if ProcessInfo.processInfo.environment["ORCHESTRATOR_WRITE_GENERATED"] != nil {
            try write(files, sections, document)
        }
        for (path, text) in files { #expect(try committed(path) == text, "\(path) is not what the schema says") }
        let written = try committed("docs/CONFIGURATION.md")
        for (name, text) in sections {
            #expect(section(name, of: written) == text.trimmingCharacters(in: .newlines), "\(name) is not what the schema says")
        }
    }

    private func write(_ files: [String: String], _ sections: [String: String], _ document: String) throws {
        for (path, text) in files { try Data(text.utf8).write(to: Self.root.appending(path: path)) }
        let written = sections.reduce(document) { text, section in
            text.replacing(self.section(section.key, of: text), with: section.value.trimmingCharacters(in: .newlines))
        }
        try Data(written.utf8).write(to: Self.root.appending(path: "docs/CONFIGURATION.md"))
    }

    @Test func givesTheDefaultsWithTheTemplate() throws {
        let defaults = try ScratchProject().load().document
        let project = try ScratchProject([
            "config/orchestrator-config.yaml": GeneratedFiles.template, "config/models.yaml": GeneratedFiles.modelsTemplate,
        ])
        let loaded = try project.load()
        #expect(loaded.warnings.isEmpty)
        #expect(ConfigurationDifference.between(defaults, loaded.document).map(\.text) == [])
    }

    @Test(arguments: ["strict", "development", "branch-per-phase"]) func shipsProfilesThatLoad(_ name: String) throws {
        let project = try ScratchProject([
            "config/orchestrator-config.yaml": GeneratedFiles.template,
            "config/profiles/\(name).yaml": try committed("config/profiles/\(name).yaml"),
        ])
        let loaded = try project.load(profile: name)
        #expect(loaded.warnings.isEmpty)
        #expect(loaded.origins.contains { $0.origin.layer == .profile })
    }

    @Test func showsExamplesThatLoad() throws {
        let text = try committed("docs/CONFIGURATION.md") + (try committed("config/README.md"))
        let blocks = text.split(separator: "```yaml\n").dropFirst().compactMap { $0.split(separator: "```").first }
        #expect(blocks.count >= 5)
        for block in blocks {
            let diagnostics = try ScratchProject(["config/orchestrator-config.yaml": String(block)]).diagnostics()
            #expect(diagnostics.isEmpty, "\(diagnostics)\n\(block)")
        }
    }

    @Test func showsSwiftThatWorks() throws {
        let directory = try ScratchProject().path
        // What docs/CONFIGURATION.md shows.
        let loaded = try Configuration.load(ConfigurationRequest(projectDirectory: directory, settings: ["execution.max_retries=5"]))
        print(loaded.configuration.execution.maxRetries, try loaded.explanation(of: "execution.max_retries").origin)
        for warning in loaded.warnings { print(warning.render()) }
        #expect(loaded.configuration.execution.maxRetries == 5)
    }

    @Test func namesEverySettingOfTheSchemaInTheReference() throws {
        let reference = GeneratedFiles.reference
        for (name, _) in Configuration.schema.shape.paths {
            #expect(reference.contains("\(name)`") || reference.contains("\(name)[]`") || reference.contains("\(name).*`"), "\(name)")
        }
    }
}
