public import OrchestratorModel

/// A run as a page for people: one file that needs nothing else, readable on light and dark screens and on paper.
///
/// Everything that came from outside is shown as it is; nothing of it can become markup, and a content security policy forbids the page to load or
/// run anything.
public struct HTMLReport: PhaseReport {
    static let evidenceLimit = 4 * 1024
    /// A pass that reported more findings than this shows the first of them, and says so.
    static let findingsOfPass: Int? = 200

    var text = ""

    /// The page; it ends with a line end. The same document gives the same text.
    ///
    /// - Complexity: Linear in the document. Of the evidence of a finding the first 4 KiB are shown, of the findings of a pass the first 200.
    public static func text(of document: RunDocument) -> String { whole(document) }

    mutating func begin(_ outline: RunOutline) {
        writeHead(outline.document.run)
        writeRun(outline)
        writeOverview(outline)
        writeFindings(outline)
    }

    mutating func end(_ outline: RunOutline) {
        let run = outline.document.run
        writeArtifacts(outline.document)
        text += "</main>\n<footer>Run <code>\(run.id)</code>, as it was after event \(run.lastEvent).</footer>\n</body>\n</html>\n"
    }

    private mutating func writeHead(_ run: Run) {
        text += """
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

    private mutating func writeRun(_ outline: RunOutline) {
        let run = outline.document.run
        text += "<header>\n<h1>\(Self.inline(run.title))</h1>\n<p>\(Self.badge(run.status.rawValue)) "
        text += "\(run.completedPhases) of \(run.totalPhases) phases completed"
        if let findings = ReportText.findings(outline.found) { text += ", \(findings)" }
        text += ".</p>\n"
        if let message = run.errorMessage { text += "<p class=\"error\" role=\"note\"><strong>Error:</strong> \(Self.inline(message))</p>\n" }
        text += "<dl>\n"
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
        text += "</dl>\n</header>\n<main>\n"
    }

    private mutating func writeOverview(_ outline: RunOutline) {
        guard !outline.document.phases.isEmpty else { return }
        text += "<section aria-labelledby=\"phases\">\n<h2 id=\"phases\">Phases</h2>\n"
        text += HTMLTimeline(outline.document).svg
        write(.phases(of: outline))
        text += "</section>\n"
    }

    private mutating func writeFindings(_ outline: RunOutline) {
        let chart = HTMLFindingsChart(outline)
        guard !chart.isEmpty else { return }
        text += "<section aria-labelledby=\"findings\">\n<h2 id=\"findings\">Findings by pass</h2>\n\(chart.svg)"
        table(["Phase", "Pass", "Outcome", "Major", "Medium", "Minor"], numeric: [0, 1, 3, 4, 5]) { report in
            for pass in chart.passes {
                report.row([
                    "\(pass.phase)", "\(pass.number)", HTMLEscape.text(pass.outcome), "\(pass.counts.major)", "\(pass.counts.medium)",
                    "\(pass.counts.minor)",
                ])
            }
        }
        text += "</section>\n"
    }

    private mutating func writeArtifacts(_ document: RunDocument) {
        guard !document.artifacts.isEmpty else { return }
        text += "<section aria-labelledby=\"artifacts\">\n<h2 id=\"artifacts\">Artifacts</h2>\n"
        write(.artifacts(of: document))
        text += "</section>\n"
    }
}

extension HTMLReport {
    /// Text whose direction is its own affair.
    static func inline(_ text: String) -> String { "<bdi>\(HTMLEscape.text(text))</bdi>" }

    /// A status with its colour.
    static func badge(_ status: String) -> String { "<span class=\"badge \(status)\">\(ReportText.words(status))</span>" }

    static func moment(_ time: Timestamp) -> String { "<time datetime=\"\(time)\">\(ReportText.moment(time))</time>" }

    private mutating func fact(_ name: String, _ value: String) { text += "<div><dt>\(name)</dt><dd>\(value)</dd></div>\n" }

    private mutating func write(_ table: ReportTable) {
        let numeric = Set(table.columns.indices.filter { table.columns[$0].isNumber })
        self.table(table.columns.map(\.title), numeric: numeric) { report in
            for row in table.rows { report.row(row.map(Self.text)) }
        }
    }

    private static func text(of cell: ReportTable.Cell) -> String {
        switch cell {
        case .none: ""
        case .number(let number): String(number)
        case .word(let word): word
        case .duration(let duration): "<span class=\"whole\">\(duration)</span>"
        case .status(let status): badge(status)
        case .phase(let number, let title): "<a href=\"#phase-\(number)\">\(inline(title))</a>"
        case .name(let name): "<code>\(HTMLEscape.text(name))</code>"
        case .digest(let digest): "<code class=\"whole\">\(HTMLEscape.text(digest))</code>"
        }
    }

    private mutating func table(_ columns: [String], numeric: Set<Int> = [], _ body: (inout HTMLReport) -> Void) {
        beginTable(columns, numeric: numeric)
        body(&self)
        endTable()
    }

    /// - Parameters:
    ///   - numeric: The columns that hold numbers.
    ///   - style: A class for the whole table.
    mutating func beginTable(_ columns: [String], numeric: Set<Int> = [], style: String = "") {
        text += "<div class=\"wide\(style)\" role=\"region\" tabindex=\"0\" aria-label=\"Table\"><table>\n<thead><tr>"
        for (index, column) in columns.enumerated() {
            text += "<th scope=\"col\"\(numeric.contains(index) ? " class=\"number\"" : "")>\(column)</th>"
        }
        text += "</tr></thead>\n<tbody>\n"
    }

    mutating func endTable() { text += "</tbody>\n</table></div>\n" }

    /// Cells are HTML already; those that hold a number alone stand at the right.
    mutating func row(_ cells: [String]) {
        let cells = cells.map { cell in
            let isNumber = !cell.isEmpty && cell.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            return "<td\(isNumber ? " class=\"number\"" : "")>\(cell.isEmpty ? "–" : cell)</td>"
        }
        text += "<tr>\(cells.joined())</tr>\n"
    }
}
