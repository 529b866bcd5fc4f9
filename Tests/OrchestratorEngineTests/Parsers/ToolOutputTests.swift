import OrchestratorEngine
import OrchestratorModel
import Testing

/// What is read from the output of real tools, kept in files as they printed it.
@Suite struct ToolOutputTests {
    struct Expectation: Sendable, CustomTestStringConvertible {
        var file: String
        var category: Finding.Category
        var root: String
        /// `file:line [rule] title` of each finding.
        var findings: [String]
        var testDescription: String { "\(file) as \(category)" }
    }

    @Test(arguments: Self.builds + Self.tests + Self.linters)
    func namesPlaceRuleAndTitle(of expectation: Expectation) throws {
        let findings = try Fixture.findings(expectation.file, category: expectation.category, root: "/checkout/" + expectation.root)
        #expect(findings.map(Self.summary) == expectation.findings)
        for finding in findings {
            #expect(finding.violations.isEmpty)
            #expect(!finding.evidence.isEmpty)
            #expect(!finding.evidence.contains("\u{1B}"))
            #expect(finding.severity == .medium)
            #expect(finding.check == expectation.category.rawValue)
        }
    }

    private static func summary(of finding: FindingDraft) -> String {
        let place = finding.file.map { "\($0):\(finding.line ?? 0) " } ?? ""
        return place + (finding.rule.map { "[\($0)] " } ?? "") + finding.title
    }

    @Test(arguments: [
        ("swift-test.txt", "sw", 0, #"XCTAssertEqual failed: ("-1") is not equal to ("3") -"#),
        ("unittest.txt", "py", 1, "AssertionError: -1 != 3"),
        ("pytest.txt", "py", 2, "ZeroDivisionError: division by zero"), ("cargo-test.txt", "rs", 0, "a number"),
        ("node-tap.txt", "js", 0, "Expected values to be strictly equal:"), ("node-junit.xml", "js", 1, "no number"),
    ])
    func describesAFailedTestByItsMessage(file: String, root: String, index: Int, message: String) throws {
        let findings = try Fixture.findings(file, category: .test, root: "/checkout/" + root)
        #expect(findings[index].description == message)
    }

    @Test func readsJSONAndSARIFWhereTheFormatIsGiven() throws {
        #expect(try Fixture.findings("ruff.sarif", category: .lint, format: .sarif, root: "/checkout/py").count == 3)
        #expect(try Fixture.findings("ruff.json", category: .lint, format: .json, root: "/checkout/py").count == 3)
        #expect(try Fixture.findings("pytest-junit.xml", category: .test, format: .junit, root: "/checkout/py").count == 4)
    }

    @Test func readsReportsOfACheckThatExitedWithZero() throws {
        #expect(try Fixture.findings("pytest-junit.xml", category: .test, root: "/checkout/py", status: 0).count == 4)
        #expect(try Fixture.findings("ruff.sarif", category: .lint, root: "/checkout/py", status: 0).count == 3)
        #expect(try Fixture.findings("pytest.txt", category: .test, root: "/checkout/py", status: 0).isEmpty)
        #expect(try Fixture.findings("gcc.txt", category: .lint, root: "/checkout/c", status: 0).isEmpty)
    }

    @Test func carriesTheFixThatALinterOffers() throws {
        for file in ["ruff.json", "ruff.sarif", "ruff-full.txt"] {
            #expect(try Fixture.findings(file, category: .lint, root: "/checkout/py")[0].suggestedFix == "Remove unused import: `os`")
        }
    }
}

extension ToolOutputTests {
    static let builds = [
        Expectation(
            file: "gcc.txt", category: .build, root: "c",
            findings: ["src/main.c:2 ‘hight’ undeclared (first use in this function)", "src/main.c:6 expected ‘;’ before ‘return’"]),
        Expectation(
            file: "clang.txt", category: .build, root: "c",
            findings: [
                "src/main.c:2 use of undeclared identifier 'hight'",
                "src/main.c:5 [-Wint-conversion] incompatible integer to pointer conversion initializing 'char *' with an expression of type 'int'",
                "src/main.c:6 expected ';' after expression",
            ]),
        Expectation(file: "ld.txt", category: .build, root: "c", findings: ["[undefined-reference] undefined reference to `missing'"]),
        Expectation(
            file: "swift-build.txt", category: .build, root: "sw",
            findings: [
                "Sources/Calc/Broken.swift:3 cannot convert return expression of type 'String' to return type 'Int'",
                "Sources/Calc/Broken.swift:5 cannot find 'undefined' in scope",
            ]),
        Expectation(
            file: "cargo-build.txt", category: .build, root: "rs",
            findings: ["src/lib.rs:3 [E0308] mismatched types", "src/lib.rs:5 [E0425] cannot find function `undefined` in this scope"]),
        Expectation(
            file: "cargo-build.json-lines", category: .build, root: "rs",
            findings: ["src/lib.rs:3 [E0308] mismatched types", "src/lib.rs:5 [E0425] cannot find function `undefined` in this scope"]),
        Expectation(
            file: "javac.txt", category: .build, root: "jv",
            findings: ["A.java:2 incompatible types: String cannot be converted to int", "A.java:3 cannot find symbol"]),
        Expectation(
            file: "syntax-error.txt", category: .build, root: "py", findings: ["broken.py:1 [SyntaxError] SyntaxError: invalid syntax"]),
        Expectation(
            file: "traceback.txt", category: .custom, root: "py",
            findings: [
                "crash.py:4 [JSONDecodeError] json.decoder.JSONDecodeError: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"
            ]),
    ]

