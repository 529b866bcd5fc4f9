import OrchestratorModel
import Testing

@testable import OrchestratorConfiguration
@testable import OrchestratorEngine

@Suite struct CheckPlanTests {
    private let verification = Configuration().verification

    @Test func skipsChecksWithoutACommand() {
        let checks = CheckPlan.checks(of: verification)
        #expect(checks.run.isEmpty && checks.skipped == ["build", "test", "lint"])
    }

    @Test func keepsTheOrderAndWhatWasConfigured() {
        var verification = verification
        verification.build.command = "make"
        verification.test.command = " \t"
        verification.lint.enabled = false
        verification.lint.command = "lint"
        verification.security.enabled = true
        verification.security.command = "scan"
        verification.security.severityOnFailure = .minor
        var (on, off) = (Configuration.CustomTest(name: "b", command: "two"), Configuration.CustomTest(name: "a", command: "one"))
        on.workingDirectory = "sub"
        on.timeout = .seconds(7)
        off.enabled = false
        verification.customTests = [on, off]
        let checks = CheckPlan.checks(of: verification)
        #expect(checks.skipped == ["test"])
        #expect(checks.run.map(\.name) == ["build", "security", "custom:b"])
        #expect(checks.run.map(\.category) == [.build, .security, .custom])
        #expect(checks.run.map(\.severity) == [.major, .minor, .medium])
        #expect(checks.run.last?.directory == "sub" && checks.run.last?.timeout == .seconds(7))
    }

    @Test func leavesFormatsAsTheyAreNamed() {
        #expect(
            Configuration.OutputFormat.allCases.map { String(describing: OutputFormat($0)) }
                == Configuration.OutputFormat.allCases.map(\.rawValue))
    }
}
