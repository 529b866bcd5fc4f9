internal import OrchestratorModel

/// The phases of a run over time, as a picture: a row for each phase, a bar for each pass.
struct HTMLTimeline {
    private let phases: [RunDocument.PhaseDocument]
    private let start: Timestamp
    private let span: Double

    private static let (width, left, row, top) = (960.0, 240.0, 26.0, 22.0)
    /// What does not fit beside the bars is in the table.
    private static let titleLength = 32

    init(_ document: RunDocument) {
        phases = document.phases
        let executions = document.phases.flatMap(\.executions).map(\.execution)
        let times = executions.map(\.startedAt) + executions.compactMap(\.completedAt)
        start = times.min() ?? document.run.createdAt
        let end = max(times.max() ?? start, executions.contains { $0.completedAt == nil } ? document.run.updatedAt : start)
        span = max(1, Double((end - start).microseconds))
    }

    /// The picture; empty where no pass was made.
    var svg: String {
        guard phases.contains(where: { !$0.executions.isEmpty }) else { return "" }
        let height = Self.top + Self.row * Double(phases.count) + 6
        let passes = phases.reduce(0) { $0 + $1.executions.count }
        let took = DurationText.text(.microseconds(Int64(span)))
        var text = """
            <figure class="wide">
            <svg viewBox="0 0 \(Self.number(Self.width)) \(Self.number(height))" role="img" aria-labelledby="timeline-title timeline-text">
            <title id="timeline-title">Timeline of the phases</title>
            <desc id="timeline-text">\(passes) \(passes == 1 ? "pass" : "passes") at \(phases.count) \(phases.count == 1 ? "phase" : "phases") in \
            \(took), from \(ReportText.moment(start)); the table below lists them.</desc>

            """
        for step in 0...4 { text += grid(Double(step) / 4) }
        for (index, phase) in phases.enumerated() { text += row(phase, at: Self.top + Self.row * Double(index)) }
        let keys = [("passed", "passed"), ("blocked", "blocked"), ("failed", "failed or interrupted"), ("open", "not verified")]
        let caption = keys.map { "<span class=\"key \($0)\">\($1)</span>" }.joined(separator: " ")
        return text + "</svg>\n<figcaption>\(caption)</figcaption>\n</figure>\n"
    }

    private func grid(_ share: Double) -> String {
        let x = Self.left + (Self.width - Self.left - 10) * share
        let label = share == 0 ? "0" : DurationText.text(.microseconds(Int64(span * share)))
        let anchor = share == 0 ? "start" : share == 1 ? "end" : "middle"
        let bottom = Self.number(Self.top + Self.row * Double(phases.count))
        return "<line class=\"grid\" x1=\"\(Self.number(x))\" x2=\"\(Self.number(x))\" y1=\"\(Self.number(Self.top - 6))\" y2=\"\(bottom)\"/>"
            + "<text class=\"axis\" x=\"\(Self.number(x))\" y=\"10\" text-anchor=\"\(anchor)\">\(label)</text>\n"
    }

    private func row(_ document: RunDocument.PhaseDocument, at y: Double) -> String {
        let phase = document.phase
        let title = DisplayWidth.cut(Printable.escaped("\(phase.number) \(phase.title)"), to: Self.titleLength)
        var text = "<text x=\"0\" y=\"\(Self.number(y + 16))\">\(HTMLEscape.text(title))</text>\n"
        for execution in document.executions.map(\.execution) {
            let begin = x(execution.startedAt)
            let end = execution.completedAt.map { x($0) } ?? Self.width - 10
            let outcome = ReportText.outcome(of: execution)
            let took = ReportText.duration(execution.startedAt, execution.completedAt).map { ", took \($0)" } ?? ""
            text += "<rect class=\"\(Self.style(of: execution))\" x=\"\(Self.number(begin))\" y=\"\(Self.number(y + 4))\" "
            text += "width=\"\(Self.number(max(2, end - begin)))\" height=\"16\" rx=\"2\">"
            text += "<title>Phase \(phase.number), pass \(execution.passNumber): \(outcome)\(took)</title></rect>\n"
        }
        return text
    }

    private func x(_ time: Timestamp) -> Double {
        Self.left + (Self.width - Self.left - 10) * min(1, max(0, Double((time - start).microseconds) / span))
    }

    private static func style(of execution: Execution) -> String {
        switch (execution.status, execution.verification) {
        case (.completed, .passed): "passed"
        case (.completed, .blocked): "blocked"
        case (.failed, _), (.interrupted, _): "failed"
        case (.completed, _), (.running, _): "open"
        }
    }

    /// A number with one digit after the point.
    static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(abs(tenths % 10))"
    }
}
