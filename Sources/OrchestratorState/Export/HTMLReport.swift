public import OrchestratorModel

/// A run as a page for people: one file that needs nothing else, readable on light and dark screens and on paper.
///
/// Everything that came from outside is shown as it is; nothing of it can become markup, and a content security policy forbids the page to load or
/// run anything.
public struct HTMLReport {
    static let evidenceLimit = 4 * 1024
    /// A pass that reported more findings than this shows the first of them, and says so.
    static let findingsOfPass = 200

    var html = ""

    /// The page; it ends with a line end. The same document gives the same text.
    ///
    /// - Complexity: Linear in the document. Of the evidence of a finding the first 4 KiB are shown, of the findings of a pass the first 200.
    public static func text(of document: RunDocument) -> String {
        var report = HTMLReport()
        report.writeHead(document.run)
        report.writeRun(document)
        report.writeOverview(document)
        report.writeFindings(document)
        for phase in document.phases { report.write(phase) }
        report.writeArtifacts(document)
        report.html += "</main>\n<footer>Run <code>\(document.run.id)</code>, as it was after event \(document.run.lastEvent).</footer>\n"
        report.html += "</body>\n</html>\n"
        return report.html
    }

    private mutating func writeHead(_ run: Run) {
        html += """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '\(HTMLStyle.digest)'; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <title>\(HTMLEscape.text(run.title))</title>
            <style>\(HTMLStyle.text)</style>
            </head>
            <body>

            """
    }

    private mutating func writeRun(_ document: RunDocument) {
        let run = document.run
        let findings = document.phases.flatMap(\.executions).flatMap(\.findings)
        html += "<header>\n<h1>\(Self.inline(run.title))</h1>\n<p>\(Self.badge(run.status.rawValue)) "
        html += "\(run.completedPhases) of \(run.totalPhases) phases completed"
        if !findings.isEmpty {
            html += ", \(findings.count) \(findings.count == 1 ? "finding" : "findings"), \(findings.count { $0.resolved }) of them resolved"
        }
        html += ".</p>\n"
        if let message = run.errorMessage { html += "<p class=\"error\" role=\"note\"><strong>Error:</strong> \(Self.inline(message))</p>\n" }
        html += "<dl>\n"
        fact("Run", "<code>\(run.id)</code>")
        fact("Repository", Self.inline(run.repositoryPath))
        fact("Branch", Self.inline(run.branch))
        if let path = run.documentationPath { fact("Documentation", Self.inline(path)) }
        if !run.labels.isEmpty {
            fact("Labels", run.labels.sorted { $0.key < $1.key }.map { Self.inline("\($0.key)=\($0.value)") }.joined(separator: ", "))
        }
        fact("Created", Self.moment(run.createdAt))
        if let time = run.startedAt { fact("Started", Self.moment(time)) }
        if let time = run.completedAt { fact("Ended", Self.moment(time)) }
        if let duration = ReportText.duration(run.startedAt, run.completedAt) { fact("Duration", duration) }
        if let reason = run.pauseReason { fact("Paused because", ReportText.words(reason.rawValue)) }
        html += "</dl>\n</header>\n<main>\n"
    }

    private mutating func writeOverview(_ document: RunDocument) {
        guard !document.phases.isEmpty else { return }
        html += "<section aria-labelledby=\"phases\">\n<h2 id=\"phases\">Phases</h2>\n"
        html += HTMLTimeline(document).svg
        table(["#", "Phase", "Status", "Size", "Passes", "Findings", "Unresolved", "Duration"], numeric: [0, 4, 5, 6]) { report in
            for part in document.phases {
                let (phase, findings) = (part.phase, part.executions.flatMap(\.findings))
                report.row([
                    "\(phase.number)", "<a href=\"#phase-\(phase.number)\">\(Self.inline(phase.title))</a>", Self.badge(phase.status.rawValue),
                    phase.size.rawValue, "\(part.executions.count)", "\(findings.count)",
                    "\(findings.count { !$0.resolved && $0.waivedAt == nil })",
                    ReportText.duration(phase.startedAt, phase.completedAt) ?? "",
                ])
            }
        }
        html += "</section>\n"
    }

    private mutating func writeFindings(_ document: RunDocument) {
        let chart = HTMLFindingsChart(document)
        guard !chart.isEmpty else { return }
        html += "<section aria-labelledby=\"findings\">\n<h2 id=\"findings\">Findings by pass</h2>\n\(chart.svg)"
        table(["Phase", "Pass", "Outcome", "Major", "Medium", "Minor"], numeric: [0, 1, 3, 4, 5]) { report in
            for pass in chart.passes {
                report.row([
                    "\(pass.phase)", "\(pass.number)", HTMLEscape.text(pass.outcome), "\(pass.counts.major)", "\(pass.counts.medium)",
                    "\(pass.counts.minor)",
                ])
            }
        }
        html += "</section>\n"
    }

    private mutating func writeArtifacts(_ document: RunDocument) {
        guard !document.artifacts.isEmpty else { return }
        let numbers = Dictionary(document.phases.map { ($0.phase.id, $0.phase.number) }, uniquingKeysWith: { first, _ in first })
        html += "<section aria-labelledby=\"artifacts\">\n<h2 id=\"artifacts\">Artifacts</h2>\n"
        table(["Type", "Phase", "File", "Bytes", "SHA-256", "Content"], numeric: [1, 3]) { report in
            for artifact in document.artifacts {
                report.row([
                    ReportText.words(artifact.type.rawValue), artifact.phaseID.flatMap { numbers[$0] }.map(String.init) ?? "",
                    "<code>\(HTMLEscape.text(artifact.path))</code>", artifact.sizeBytes.map(String.init) ?? "",
                    artifact.sha256.map { "<code>\(HTMLEscape.text($0.prefix(12)))</code>" } ?? "", artifact.content.rawValue,
                ])
            }
        }
        html += "</section>\n"
    }
}

extension HTMLReport {
    /// Text whose direction is its own affair.
    static func inline(_ text: String) -> String { "<bdi>\(HTMLEscape.text(text))</bdi>" }

    /// A status with its colour.
    static func badge(_ status: String) -> String { "<span class=\"badge \(status)\">\(ReportText.words(status))</span>" }

    static func moment(_ time: Timestamp) -> String { "<time datetime=\"\(time)\">\(ReportText.moment(time))</time>" }

    private mutating func fact(_ name: String, _ value: String) { html += "<div><dt>\(name)</dt><dd>\(value)</dd></div>\n" }

    /// - Parameter numeric: The columns that hold numbers.
    mutating func table(_ columns: [String], numeric: Set<Int> = [], _ body: (inout HTMLReport) -> Void) {
        html += "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"Table\"><table>\n<thead><tr>"
        for (index, column) in columns.enumerated() {
            html += "<th scope=\"col\"\(numeric.contains(index) ? " class=\"number\"" : "")>\(column)</th>"
        }
        html += "</tr></thead>\n<tbody>\n"
        body(&self)
        html += "</tbody>\n</table></div>\n"
    }

    /// Cells are HTML already; those that hold a number alone stand at the right.
    mutating func row(_ cells: [String]) {
        let cells = cells.map { cell in
            let isNumber = !cell.isEmpty && cell.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            return "<td\(isNumber ? " class=\"number\"" : "")>\(cell.isEmpty ? "–" : cell)</td>"
        }
        html += "<tr>\(cells.joined())</tr>\n"
    }
}
