import OrchestratorEngine
import OrchestratorModel
import Testing

@Suite struct CheckParserTests {
    private func report(
        _ output: String, ending: CheckEnding = .exited(1), category: Finding.Category = .test, command: String = "make test",
        isCut: Bool = false, files: [String] = [], format: OutputFormat = .auto
    ) -> CheckReport {
        CheckReport(
            check: category.rawValue, category: category, severityOnFailure: .medium, command: command, ending: ending, output: output,
            outputIsCut: isCut, reportFiles: files, format: format, root: "/checkout")
    }

    private func findings(_ output: String, category: Finding.Category = .test, format: OutputFormat = .auto) -> [FindingDraft] {
        CheckParser.findings(in: report(output, category: category, format: format))
    }

    @Test(arguments: [
        (CheckEnding.exited(1), "test failed: `make test` exited with status 1"),
        (.exited(127), "test failed: `make test` exited with status 127"),
        (.timedOut(.seconds(600)), "test took longer than 10 min: `make test`"),
        (.notStarted("no such directory"), "test could not be started: `make test`"),
        (.signalled(9), "test was ended by signal 9: `make test`"),
    ])
    func saysHowACheckEndedWhenNothingElseIsKnown(ending: CheckEnding, title: String) throws {
        let findings = CheckParser.findings(in: report("one\ntwo\n", ending: ending))
        #expect(findings.map(\.title) == [title])
        #expect(findings.first?.evidence == "one\ntwo")
        #expect(findings.first?.violations.isEmpty == true)
    }

    @Test func reportsWhatWasFoundBeforeACheckWasEnded() {
        let findings = CheckParser.findings(in: report("a.c:1:2: error: x\n", ending: .timedOut(.seconds(1))))
        #expect(findings.map(\.title) == ["test took longer than 1 s: `make test`", "x"])
    }

    @Test func findsNothingInACheckThatPassed() {
        #expect(CheckParser.findings(in: report("a.c:1:2: error: x\n", ending: .exited(0))).isEmpty)
    }

    @Test func keepsTheTailOfLongOutput() throws {
        let output = (1...20_000).map { "line \($0)\n" }.joined()
        let evidence = try #require(findings(output).first?.evidence)
        #expect(evidence.hasPrefix("… (cut)\n"))
        #expect(evidence.hasSuffix("\nline 20000"))
        #expect(evidence.utf8.count <= 32 * 1024)
    }

    @Test func reportsTheSameOnceAndCountsWhatIsBeyondTheLimit() {
        let output = (1...300).map { "a.c:\($0):1: error: x\na.c:\($0):1: error: x\n" }.joined()
        let outcome = CheckParser.outcome(of: report(output, category: .build))
        #expect(outcome.findings.count == 201)
        #expect(outcome.findings.last?.title == "100 more findings of build")
        #expect(!outcome.isComplete)
    }

    @Test(arguments: [
        (CheckEnding.exited(0), true, true), (.exited(0), false, true), (.exited(1), false, true), (.exited(1), true, false),
        (.exited(127), false, false), (.exited(137), false, false), (.timedOut(.seconds(1)), false, false), (.signalled(11), false, false),
        (.notStarted("x"), false, false),
    ])
    func isCompleteOnlyWhenTheCheckRanToItsEnd(ending: CheckEnding, isCut: Bool, isComplete: Bool) {
        #expect(CheckParser.outcome(of: report("x", ending: ending, isCut: isCut)).isComplete == isComplete)
    }

    @Test(
        arguments: [
            ("src/a.c:3:4: error: x", "src/a.c"), ("./src/a.c:3:4: error: x", "src/a.c"), ("src/../lib/a.c:3:4: error: x", "lib/a.c"),
            ("/checkout/src/a.c:3:4: error: x", "src/a.c"), ("/private/checkout/src/a.c:3:4: error: x", "src/a.c"),
            ("../a.c:3:4: error: x", nil), ("/usr/include/stdio.h:3:4: error: x", nil), ("/checkout/../a.c:3:4: error: x", nil),
            ("/checkouts/a.c:3:4: error: x", nil), ("<stdin>:3:4: error: x", nil),
        ] as [(String, String?)])
    func namesFilesInsideTheCheckoutOnly(line: String, file: String?) throws {
        let finding = try #require(findings(line, category: .build).first)
        #expect(finding.title == "x")
        #expect(finding.file == file)
        #expect(finding.line == (file == nil ? nil : 3))
        #expect(finding.evidence == line)
    }

