/// The rows of one run of the Python program, each in the order in which it was written.
struct LegacyRun: Sendable {
    var run: LegacyRow
    var phases: [LegacyRow] = []
    var executions: [LegacyRow] = []
    var findings: [LegacyRow] = []
    var artifacts: [LegacyRow] = []
    var interventions: [LegacyRow] = []
}
