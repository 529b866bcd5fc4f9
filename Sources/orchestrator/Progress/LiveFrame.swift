import AgentOrchestrator

/// Draws a ``LiveModel``: lines that fit on a terminal of a given size.
struct LiveFrame: Sendable {
    let columns: Int
    let rows: Int
    let glyphs: Glyphs

    /// The picture while the run goes on.
    ///
    /// - Returns: At most one line less than there are rows: the cursor rests on the one below.
    func lines(_ model: LiveModel, at now: ContinuousClock.Instant) -> [TerminalLine] {
        guard let snapshot = model.snapshot else { return [] }
        let table = LiveTable(snapshot: snapshot, work: model.work, now: now, columns: width, glyphs: glyphs)
        let details = LiveDetails(now: now, glyphs: glyphs)
        let footer = details.footer(snapshot, work: model.work)
        let head = head(snapshot)
        // A tall terminal keeps room for what was said before, and for lines that wrap when it becomes narrower: what is pushed out at the
        // top can't be erased any more.
        let height = rows < 16 ? rows - 1 : max(15, rows * 3 / 4)
        let room = height - head.count - (head.isEmpty ? 0 : 1)
        let below = details.lines(model.work).prefix(max(0, min(2, room - 3)))
        let body = table.lines(atMost: room, below: Array(below))
        return fitted(head.isEmpty ? body : head + body + [footer])
    }

    /// The picture that stays when the run is over.
    func lastLines(_ model: LiveModel, at now: ContinuousClock.Instant) -> [TerminalLine] {
        guard let snapshot = model.snapshot else { return [] }
        let table = LiveTable(snapshot: snapshot, work: nil, now: snapshot.readAt, columns: width, glyphs: glyphs, isOver: true)
        let head = head(snapshot)
        return fitted(head + table.lines(atMost: rows - 1 - head.count, below: []))
    }

    /// A line that stays above the picture. It is not cut: it is part of what the terminal wraps.
    func line(_ remark: LiveModel.Remark) -> TerminalLine {
        let (glyph, style, text): (String, Style, String) =
            switch remark {
            case .note(let text): (glyphs.note, .blue, text)
            case .blocked(let text): (glyphs.blocked, .yellow, text)
            }
        var line = TerminalLine(glyph + " ", style)
        line.append(glyphs.safe(text))
        return line
    }

    /// The last column stays free: terminals differ over when a line that fills it wraps.
    private var width: Int { max(1, columns - 1) }

    /// What stands above the phases: nothing where there is little room, since the phases come first.
    private func head(_ snapshot: LiveSnapshot) -> [TerminalLine] {
        let title = TerminalLine(glyphs.safe(snapshot.title), .bold)
        return rows < 6 ? [] : rows < 12 ? [title] : [TerminalLine(), title]
    }

    private func fitted(_ lines: [TerminalLine]) -> [TerminalLine] {
        lines.prefix(max(1, rows - 1)).map { $0.cut(to: width, ellipsis: glyphs.ellipsis) }
    }
}
