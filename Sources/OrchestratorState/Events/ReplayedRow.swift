internal import OrchestratorDatabase
internal import OrchestratorModel

/// A row as the events of its run tell it: the values of its columns, each as the database holds it.
struct ReplayedRow: Hashable, Sendable {
    /// In the order of ``TableDefinition/documentColumns``; what no event has told is NULL.
    private(set) var values: [SQLValue]
    /// The numbers of the phases that a phase comes after: rows of their own in the database.
    private(set) var dependencies: [Int] = []

    init(of table: TableDefinition) {
        values = [SQLValue](repeating: .null, count: table.documentColumns.count)
    }

    /// Takes over what an event tells.
    ///
    /// - Returns: The name of a member that the table has no column for; `nil` where all fit.
    mutating func merge(_ members: [String: JSONValue], _ table: TableDefinition) -> String? {
        for (name, value) in members {
            if let index = table.documentColumns.firstIndex(where: { $0.name == name }) {
                values[index] = table.documentColumns[index].value(of: value)
            } else if name == "dependencies", let numbers = value.array {
                dependencies = numbers.compactMap(\.integer).map(Int.init)
            } else {
                return name
            }
        }
        return nil
    }

    /// The value of a column.
    func value(of column: String, in table: TableDefinition) -> SQLValue? {
        table.documentColumns.firstIndex { $0.name == column }.map { values[$0] }
    }

    /// Sets a column.
    mutating func set(_ column: String, _ value: SQLValue, in table: TableDefinition) {
        guard let index = table.documentColumns.firstIndex(where: { $0.name == column }) else {
            preconditionFailure("table \(table.name) has no column \(column)")
        }
        values[index] = value
    }
}

extension ColumnDefinition {
    /// A member of a document as the database holds it.
    fileprivate func value(of member: JSONValue) -> SQLValue {
        switch member {
        // A document may be `null` itself; a column that may be NULL holds none then.
        case .null: kind == .json && !isOptional ? .text("null") : .null
        case .bool(let flag) where kind == .boolean: .integer(flag ? 1 : 0)
        case .integer(let number) where kind != .json: .integer(number)
        case .string(let text) where kind != .json: .text(text)
        default: .json(member)
        }
    }
}
