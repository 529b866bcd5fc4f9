internal import OrchestratorModel

/// How many findings each pass reported, as a picture: a column for each pass, a part for each severity.
struct HTMLFindingsChart {
    /// The passes of all phases, in their order.
    let passes: [Pass]

    /// What a pass reported.
    struct Pass {
        let phase: Int
        let number: Int
        let outcome: String
        let counts: SeverityCounts

        var total: Int { counts.major + counts.medium + counts.minor }
    }

    private static let (height, top, bottom, left) = (180.0, 14.0, 34.0, 40.0)

    init(_ outline: RunOutline) {
        passes = outline.document.phases.flatMap { phase in
            phase.executions.map {
                Pass(
                    phase: phase.phase.number, number: $0.execution.passNumber, outcome: ReportText.outcome(of: $0.execution),
                    counts: outline.counts(of: $0.execution.id))
            }
        }
    }

    /// Whether nothing was found.
    var isEmpty: Bool { passes.allSatisfy { $0.total == 0 } }

    /// The picture.
    var svg: String {
        let column = passes.count > 60 ? 12.0 : 28.0
        let width = max(320, Self.left + column * Double(passes.count) + 10)
        let greatest = passes.map(\.total).max() ?? 1
        var text = """
            <figure class="wide">
            <svg class="columns" viewBox="0 0 \(HTMLTimeline.number(width)) \(HTMLTimeline.number(Self.height))" width="\(HTMLTimeline.number(width))" \
            height="\(HTMLTimeline.number(Self.height))" role="img" aria-labelledby="chart-title chart-text">
            <title id="chart-title">Findings by pass</title>
            <desc id="chart-text">Findings of \(passes.count) \(passes.count == 1 ? "pass" : "passes"), at most \(greatest) in one; \
            the table below lists them.</desc>

            """
        for share in [0.0, 0.5, 1.0] where greatest > 1 || share != 0.5 { text += grid(share, of: greatest, width: width) }
        for (index, pass) in passes.enumerated() {
            text += bars(of: pass, at: Self.left + column * Double(index), width: column, greatest: greatest)
        }
        let keys = Severity.allCases.map { "<span class=\"severity \($0.rawValue)\">\($0.rawValue)</span>" }.joined(separator: " ")
        return text + "</svg>\n<figcaption>\(keys), by phase and pass</figcaption>\n</figure>\n"
    }

    private static var plot: Double { height - top - bottom }

    private func grid(_ share: Double, of greatest: Int, width: Double) -> String {
        let y = HTMLTimeline.number(Self.top + Self.plot * (1 - share))
        let label = "\(Int((Double(greatest) * share).rounded()))"
        return "<line class=\"grid\" x1=\"\(HTMLTimeline.number(Self.left - 4))\" x2=\"\(HTMLTimeline.number(width))\" y1=\"\(y)\" y2=\"\(y)\"/>"
            + "<text class=\"axis\" x=\"\(HTMLTimeline.number(Self.left - 8))\" y=\"\(y)\" dy=\"4\" text-anchor=\"end\">\(label)</text>\n"
    }

    private func bars(of pass: Pass, at x: Double, width: Double, greatest: Int) -> String {
        let name = "\(pass.phase).\(pass.number)"
        var text = "<g><title>Phase \(pass.phase), pass \(pass.number): \(ReportText.counts(pass.counts))</title>"
        var y = Self.top + Self.plot
        for severity in Severity.allCases where pass.counts[severity] > 0 {
            let height = Self.plot * Double(pass.counts[severity]) / Double(greatest)
            y -= height
            text += "<rect class=\"\(severity.rawValue)\" x=\"\(HTMLTimeline.number(x + 2))\" y=\"\(HTMLTimeline.number(y))\" "
            text += "width=\"\(HTMLTimeline.number(width - 4))\" height=\"\(HTMLTimeline.number(max(1, height)))\"/>"
        }
        if width > 20 {
            text += "<text class=\"axis\" x=\"\(HTMLTimeline.number(x + width / 2))\" y=\"\(HTMLTimeline.number(Self.height - 18))\" "
            text += "text-anchor=\"middle\">\(name)</text>"
        }
        return text + "</g>\n"
    }
}
