import OrchestratorModel
import Testing

@testable import OrchestratorConfiguration

@Suite struct DiagnosticTests {
    private func problems(_ text: String) throws -> [Diagnostic] {
        try ScratchProject(["config/orchestrator-config.yaml": text]).diagnostics()
    }

    @Test func showsTheLineWithACaret() throws {
        let diagnostic = try #require(try problems("execution:\n  max_retrys: 4\n").first)
        #expect(
            diagnostic.render() == """
                config/orchestrator-config.yaml:2:3: error[unknown-key]: 'max_retrys' is not a key of 'execution'
                 2 |   max_retrys: 4
                   |   ^^^^^^^^^^
                help: did you mean 'max_retries'?
                """)
        #expect(diagnostic.render(colored: true).contains("\u{1B}[1;31merror[unknown-key]:\u{1B}[0m"))
    }

    @Test func countsScalarsAndDrawsWideCharactersWide() throws {
        let diagnostic = try #require(try problems("agents:\n  \"日本e\u{301}\": {command: [x], promt: file}\n").first)
        #expect(diagnostic.column == 26)
        let lines = diagnostic.render().split(separator: "\n")
        // Four scalars in the quotes take five columns.
        #expect(DisplayWidth.of(String(lines[1].prefix { $0 != "," })) + 2 == lines[2].prefix { $0 != "^" }.count)
        #expect(lines[2].hasSuffix(" ^^^^^"))
    }

    @Test func keepsTabsBeforeTheCaret() throws {
        let diagnostic = try #require(try problems("execution: {\tmax_retrys: 4}\n").first)
        #expect(diagnostic.render().split(separator: "\n")[2].contains("\t^"))
    }

    @Test func escapesWhatWouldMoveTheCursor() throws {
        let diagnostic = try #require(try problems("\"\\e[2J\\n\": 4\n").first)
        #expect(!diagnostic.render().contains("\u{1B}"))
        #expect(diagnostic.render().split(separator: "\n").count == 3)
    }

    @Test func countsLinesAsEditorsDo() throws {
        #expect(try problems("# a\r\nexecution:\r\n  max_retrys: 4\r\n").map(\.line) == [3])
        // YAML 1.1 breaks lines at these, an editor does not: they are refused as they are, and fine when escaped.
        for separator in ["\u{2028}", "\u{2029}", "\u{85}"] {
            #expect(try problems("# a\(separator)b\n").map(\.code) == ["line-separator"])
        }
        #expect(try problems("llm:\n  model: \"a\\u2028b\"\n").isEmpty)
    }

    @Test func ordersByLayerAndLineAndRepeatsNothing() throws {
        let project = try ScratchProject([
            "config/orchestrator-config.yaml": "git:\n  auto_pull: 1\nexecution:\n  mode: x\n",
            "config/orchestrator-config.local.yaml": "execution:\n  mode: y\n", "xdg/orchestrator/config.yaml": "a: 1\n",
        ])
        let diagnostics = project.diagnostics(settings: ["b=1"], environment: ["ORCHESTRATOR__EXECUTION__MODE": "z"])
        #expect(diagnostics.map(\.line) == [1, 2, 4, 2, nil, nil])
        #expect(Set(diagnostics).count == diagnostics.count)
    }

    @Test func survivesAJourneyThroughJSON() throws {
        let diagnostic = try #require(try problems("execution:\n  max_retrys: 4\n").first)
        let report = Diagnostic.report([diagnostic])
        #expect(report["valid"] == false)
        #expect(
            report["diagnostics"]?.array?.first?.object?.keys.sorted() == [
                "argument", "code", "column", "file", "help", "line", "message", "path", "severity", "variable",
            ])
    }

    @Test(arguments: [
        ("max_retrys", "max_retries"), ("retires_max", nil), ("tiemout", "timeout"), ("modee", "mode"), ("x", nil), ("", nil),
    ]) func suggestsWhatIsASlipAway(_ written: String, _ meant: String?) {
        #expect(NearestName.to(written, among: ["max_retries", "timeout", "mode"]) == meant)
    }
}
