/// The table that is printed.
struct FigureTable {
    private var rows: [[String]] = [["", "median", "9 of 10 below", "goal", "", "times"]]

    mutating func add(_ group: String, _ figures: [Figure]) {
        rows.append([group, "", "", "", "", ""])
        for figure in figures {
            let verdict = figure.goal.map { figure.median <= $0 ? "met" : "MISSED" } ?? ""
            rows.append([
                "  " + figure.name, Self.milliseconds(figure.median), Self.milliseconds(figure.slow),
                figure.goal.map { "<= " + Self.milliseconds($0) } ?? "", verdict, String(figure.count),
            ])
        }
    }

    private static func milliseconds(_ duration: Duration) -> String {
        let microseconds = duration / .microseconds(1)
        let hundredths = Int((microseconds / 10).rounded())
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100) ms"
    }

    /// Names stand left, figures right.
    var text: String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                let space = String(repeating: " ", count: widths[column] - cell.count)
                return column == 0 ? cell + space : space + cell
            }
            return cells.joined(separator: "  ") + "\n"
        }.joined()
    }
}
