import Foundation
import Testing

/// `scripts/count-tests.sh` sums what the test runner says.
@Suite struct CountTests {
    private func count(_ log: String) throws -> String {
        let script = try Tree.here.get().root.appending(path: "scripts/count-tests.sh").path
        // The file that `-` stands for is standard input, which awk reads.
        return try Command.output(of: ["sh", script, "-"], input: log)
    }

    private static let noXCTest = """
        Test Suite 'All tests' started at 2026-01-01 00:00:00.000
        Test Suite 'All tests' passed at 2026-01-01 00:00:00.001
        \t Executed 0 tests, with 0 failures (0 unexpected) in 0.0 (0.0) seconds

        """

    @Test(arguments: [
        (
            "◇ Test run started.\n✔ Test a() passed after 0.001 seconds.\n✔ Suite B passed after 0.002 seconds.\n"
                + "✔ Test run with 12 tests in 3 suites passed after 0.010 seconds.\n",
            "12 passed, 0 failed\n"
        ),
        (
            "✘ Test a() recorded an issue at A.swift:1:2: it failed after 3 seconds\n✘ Test a() failed after 0.001 seconds with 2 issues.\n"
                + "✘ Test \"a b\" failed after 0.001 seconds with 1 issue.\n✘ Suite B failed after 0.002 seconds with 3 issues.\n"
                + "✘ Test run with 12 tests in 3 suites failed after 0.010 seconds with 3 issues.\n",
            "10 passed, 2 failed\n"
        ),
        (
            "\t Executed 3 tests, with 1 failure (0 unexpected) in 0.1 (0.1) seconds\n✔ Test run with 1 test in 0 suites passed after 1 seconds.\n",
            "3 passed, 1 failed\n"
        ),
        (
            "✔ Test a() passed after 0.001 seconds.\n✘ Test b() failed after 0.001 seconds with 1 issue.\nerror: crashed\n",
            "1 passed, 1 failed\n"
        ),
    ])
    func sumsTheClosingLines(log: String, sum: String) throws {
        #expect(try count(Self.noXCTest + log) == sum)
    }

    @Test(arguments: ["", "error: no such module\n", noXCTest + "✔ Test run with 0 tests in 0 suites passed after 0.001 seconds.\n"])
    func failsWhereNoTestRan(log: String) {
        #expect(throws: Command.Failure.self) { try count(log) }
    }
}
