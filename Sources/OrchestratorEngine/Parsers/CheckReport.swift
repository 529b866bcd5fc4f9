package import OrchestratorModel

/// What a check did, as it is handed to ``CheckParser``.
package struct CheckReport: Sendable {
    /// The check: `build`, `test`, `custom:smoke`.
    package var check: String
    /// The kind of check.
    package var category: Finding.Category
    /// The weight of what it finds.
    package var severityOnFailure: Severity
    /// The command line, for the title of a finding that is about the check as a whole.
    package var command: String
    /// How the command ended.
    package var ending: CheckEnding
    /// What it printed, or the tail of it.
    package var output: String
    /// Whether ``output`` is less than what was printed.
    package var outputIsCut: Bool
    /// The contents of report files (JUnit XML, SARIF) that it wrote.
    package var reportFiles: [String]
    /// The form of what it printed.
    package var format: OutputFormat
    /// The absolute path of the checkout: file names are made relative to it.
    package var root: String

    package init(
        check: String, category: Finding.Category, severityOnFailure: Severity, command: String, ending: CheckEnding, output: String,
        outputIsCut: Bool = false, reportFiles: [String] = [], format: OutputFormat = .auto, root: String
    ) {
        self.check = check
        self.category = category
        self.severityOnFailure = severityOnFailure
        self.command = command
        self.ending = ending
        self.output = output
        self.outputIsCut = outputIsCut
        self.reportFiles = reportFiles
        self.format = format
        self.root = root
    }
}
