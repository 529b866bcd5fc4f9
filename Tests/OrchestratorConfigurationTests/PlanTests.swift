import OrchestratorModel
import Testing

@testable import OrchestratorConfiguration

@Suite struct PlanTests {
    private func load(_ text: String, configuration: String = "") throws -> (Plan, [Diagnostic]) {
        let project = try ScratchProject(["plan.yaml": text, "config/orchestrator-config.yaml": configuration])
        return try Plan.load("plan.yaml", configuration: project.load())
    }

    private func problems(_ text: String) throws -> [Diagnostic] {
        do {
            return try load(text).1
        } catch let problems as ConfigurationProblems {
            return problems.diagnostics
        }
    }

    private let good = """
        title: Add search
        branch: main
        documentation: docs/search.md
        phases:
          - title: Backend
            intent: Full text
            size: large
            files: [src/search.py]
            acceptance_criteria: ["`search('x')` finds"]
            risks: [slow]
            script: ./a.sh
            max_retries: 1
          - title: Frontend
            intent: A box
            agent: claude
          - title: Docs
            intent: Words
            agent: claude
            dependencies: [Backend, 2]
          - title: Free
            intent: Alone
            agent: claude
            dependencies: []

        """

    @Test func asksForWhatIsMissing() throws {
        let found = try problems("title: T\nphases:\n  - title: A\n    script: x\n  - intent: x\n    script: x\n")
        #expect(found.map(\.help) == ["give it an 'intent'", "give it a 'title'"], "\(found)")
    }

    @Test func resolvesAPlan() throws {
        let (plan, warnings) = try load(good, configuration: "execution: {max_retries: 6}")
        #expect(warnings.isEmpty)
        #expect(plan.phases.map(\.dependencies) == [[], [1], [1, 2], []])
        #expect(plan.phases.map(\.maxRetries) == [1, 6, 6, 6])
        #expect(plan.phases[0].size == .large)
        #expect(plan.phases[0].script == "./a.sh")
        #expect(plan.text == good)
        #expect(plan.title == "Add search" && plan.branch == "main" && plan.documentation == "docs/search.md")
    }

    @Test func showsTheWholeLineOfAProblem() throws {
        let plan = good.replacing("[src/search.py]", with: "[src/ü.py, ../out.py, b.py] # three")
        let diagnostic = try #require(try problems(plan).first)
        #expect(
            diagnostic.render() == """
                plan.yaml:8:23: error[outside]: the file lies outside of the repository
                 8 |     files: [src/ü.py, ../out.py, b.py] # three
                   |                       ^^^^^^^^^
                """)
    }

    @Test func reportsEverythingAtOnceWithItsPlace() throws {
        let diagnostics = try problems(
            """
            titel: Add search
            phases:
              - title: One
                intent: x
                agent: claud
                files: [../outside, /etc/passwd, in/side]
              - title: One
                intent: "  "
                sise: big
                agent: claude
                dependencies: [Two, 9]
              - intent: y
                max_retries: -1
            """)
        #expect(
            diagnostics.map { "\($0.line ?? 0):\($0.column ?? 0) \($0.code) \($0.path ?? "")" } == [
                "1:1 unknown-key titel", "1:1 required title", "5:12 unknown-agent phases[0].agent", "6:13 outside phases[0].files[0]",
                "6:25 outside phases[0].files[1]", "7:12 duplicate-title phases[1].title", "8:13 empty phases[1].intent",
                "9:5 unknown-key phases[1].sise", "11:20 unknown-dependency phases[1].dependencies[0]",
                "11:25 unknown-dependency phases[1].dependencies[1]", "12:5 required phases[2].title", "12:5 script phases[2].script",
                "13:18 range phases[2].max_retries",
            ])
        #expect(diagnostics[0].help == "did you mean 'title'?")
        #expect(diagnostics[2].help == "did you mean 'claude'?")
    }

    @Test func printsACircle() throws {
        let phase = { (name: String, on: String) in "  - {title: \(name), intent: x, agent: claude, dependencies: [\(on)]}\n" }
        let diagnostics = try problems("title: t\nphases:\n" + phase("A", "C") + phase("B", "A") + phase("C", "B"))
        #expect(diagnostics.map(\.code) == ["circle"])
        #expect(diagnostics[0].message.contains("1 'A' → 3 'C' → 2 'B' → 1 'A'"))
        #expect(try problems("title: t\nphases:\n" + phase("A", "A")).map(\.code) == ["circle"])
    }

    @Test func saysWhatIsNoPlan() throws {
        for (text, code) in [
            ("", "required"), ("- a\n", "type"), ("title: [\n", "syntax"), ("title: t\n", "required"),
            ("title: t\nphases: []\n", "required"), ("title: t\nphases: {}\n", "type"),
        ] {
            #expect(try problems(text).map(\.code).contains(code), "\(text)")
        }
        let loaded = try ScratchProject().load()
        #expect(throws: ConfigurationProblems.self) { try Plan.load("nowhere.yaml", configuration: loaded) }
    }

    @Test func warnsOfAScriptThatNobodyRuns() throws {
        let diagnostics = try problems("title: t\nphases:\n  - {title: a, intent: b, agent: claude, script: x}\n")
        #expect(diagnostics.map(\.severity) == [.warning])
        #expect(try problems("title: t\nphases:\n  - {title: a, intent: b}\n").map(\.code) == ["script"])
    }
}
