/// The tables, columns, indexes and keys that a database has, to be compared with those that the program has made.
public struct StoredSchema: Sendable {
    /// By table and column what the column holds, such as `TEXT NOT NULL`.
    private var columns: [String: [String: String]] = [:]
    /// By their names what the indexes list.
    private var indexes: [String: String] = [:]
    /// By table and index the columns that are unique together.
    private var keys: [String: [String: [String]]] = [:]

    /// Reads what the database has.
    public init(_ connection: any SQLConnection) throws {
        try connection.forEach(connection.dialect.storedColumns) { row in
            let (table, column, type, isRequired) = (try row.text(), try row.text(), try row.text(), try row.integer() != 0)
            columns[table, default: [:]][column] = Self.type(type.uppercased(), isRequired: isRequired)
        }
        try connection.forEach(connection.dialect.storedIndexes) { row in
            let (table, name, list) = (try row.text(), try row.text(), try row.text())
            indexes[name] = Self.index(on: table, list)
        }
        try connection.forEach(connection.dialect.storedKeys) { row in
            let (table, index, column) = (try row.text(), try row.text(), try row.text())
            keys[table, default: [:]][index, default: []].append(column)
        }
    }

    /// What of a table is missing or not as it was made. What was added is no problem. Checks of columns and references to other tables are not
    /// compared: what breaks them is found in the rows.
    public func problems(of table: TableDefinition, in dialect: SQLDialect) -> [SchemaProblem] {
        guard let stored = columns[table.name] else { return [damage("the table \(table.name) is missing")] }
        var problems: [SchemaProblem] = []
        for column in table.columns {
            // SQLite needs no condition there.
            let isRequired = !column.isOptional && !(dialect == .sqlite && column.name == table.rowKey)
            let expected = Self.type(column.storageType(in: dialect), isRequired: isRequired)
            let name = "the column \(column.name) of the table \(table.name)"
            switch stored[column.name] {
            case expected?: break
            case let other?: problems.append(damage("\(name) is \(other), and was made as \(expected)"))
            case nil: problems.append(damage("\(name) is missing"))
            }
        }
        let found = Set((keys[table.name] ?? [:]).values)
        for key in table.unique + [table.primaryKey] + (table.rowKey.map { [[$0]] } ?? []) where !found.contains(key) {
            problems.append(damage("nothing keeps the rows of the table \(table.name) unique by \(key.joined(separator: ", "))"))
        }
        for (index, creation) in zip(table.indexes, table.indexCreation) {
            let list = "(\(index.columns))" + (index.condition.map { " WHERE \($0)" } ?? "")
            switch indexes[index.name] {
            case Self.index(on: table.name, list)?: break
            case .some: problems.append(remedy("the index \(index.name) is another one: drop it, and make it with \(creation)"))
            case nil: problems.append(remedy("the index \(index.name) is missing: make it with \(creation)"))
            }
        }
        return problems
    }

    private func damage(_ sentence: String) -> SchemaProblem { SchemaProblem(sentence: sentence, isDamage: true) }

    private func remedy(_ sentence: String) -> SchemaProblem { SchemaProblem(sentence: sentence, isDamage: false) }

    private static func type(_ name: String, isRequired: Bool) -> String { isRequired ? "\(name) NOT NULL" : name }

    /// What an index lists, however it was written.
    private static func index(on table: String, _ list: String) -> String {
        "\(table) " + list.lowercased().filter { !$0.isWhitespace && $0 != "\"" }
    }
}