    @Test(arguments: [
        ("src/a.ts(1,7): error TS2322: Type 'x'", "src/a.ts:1 TS2322 Type 'x'"),
        ("src/a.ts:1:7 - error TS2322: Type 'x'", "src/a.ts:1 TS2322 Type 'x'"),
        ("src/a.js:3:5: Unexpected var [Error/no-var]", "src/a.js:3 no-var Unexpected var"),
        ("[ERROR] /checkout/src/A.java:[3,5] cannot find symbol", "src/A.java:3 - cannot find symbol"),
        ("./main.go:3:5: undefined: x", "main.go:3 - undefined: x"),
        ("a.go:1:2: unused variable (unused-x)", "a.go:1 unused-x unused variable"),
        ("a b/c.c:1:2: fatal error: x.h: No such file", "a b/c.c:1 - x.h: No such file"),
        ("Makefile:3: error: x", "Makefile:3 - x"), ("a.c(12): error C2065: 'x'", "a.c:12 C2065 'x'"),
    ])
    func readsTheStylesOfManyCompilers(line: String, expected: String) throws {
        let finding = try #require(findings(line, category: .build).first)
        #expect("\(finding.file ?? "-"):\(finding.line ?? 0) \(finding.rule ?? "-") \(finding.title)" == expected)
    }

    @Test(arguments: [
        "2026-11-22 12:30:45: error: x", "12:30:45: starting", "http://host:80: error", "a:b:c", "host.name:8080: connected",
        "make: *** [Makefile:2: all] Error 1",
        "see a.c:12 for more", "a.c: error", "Foo (12): bar",
    ])
    func takesNoOtherLineForADiagnostic(line: String) {
        #expect(findings(line, category: .build).map(\.title) == ["build failed: `make test` exited with status 1"])
    }

    @Test func readsGoTests() {
        let text = """
            --- FAIL: TestAdd (0.00s)
                --- FAIL: TestAdd/zero (0.00s)
                    add_test.go:12: got 1, want 0
            === RUN   TestVerbose
                add_test.go:20: bad
            --- FAIL: TestVerbose (0.00s)
            --- FAIL: TestBare (0.00s)
            FAIL
            FAIL\texample.com/add\t0.003s
            """
        let found = findings(text)
        #expect(found.map(\.title) == ["TestAdd/zero failed", "TestVerbose failed", "TestBare failed"])
        #expect(found.map(\.line) == [12, 20, nil])
        #expect(found.map(\.description) == ["got 1, want 0", "bad", ""])
    }

    @Test func readsJestAndVitest() {
        let jest = """
            FAIL src/add.test.js
              ● add › adds

                expect(received).toBe(expected)

                  at Object.<anonymous> (src/add.test.js:5:10)
                  at node_modules/jest-circus/build/run.js:1:1

            Tests: 1 failed, 1 total
            """
        let vitest = " FAIL  src/add.test.ts > add > adds\nAssertionError: expected -1 to be 3\n ❯ src/add.test.ts:5:21\n"
        for (text, title) in [(jest, "add › adds failed"), (vitest, "src/add.test.ts > add > adds failed")] {
            let found = findings(text)
            #expect(found.map(\.title) == [title])
            #expect(found.first?.line == 5)
        }
    }

    @Test func readsPerlsTestsAndPassesOverExpectedFailures() {
        let found = findings(
            "1..3\nok 1\nnot ok 2 - adds\n#   Failed test 'adds'\n#   at t/add.t line 7.\nnot ok 3 - later # TODO write it\n")
        #expect(found.map(\.title) == ["adds failed"])
        #expect(found.first?.file == "t/add.t")
        #expect(found.first?.line == 7)
    }

