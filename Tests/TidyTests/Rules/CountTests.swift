import Foundation
import Testing

/// `scripts/count-tests.sh` sums what the test runner says.
@Suite struct CountTests {
    /// A log, printed by its name: printed whole, it would be taken for what the runner says of this very run.
    struct Log: CustomTestStringConvertible {
        let testDescription: String
        let text: String
        var sum = ""
    }

    private func count(_ log: Log) throws -> String {
        let script = try Tree.here.get().root.appending(path: "scripts/count-tests.sh").path
        // The file that `-` stands for is standard input, which awk reads.
        return try Command.output(of: ["sh", script, "-"], input: Self.noXCTest + log.text)
    }

    private static let noXCTest = """
        Test Suite 'All tests' started at 2026-01-01 00:00:00.000
        Test Suite 'All tests' passed at 2026-01-01 00:00:00.001
        \t Executed 0 tests, with 0 failures (0 unexpected) in 0.0 (0.0) seconds

        """

    @Test(arguments: [
        Log(
            testDescription: "all pass",
            text: """
                ◇ Test run started.
                ✔ Test a() passed after 0.001 seconds.
                ✔ Suite B passed after 0.002 seconds.
                \t Executed 5 tests, with 1 failure (0 unexpected) in 0.1 (0.1) seconds
                ✔ Test run with 12 tests in 3 suites passed after 0.010 seconds.
                """, sum: "12 passed, 0 failed\n"),
        Log(
            testDescription: "two fail",
            text: """
                ◇ Test run started.
                ✘ Test a() recorded an issue at A.swift:1:2: it failed after 3 seconds
                ✘ Test a() failed after 0.001 seconds with 2 issues.
                ✘ Test "a b" failed after 0.001 seconds with 1 issue.
                ✘ Suite B failed after 0.002 seconds with 3 issues.
                ✘ Test run with 12 tests in 3 suites failed after 0.010 seconds with 3 issues.
                """, sum: "10 passed, 2 failed\n"),
        Log(
            testDescription: "XCTest as well",
            text: """
                \t Executed 3 tests, with 1 failure (0 unexpected) in 0.1 (0.1) seconds
                ◇ Test run started.
                ✔ Test run with 1 test in 0 suites passed after 1 seconds.
                """, sum: "3 passed, 1 failed\n"),
        Log(
            testDescription: "crashed",
            text: """
                ◇ Test run started.
                ✔ Test a() passed after 0.001 seconds.
                ✘ Test b() failed after 0.001 seconds with 1 issue.
                error: crashed
                """, sum: "1 passed, 1 failed\n"),
        Log(
            testDescription: "an argument looks like a closing line",
            text: """
                ◇ Test run started.
                ✘ Test run with 9 tests in 3 suites failed after 0.010 seconds with 3 issues.
                ✘ Test b() failed after 0.001 seconds with 1 issue.
                ✔ Test run with 2 tests in 1 suite passed after 0.010 seconds.
                """, sum: "2 passed, 0 failed\n"),
    ])
    func sumsTheClosingLines(log: Log) throws {
        #expect(try count(log) == log.sum)
    }

    @Test(arguments: [
        Log(testDescription: "nothing", text: ""), Log(testDescription: "no build", text: "error: no such module\n"),
        Log(testDescription: "no tests", text: "✔ Test run with 0 tests in 0 suites passed after 0.001 seconds.\n"),
    ])
    func failsWhereNoTestRan(log: Log) {
        #expect(throws: Command.Failure.self) { try count(log) }
    }

    /// `scripts/failed-tests.sh` repeats what went wrong, and nothing else.
    @Test func repeatsWhatWentWrong() throws {
        let script = try Tree.here.get().root.appending(path: "scripts/failed-tests.sh").path
        let log = """
            ◇ Test run started.
            ◇ Test a() started.
            ✘ Test a() recorded an issue at A.swift:1:2: Expectation failed: 1 == 2
            ↳ what it is for
            ✔ Test b() passed after 0.001 seconds.
            ↳ printed by a test
            ✘ Test a() failed after 0.001 seconds with 1 issue.
            A/B.swift:7: Fatal error: Index out of range
            printed by another
            ✘ Test run with 2 tests in 1 suite failed after 0.010 seconds with 1 issue.

            """
        let said = """
            ✘ Test a() recorded an issue at A.swift:1:2: Expectation failed: 1 == 2
            ↳ what it is for
            A/B.swift:7: Fatal error: Index out of range

            """
        #expect(try Command.output(of: ["sh", script, "-"], input: log) == said)
        #expect(try Command.output(of: ["sh", script, "-"], input: "✔ Test b() passed after 0.001 seconds.\n").isEmpty)
    }
}