    static let tests = [
        Expectation(
            file: "swift-test.txt", category: .test, root: "sw",
            findings: [
                "Tests/CalcTests/CalcTests.swift:7 [AdditionTests.testAddsSmallNumbers] AdditionTests.testAddsSmallNumbers failed",
                "[AdditionTests.testThrows] AdditionTests.testThrows failed", "CalcTests.swift:25 [throwsAnError()] throwsAnError() failed",
                "CalcTests.swift:23 [adds pairs] adds pairs failed", "CalcTests.swift:19 [addsSmallNumbers()] addsSmallNumbers() failed",
            ]),
        Expectation(
            file: "unittest.txt", category: .test, root: "py",
            findings: [("13", "test_divides"), ("7", "test_adds"), ("18", "test_parts (n=0)"), ("18", "test_parts (n=1)")].map {
                line, test in
                let name = "tests.test_calc.AdditionTests.\(test)"
                return "tests/test_calc.py:\(line) [\(name)] \(name) failed"
            }),
        Expectation(file: "pytest.txt", category: .test, root: "py", findings: pytest),
        Expectation(file: "pytest-short-color.txt", category: .test, root: "py", findings: pytest),
        Expectation(
            file: "pytest-collection.txt", category: .test, root: "py",
            findings: ["pt/test_import.py:1 [pt/test_import.py] pt/test_import.py failed"]),
        Expectation(
            file: "pytest-junit.xml", category: .test, root: "py",
            findings: [("7", "test_adds"), ("12", "test_pairs[2-3]"), ("17", "TestDivision.test_by_zero"), ("22", "test_with_fixture")].map {
                "pt/test_plain.py:\($0) [pt.test_plain.\($1)] pt.test_plain.\($1) failed"
            }),
        Expectation(
            file: "cargo-test.txt", category: .test, root: "rs",
            findings: ["src/lib.rs:11 [tests::unwraps] tests::unwraps failed", "src/lib.rs:7 [tests::adds] tests::adds failed"]),
        Expectation(
            file: "node-tap.txt", category: .test, root: "js",
            findings: ["calc.test.js:4 [adds small numbers] adds small numbers failed", "calc.test.js:9 [throws] throws failed"]),
        Expectation(
            file: "node-spec.txt", category: .test, root: "js",
            findings: ["calc.test.js:4 [adds small numbers] adds small numbers failed", "calc.test.js:9 [throws] throws failed"]),
        Expectation(
            file: "node-junit.xml", category: .test, root: "js",
            findings: [
                "calc.test.js:5 [test.adds small numbers] test.adds small numbers failed",
                "calc.test.js:9 [test.throws] test.throws failed",
            ]),
    ]