    @Test func passesOverTestsOfNodeThatAreExpectedToFail() {
        let found = findings(
            "✖ failing tests:\n\ntest at a.js:1:1\n✖ adds (1ms)\n  Error: x\n\ntest at a.js:9:1\n✖ later (1ms) # TODO\n  Error: y\n")
        #expect(found.map(\.title) == ["adds failed"])
        #expect(found.first?.line == 1)
    }

    @Test func passesOverSARIFResultsThatNobodyHasToLookAt() {
        let text = """
            {"version":"2.1.0","runs":[{"tool":{"driver":{"name":"x","rules":[{"id":"R1","defaultConfiguration":{"level":"note"}}]}},"results":[
            {"ruleId":"R0","level":"error","message":{"text":"open"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"src/a%20b.c"},"region":{"startLine":4}}}]},
            {"ruleId":"R0","level":"error","message":{"text":"suppressed"},"suppressions":[{"kind":"inSource"}]},
            {"ruleId":"R0","level":"error","message":{"text":"gone"},"baselineState":"absent"},
            {"ruleId":"R0","kind":"pass","message":{"text":"passed"}},{"ruleId":"R0","level":"none","message":{"text":"none"}},
            {"ruleId":"R1","message":{"text":"note"}}]}]}
            """
        let found = CheckParser.findings(in: report(text, ending: .exited(0), category: .security, format: .sarif))
        #expect(found.map(\.title) == ["open"])
        #expect(found.first?.file == "src/a b.c")
        #expect(found.first?.line == 4)
    }

    @Test(arguments: [
        (
            #"[{"filePath":"/checkout/a.js","messages":[{"ruleId":"no-var","severity":2,"message":"Unexpected var","line":3}]}]"#,
            "a.js:3 no-var Unexpected var"
        ),
        (
            #"{"results":[{"path":"a.py","start":{"line":9},"check_id":"eval","extra":{"message":"eval","severity":"ERROR"}}]}"#,
            "a.py:9 eval eval"
        ),
        (
            #"{"results":[{"filename":"a.py","line_number":2,"issue_text":"assert","issue_severity":"LOW","test_id":"B101"}]}"#,
            "a.py:2 B101 assert"
        ),
        (#"{"Issues":[{"FromLinter":"govet","Text":"bad","Pos":{"Filename":"a.go","Line":8}}]}"#, "a.go:8 govet bad"),
        (
            #"{"generalDiagnostics":[{"file":"a.py","severity":"error","message":"m","range":{"start":{"line":4,"character":0}},"rule":"r"}]}"#,
            "a.py:5 r m"
        ),
        (#"[{"file":"a.sh","line":2,"level":"warning","code":2086,"message":"Quote"}]"#, "a.sh:2 2086 Quote"),
    ])
    func readsTheJSONOfManyLinters(text: String, expected: String) throws {
        let finding = try #require(findings("> lint\n\n" + text + "\nfailed\n", category: .lint).first)
        #expect("\(finding.file ?? "-"):\(finding.line ?? 0) \(finding.rule ?? "-") \(finding.title)" == expected)
    }

    @Test func cutsTitlesAndEvidenceToWhatTheStoreAccepts() throws {
        let finding = try #require(findings("a.c:1:1: error: " + String(repeating: "é", count: 4000), category: .build).first)
        #expect(finding.title.unicodeScalars.count == Limits.title)
        #expect(finding.title.hasSuffix("… (cut)"))
        #expect(finding.violations.isEmpty)
    }

    @Test func writesAReplacementForNULAndDropsEscapes() throws {
        let finding = try #require(findings("\u{1B}[31ma.c:1:1: error: x\u{0}y\u{1B}[0m\u{1B}]0;title\u{7}z", category: .build).first)
        #expect(finding.title == "x\u{FFFD}yz")
    }
}
