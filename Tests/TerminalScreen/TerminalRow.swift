/// One row of a screen: a cell for each column.
struct TerminalRow: Hashable {
    /// What a cell shows; empty for the second cell of a wide character.
    var cells: [String]
    /// Whether the text goes on in the next row, since it did not fit.
    var isWrapped = false

    init(columns: Int) {
        cells = Array(repeating: " ", count: columns)
    }

    var text: String {
        let text = cells.joined()
        return String(text[..<(text.lastIndex { $0 != " " }.map(text.index(after:)) ?? text.startIndex)])
    }

    mutating func clear(from column: Int = 0) {
        for index in cells.indices.dropFirst(column) { cells[index] = " " }
        isWrapped = false
    }

    /// The row as a terminal shows it that cuts off what has no room any more.
    func cropped(to columns: Int) -> TerminalRow {
        var result = TerminalRow(columns: columns)
        for (index, cell) in cells.prefix(columns).enumerated() { result.cells[index] = cell }
        return result
    }
}