    private static let pytest = [
        ("7", "test_adds"), ("12", "test_pairs[2-3]"), ("17", "TestDivision::test_by_zero"), ("22", "test_with_fixture"),
    ].map {
        "pt/test_plain.py:\($0) [pt/test_plain.py::\($1)] pt/test_plain.py::\($1) failed"
    }

    static let linters = [
        Expectation(
            file: "gcc.txt", category: .lint, root: "c",
            findings: [
                "src/main.c:2 ‘hight’ undeclared (first use in this function)",
                "src/main.c:5 [-Wint-conversion] initialization of ‘char *’ from ‘int’ makes pointer from integer without a cast",
                "src/main.c:6 expected ‘;’ before ‘return’", "src/main.c:5 [-Wunused-variable] unused variable ‘s’",
                "src/main.c:4 [-Wunused-variable] unused variable ‘unused’",
                "src/main.c:2 [-Wreturn-type] control reaches end of non-void function",
            ]),
        Expectation(
            file: "flake8.txt", category: .lint, root: "py",
            findings: [
                "lintme.py:1 [F401] 'os' imported but unused", "lintme.py:2 [F401] 'sys' imported but unused",
                "lintme.py:6 [F841] local variable 'unused' is assigned to but never used", "lintme.py:10 [E202] whitespace before ')'",
            ]),
        Expectation(
            file: "mypy.txt", category: .lint, root: "py",
            findings: [
                #"lintme.py:7 [return-value] Incompatible return value type (got "int", expected "str")"#,
                #"lintme.py:10 [arg-type] Argument 1 to "area" has incompatible type "str"; expected "int""#,
            ]),
        Expectation(
            file: "pylint.txt", category: .lint, root: "py",
            findings: [
                "lintme.py:1 [C0114] Missing module docstring", "lintme.py:5 [C0116] Missing function or method docstring",
                "lintme.py:6 [W0612] Unused variable 'unused'", "lintme.py:1 [W0611] Unused import os",
                "lintme.py:2 [W0611] Unused import sys",
            ]),
        Expectation(
            file: "ruff-junit.xml", category: .lint, root: "py",
            findings: ["1 [lintme.org.ruff.F401]", "2 [lintme.org.ruff.F401]", "6 [lintme.org.ruff.F841]"].map {
                "lintme.py:\($0) \($0.split(separator: "[")[1].dropLast()) failed"
            }),
        Expectation(
            file: "pylint.json", category: .lint, root: "py",
            findings: [
                "lintme.py:1 [missing-module-docstring] Missing module docstring",
                "lintme.py:5 [missing-function-docstring] Missing function or method docstring",
                "lintme.py:6 [unused-variable] Unused variable 'unused'", "lintme.py:1 [unused-import] Unused import os",
                "lintme.py:2 [unused-import] Unused import sys",
            ]),
        Expectation(file: "ruff-concise.txt", category: .lint, root: "py", findings: ruff),
        Expectation(file: "ruff-full.txt", category: .lint, root: "py", findings: ruff),
        Expectation(file: "ruff.json", category: .lint, root: "py", findings: ruff),
        Expectation(file: "ruff.sarif", category: .lint, root: "py", findings: ruff),
    ]

    private static let ruff = [
        "lintme.py:1 [F401] `os` imported but unused", "lintme.py:2 [F401] `sys` imported but unused",
        "lintme.py:6 [F841] Local variable `unused` is assigned to but never used",
    ]
}
