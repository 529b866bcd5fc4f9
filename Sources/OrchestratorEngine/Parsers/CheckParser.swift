package import OrchestratorModel

/// Turns what a check printed into findings. Pure, total and linear in what was printed: no output makes it fail or take long.
package enum CheckParser {
    /// Findings of one check; beyond them one more says how many there were.
    package static let findingLimit = 200

    /// The findings of a check, valid as they are.
    ///
    /// A check that exits with 0 found nothing, whatever it printed for people; reports in JUnit XML and SARIF are read all the same. A check that ended in
    /// any other way has at least one finding.
    package static func findings(in report: CheckReport) -> [FindingDraft] {
        outcome(of: report).findings
    }

    /// The findings of a check, and whether they are all.
    package static func outcome(of report: CheckReport) -> CheckOutcome {
        let lines = OutputLines(report.output)
        let paths = CheckoutPaths(root: report.root)
        let builder = FindingBuilder(report: report, lines: lines, paths: paths)
        var (specific, more) = builder.drafts(relevant(diagnostics(in: report, lines, paths), to: report))
        let isRegular = report.ending.isRegular
        if !report.ending.isSuccess, specific.isEmpty || !isRegular { specific.insert(builder.draftOfCheck(), at: 0) }
        if more > 0 { specific.append(builder.draftOfRest(more)) }
        let isComplete = isRegular && more == 0 && (report.ending.isSuccess || !report.outputIsCut)
        return CheckOutcome(findings: specific, isComplete: isComplete)
    }

    /// What counts of that which was recognised: warnings do where the check is about them.
    private static func relevant(_ diagnostics: [Diagnostic], to report: CheckReport) -> [Diagnostic] {
        let warningsCount = [.lint, .security, .specValidation].contains(report.category)
        return diagnostics.filter { $0.level == .error || (warningsCount && $0.level == .warning) }
    }

    private static func diagnostics(in report: CheckReport, _ lines: OutputLines, _ paths: CheckoutPaths) -> [Diagnostic] {
        let inFiles = report.reportFiles.flatMap { structured($0, paths) }
        // A report that is written to a file is mostly the better account of what is printed too.
        guard inFiles.isEmpty else { return inFiles }
        let printed = structured(lines.text(lines.indices, atMost: OutputLines.limit), of: report, paths)
        guard printed.isEmpty, !report.ending.isSuccess else { return printed }
        var collector = DiagnosticCollector(lines: lines, paths: paths)
        parseText(into: &collector)
        return collector.diagnostics
    }

    /// What a text says that is no text for people. JSON of a linter's own form lists warnings too, so that it counts only where the check failed.
    private static func structured(_ text: String, of report: CheckReport? = nil, _ paths: CheckoutPaths) -> [Diagnostic] {
        let format = report?.format ?? .auto
        if format == .text { return [] }
        if format == .junit || (format == .auto && JUnitParser.isReport(text)) { return JUnitParser.diagnostics(in: text, paths: paths) }
        let documents = JSONDocuments.all(in: text)
        let results = format == .json ? [] : SARIFParser.diagnostics(in: documents)
        guard results.isEmpty, format != .sarif, let report, !report.ending.isSuccess else { return results }
        return JSONDiagnosticParser.diagnostics(in: documents.filter { !SARIFParser.isLog($0) })
    }

    /// The parsers that know one tool come before those that know a style: each claims its lines.
    private static func parseText(into collector: inout DiagnosticCollector) {
        UnittestParser.parse(into: &collector)
        PytestParser.parse(into: &collector)
        XCTestParser.parse(into: &collector)
        SwiftTestingParser.parse(into: &collector)
        GoTestParser.parse(into: &collector)
        CargoTestParser.parse(into: &collector)
        TAPParser.parse(into: &collector)
        JavaScriptTestParser.parse(into: &collector)
        // Where a test runner names what failed, the exceptions that it also prints are no news.
        if collector.diagnostics.isEmpty { PythonTracebackParser.parse(into: &collector) }
        ArrowDiagnosticParser.parse(into: &collector)
        CompilerDiagnosticParser.parse(into: &collector)
    }
}
