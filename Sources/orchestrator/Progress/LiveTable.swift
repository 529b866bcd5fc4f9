import AgentOrchestrator

/// The phases of a live view, in columns: sign, number, title, state, findings, time.
struct LiveTable {
    let snapshot: LiveSnapshot
    let work: LiveModel.Work?
    let now: ContinuousClock.Instant
    /// How wide it may be.
    let columns: Int
    let glyphs: Glyphs
    var isOver = false

    /// The cells of a row to the right of the title.
    private struct Cells {
        var phase: LivePhase
        var state: String
        var findings: String
        var time: String
    }

    /// How wide the columns are; 0: there is no room for it.
    private struct Widths {
        var number: Int
        var title: Int
        var state: Int
        var findings: Int
        var time: Int
    }

    /// A title that has less room than this is worth more than the columns beside it.
    private static let titleWidth = 16

    /// - Parameters:
    ///   - count: How many lines there is room for.
    ///   - below: Lines to stand below the phase that is being carried out.
    func lines(atMost count: Int, below: [TerminalLine]) -> [TerminalLine] {
        let folding = LiveFolding(snapshot.phases, room: count - below.count)
        let shown = folding.shown.map(cells)
        let widths = widths(shown)
        var lines: [TerminalLine] = []
        if !folding.ended.isEmpty { lines.append(ended(folding.ended)) }
        var below = below
        for row in shown {
            lines.append(line(row, widths))
            if row.phase.number == work?.phase {
                lines += below
                below = []
            }
        }
        if folding.hiddenCount > 0 { lines.append(TerminalLine("\(glyphs.pending) \(CountText.text(folding.hiddenCount, "more phase"))", .dim)) }
        return lines
    }

    private func cells(_ phase: LivePhase) -> Cells {
        let found = workedOn(phase)?.found ?? phase.findings.total
        return Cells(
            phase: phase, state: state(phase), findings: found == 0 ? "" : "\(found) \(found == 1 ? "finding" : "findings")",
            time: time(phase))
    }

    private func workedOn(_ phase: LivePhase) -> LiveModel.Work? {
        work?.phase == phase.number ? work : nil
    }

    private func state(_ phase: LivePhase) -> String {
        let passes = max(phase.passes, workedOn(phase)?.pass ?? 0)
        switch phase.status {
        case .pending: return ""
        case .inProgress: return passes == 0 ? "" : "pass \(passes)"
        case .completed: return "\(passes) \(passes == 1 ? "pass" : "passes")"
        case .failed: return "failed"
        case .skipped: return "skipped"
        }
    }

    private func time(_ phase: LivePhase) -> String {
        guard let active = phase.active else { return "" }
        guard phase.status == .inProgress else { return DurationText.text(active) }
        return LiveTime.text(active + (isOver ? .zero : now - snapshot.readAt))
    }

    /// Columns are left out from the right, but the time last, until the titles have room.
    private func widths(_ rows: [Cells]) -> Widths {
        let longest = rows.map { DisplayWidth.of(glyphs.safe($0.phase.title)) }.max() ?? 0
        // What is never narrower does not make the rest move when something longer comes.
        var widths = Widths(
            number: rows.map { String($0.phase.number).count }.max() ?? 1, title: 0,
            state: max(8, rows.map(\.state.count).max() ?? 0), findings: max(10, rows.map(\.findings.count).max() ?? 0),
            time: max(6, rows.map(\.time.count).max() ?? 0))
        let wanted = min(longest, Self.titleWidth)
        let smaller: [WritableKeyPath<Widths, Int>] = [\.state, \.findings, \.time]
        for column in smaller where room(widths) < wanted { widths[keyPath: column] = 0 }
        widths.title = max(1, min(longest, room(widths)))
        return widths
    }

    private func room(_ widths: Widths) -> Int {
        let beside = [widths.state, widths.findings, widths.time].reduce(0) { $0 + ($1 == 0 ? 0 : $1 + 2) }
        return columns - glyphs.pending.count - 1 - widths.number - 1 - beside
    }

    private func line(_ row: Cells, _ widths: Widths) -> TerminalLine {
        var line = sign(row.phase)
        let number = String(row.phase.number)
        line.append(" \(String(repeating: " ", count: widths.number - number.count))\(number) ", .dim)
        let title = DisplayWidth.cut(glyphs.safe(row.phase.title), to: widths.title, ellipsis: glyphs.ellipsis)
        line.append(title, titleStyle(row.phase))
        // Nothing follows the last text of a line: spaces would wrap too where the terminal becomes narrower.
        var gap = widths.title - DisplayWidth.of(title)
        func put(_ text: String, _ width: Int, _ style: Style?, isRightAligned: Bool = false) {
            guard width > 0 else { return }
            gap += 2
            guard !text.isEmpty else { return gap += width }
            let rest = width - text.count
            line.append(String(repeating: " ", count: isRightAligned ? gap + rest : gap))
            line.append(text, style)
            gap = isRightAligned ? 0 : rest
        }
        put(row.state, widths.state, row.phase.status == .failed ? .red : .dim)
        put(row.findings, widths.findings, row.phase.findings.major > 0 ? .red : .yellow)
        put(row.time, widths.time, nil, isRightAligned: true)
        return line
    }

    private func sign(_ phase: LivePhase) -> TerminalLine {
        switch phase.status {
        case .pending: return TerminalLine(glyphs.pending, .dim)
        case .completed: return TerminalLine(glyphs.completed, .green)
        case .failed: return TerminalLine(glyphs.failed, .red)
        case .skipped: return TerminalLine(glyphs.skipped, .dim)
        case .inProgress where isOver: return TerminalLine(glyphs.halted, .yellow)
        case .inProgress:
            let turn = Int(max(.zero, snapshot.active + (now - snapshot.readAt)) / .milliseconds(200))
            return TerminalLine(glyphs.spinner[turn % glyphs.spinner.count], .cyan)
        }
    }

    private func titleStyle(_ phase: LivePhase) -> Style? {
        switch phase.status {
        case .pending, .skipped: .dim
        case .inProgress: .bold
        case .completed, .failed: nil
        }
    }

    private func ended(_ phases: [LivePhase]) -> TerminalLine {
        let skipped = phases.filter { $0.status == .skipped }.count
        let completed = "\(phases.count - skipped) phases completed"
        var line = TerminalLine(glyphs.completed, .green)
        line.append(skipped == 0 ? " \(completed)" : " \(completed), \(skipped) skipped", .dim)
        return line
    }
}
