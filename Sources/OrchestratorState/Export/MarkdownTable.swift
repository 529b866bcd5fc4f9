/// A table in Markdown. Cells are Markdown already.
struct MarkdownTable {
    private var lines: [String]

    init(_ columns: [String]) {
        lines = [Self.row(columns), Self.row(columns.map { _ in "---" })]
    }

    init(_ table: ReportTable) {
        self.init(table.columns.map(\.title))
        for row in table.rows { add(row.map(Self.text)) }
    }

    private static func text(of cell: ReportTable.Cell) -> String {
        switch cell {
        case .none: ""
        case .number(let number): String(number)
        case .word(let word), .duration(let word): word
        case .status(let status): ReportText.words(status)
        case .phase(_, let title), .name(let title), .digest(let title): MarkdownEscape.text(title)
        }
    }

    mutating func add(_ cells: [String]) {
        lines.append(Self.row(cells))
    }

    var text: String { lines.joined(separator: "\n") + "\n" }

    /// A row, without its line end.
    static func row(_ cells: [String]) -> String {
        "| " + cells.map { $0.isEmpty ? "–" : $0 }.joined(separator: " | ") + " |"
    }
}
