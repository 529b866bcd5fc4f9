import Foundation
import OrchestratorModel
import Testing

@testable import OrchestratorConfiguration

@Suite struct ConfigurationCaseTests {
    @Test func findsTheFixture() {
        #expect(ConfigurationCase.all.count >= 40)
    }

    @Test(arguments: ConfigurationCase.all) func saysWhatTheCaseExpects(_ sample: ConfigurationCase) throws {
        let project = try ScratchProject(sample.files)
        for (name, text) in sample.files_base64 ?? [:] { try project.write(name, try #require(Data(base64Encoded: text))) }
        let settings = (sample.arguments ?? []).filter { $0 != "--set" }
        let diagnostics = project.diagnostics(settings: settings, environment: sample.environment ?? [:])
        let errors = diagnostics.filter { $0.severity == .error }
        #expect(errors.isEmpty == sample.expect.valid, "\(diagnostics.map { $0.render() }.joined(separator: "\n"))")
        for wanted in sample.expect.problems ?? [] {
            #expect(errors.contains { matches($0, wanted) }, "\(wanted) is not among \(errors.map(\.json.canonicalText))")
        }
        for wanted in sample.expect.warnings ?? [] {
            #expect(diagnostics.contains { $0.severity == .warning && matches($0, wanted) }, "\(wanted)")
        }
        var printed = diagnostics.map { $0.render(colored: true) + $0.json.canonicalText }.joined()
        if sample.expect.valid {
            let document = try project.load(settings: settings, environment: sample.environment ?? [:]).document
            printed += document.canonicalText
            for (path, value) in sample.expect.values ?? [:] {
                #expect(holds(document.value(at: path), value), "\(path) is \(document.value(at: path)?.canonicalText ?? "absent")")
            }
        }
        for secret in sample.expect.never_printed ?? [] { #expect(!printed.contains(secret)) }
    }

    private func matches(_ diagnostic: Diagnostic, _ wanted: [String: JSONValue]) -> Bool {
        let text = "\(diagnostic.message) \(diagnostic.help ?? "")"
        return wanted.allSatisfy { key, value in
            key == "mentions" ? value.array?.allSatisfy { text.contains($0.string ?? "") } ?? false : diagnostic.json[key] == value
        }
    }

    /// Maps and lists of maps may hold more keys than expected.
    private func holds(_ actual: JSONValue?, _ expected: JSONValue) -> Bool {
        switch (actual, expected) {
        case (.object(let members)?, .object(let wanted)): wanted.allSatisfy { holds(members[$0.key], $0.value) }
        case (.array(let elements)?, .array(let wanted)):
            elements.count == wanted.count && zip(elements, wanted).allSatisfy { holds($0, $1) }
        default: actual == expected
        }
    }
}
