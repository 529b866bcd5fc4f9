/// A table in Markdown. Cells are Markdown already.
struct MarkdownTable {
    private var lines: [String]

    init(_ columns: [String]) {
        lines = [Self.row(columns), Self.row(columns.map { _ in "---" })]
    }

    mutating func add(_ cells: [String]) {
        lines.append(Self.row(cells))
    }

    var text: String { lines.joined(separator: "\n") + "\n" }

    private static func row(_ cells: [String]) -> String {
        "| " + cells.map { $0.isEmpty ? "–" : $0 }.joined(separator: " | ") + " |"
    }
}
