/// Copies of the runs of a store, made by SQLite: all their rows as the store has written them, under other identities, and the totals with them.
///
/// Only the events of a copy are not what they should be: their hashes are those of the original, and what it reported is left out, for it would double the
/// file. `db verify` finds the first link of a copy broken, and nothing else.
enum RunCopies {
    /// - Parameter path: A database that no store has open. All its runs have ended: others are no part of the totals.
    static func make(_ count: Int, in path: String) throws {
        let database = try RawDatabase(path: path)
        try database.execute("BEGIN")
        var tables: [(name: String, values: [String: String])] = []
        for table in try database.texts("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid") {
            var values: [String: String] = [:]
            for column in try database.columns(of: table) where column.hasSuffix("_id") || column == "fixed_by" || column == "consumed_by" {
                values[column] = "copied(\(column))"
            }
            guard values["run_id"] != nil || values["phase_id"] != nil || table == "run_terms" else { continue }
            if try database.columns(of: table).contains("position") { values["position"] = "position - copies * \(60_000_000 * 1024)" }
            try database.execute("CREATE TEMP TABLE copied_\(table) AS SELECT * FROM \(table)")
            if table == "events" { values["payload"] = "CASE WHEN kind LIKE 'run.%' THEN payload ELSE '{}' END" }
            tables.append((table, values))
        }
        for copy in 1...count {
            for (table, values) in tables {
                let values = values.mapValues { value in
                    guard value.hasPrefix("copied(") else { return value.replacing("copies", with: "\(copy)") }
                    let column = value.dropFirst("copied(".count).dropLast()
                    return "printf('%08x', \(copy)) || substr(\(column), 9)"
                }
                try database.insert(into: table, from: "copied_\(table)", values)
            }
        }
        try database.execute("UPDATE statistics_totals SET value = value * \(count + 1); COMMIT")
    }
}
