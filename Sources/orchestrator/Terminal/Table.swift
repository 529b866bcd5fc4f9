import AgentOrchestrator

/// Rows in aligned columns under dim titles. On a terminal the flexible column is cut so that the rows fit; elsewhere nothing is.
struct Table {
    private static let gap = "  "
    private static let narrowestFlexible = 12

    let columns: [Column]
    var indent = 0
    private(set) var rows: [[Cell]] = []

    init(_ columns: [Column], indent: Int = 0) {
        self.columns = columns
        self.indent = indent
    }

    mutating func add(_ cells: [Cell]) {
        precondition(cells.count == columns.count, "a row has a cell for each column")
        rows.append(cells)
    }

    /// The lines of the table, each with a newline at its end.
    func text(for console: Console) -> String {
        let widths = widths(for: console)
        var result = line(columns.map { Cell($0.title, .dim) }, widths, console)
        for row in rows { result += line(row, widths, console) }
        return result
    }

    func print() { Console.outputs.write(text(for: Console.outputs)) }

    private func widths(for console: Console) -> [Int] {
        var widths = columns.indices.map { column in
            rows.reduce(DisplayWidth.of(columns[column].title)) { max($0, $1[column].width) }
        }
        guard console.isTerminal, let flexible = columns.firstIndex(where: \.isFlexible) else { return widths }
        let excess = indent + widths.reduce(0, +) + Self.gap.count * (columns.count - 1) - console.columns
        if excess > 0 { widths[flexible] = max(min(Self.narrowestFlexible, widths[flexible]), widths[flexible] - excess) }
        return widths
    }

    private func line(_ cells: [Cell], _ widths: [Int], _ console: Console) -> String {
        var result = String(repeating: " ", count: indent)
        for (index, cell) in cells.enumerated() {
            let text = DisplayWidth.cut(cell.text, to: widths[index])
            let padding = String(repeating: " ", count: widths[index] - DisplayWidth.of(text))
            let styled = cell.style.map { console.styled(text, $0) } ?? text
            if index > 0 { result += Self.gap }
            if columns[index].isRightAligned {
                result += padding + styled
            } else {
                result += index == cells.count - 1 ? styled : styled + padding
            }
        }
        // A last cell that is empty leaves the gaps before it.
        while result.last == " " { result.removeLast() }
        return result + "\n"
    }
}
