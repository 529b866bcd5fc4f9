import OrchestratorModel
import OrchestratorTestKit
import Testing

@testable import OrchestratorConfiguration

/// Whatever is written, a report comes back, and soon: work must not grow with lines times problems.
@Suite(.timeLimit(.minutes(1))) struct HostileInputTests {
    private func problems(_ text: String, _ local: String = "") throws -> [Diagnostic] {
        try ScratchProject(["config/orchestrator-config.yaml": text, "config/orchestrator-config.local.yaml": local]).diagnostics()
    }

    @Test func reportsThousandsOfProblemsOnOneLongLine() throws {
        let padding = String(repeating: "é", count: 90)
        let keys = (0..<4900).map { "\(padding)\($0): 1" }.joined(separator: ", ")
        let diagnostics = try problems("{\(keys)}")
        #expect(diagnostics.count == 4900)
        // Each key is its padding, its number, and ": 1, ".
        #expect(diagnostics[4899].column == 2 + (0..<4899).reduce(0) { $0 + 95 + "\($1)".count })
        #expect(diagnostics.allSatisfy { ($0.excerpt?.text.utf8.count ?? 0) < 1000 })
    }

    @Test func reportsThousandsOfMismatchesInTwoLayers() throws {
        let agents = "agents: {" + (0..<4900).map { "a\($0): 1" }.joined(separator: ", ") + "}"
        #expect(try problems(agents, agents).count == 9800)
    }

    @Test func reportsAPlanThatDependsOnNothing() throws {
        let phases = (0..<900).map {
            "  - {title: a-title-of-some-length-\($0), intent: x, agent: claude, dependencies: [b-title-of-some-length-\($0)]}"
        }
        let project = try ScratchProject(["plan.yaml": "title: t\nphases:\n" + phases.joined(separator: "\n")])
        let loaded = try project.load()
        #expect(throws: ConfigurationProblems.self) { try Plan.load("plan.yaml", configuration: loaded) }
    }

    @Test func readsRandomBytes() throws {
        var random = SeededGenerator(seed: 7)
        let alphabet = Array("abexecution:mx_rtis 0123{}[],:-#&*!|>'\"%@`\n\n  \t\\~é日".utf8)
        for _ in 0..<500 {
            let bytes = (0..<Int.random(in: 0...200, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? 0 }
            var problems = ProblemList()
            guard let source = Source.file("f", bytes, layer: .project, directory: "/", name: "f", problems: &problems) else { continue }
            let node = YAMLComposer.compose(source, problems: &problems)
            if node == nil && !problems.hasErrors { #expect(isEmpty(bytes)) }
            for diagnostic in problems.diagnostics { #expect(!diagnostic.render().isEmpty) }
        }
    }

    /// Nothing but white space, comments, marks of a document, and what YAML writes for "no value".
    private func isEmpty(_ bytes: [UInt8]) -> Bool {
        String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).allSatisfy { line in
            let word = line.prefix { $0 != "#" }.filter { !$0.isWhitespace }
            return word.isEmpty || word == "~" || word == "---" || word.hasPrefix("&")
        }
    }
}
