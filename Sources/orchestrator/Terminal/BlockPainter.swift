/// Paints lines over and over at the same place: the last lines of a terminal, the cursor resting below them.
///
/// What is written is only what changed. The cursor is moved relative to where it is, never to the other screen, so that the last picture stays
/// in the scrollback.
struct BlockPainter {
    /// A line as it is on the terminal.
    struct Line: Hashable {
        /// With its colours.
        var text: String
        /// How many cells it takes.
        var width: Int
    }

    private var drawn: [Line] = []
    private var columns = 0
    private var rows = 0

    /// What has to be written so that the terminal shows the lines, and those of `above` over them, where they stay.
    ///
    /// - Parameters:
    ///   - lines: Narrower than the terminal, and fewer than it has rows.
    ///   - above: Lines of any width.
    mutating func paint(_ lines: [Line], above: [String] = [], columns: Int, rows: Int) -> String {
        let isSameSize = columns == self.columns && rows == self.rows
        defer { (drawn, self.columns, self.rows) = (lines, columns, rows) }
        let changes = isSameSize && above.isEmpty ? changes(to: lines) : repainted(lines, above: above, columns: columns, rows: rows)
        // A terminal that knows mode 2026 shows all of it at once; others ignore it. The cursor would be seen travelling.
        return changes.isEmpty ? "" : "\u{1B}[?2026h\u{1B}[?25l\(changes)\u{1B}[?25h\u{1B}[?2026l"
    }

    /// Leaves what is drawn where it is: the next picture begins below.
    mutating func forget() {
        drawn = []
    }

    private func changes(to lines: [Line]) -> String {
        guard
            let first = lines.indices.first(where: { $0 >= drawn.count || lines[$0] != drawn[$0] })
                ?? (drawn.count > lines.count ? lines.count : nil)
        else { return "" }
        var result = Self.up(drawn.count - first)
        for index in lines.indices.dropFirst(first) {
            let isSame = index < drawn.count && lines[index] == drawn[index]
            // Erased before it is written, not behind: some terminals count cells that were erased behind a text as part of it when they wrap.
            result += isSame ? "\r\n" : "\u{1B}[2K\(lines[index].text)\r\n"
        }
        return drawn.count > lines.count ? result + "\u{1B}[J" : result
    }

    private func repainted(_ lines: [Line], above: [String], columns: Int, rows: Int) -> String {
        // A terminal that became narrower has wrapped what is wider now. Where it has cut it off instead, a few lines above are erased too:
        // better than remains of the old picture.
        let wrapped = drawn.reduce(0) { $0 + max(1, ($1.width + columns - 1) / max(1, columns)) }
        let height = min(wrapped, rows - 1)
        // Line by line: some terminals keep what "erase below" takes away from the first line of the screen in their scrollback.
        let erasing = String(repeating: "\u{1B}[2K\r\n", count: max(0, height))
        let text = (above + lines.map(\.text)).map { $0 + "\r\n" }.joined()
        return Self.up(height) + erasing + Self.up(height) + text + "\u{1B}[J"
    }

    private static func up(_ count: Int) -> String {
        count > 0 ? "\r\u{1B}[\(count)A" : "\r"
    }
}
