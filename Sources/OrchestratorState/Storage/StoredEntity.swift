internal import OrchestratorDatabase
internal import OrchestratorModel

/// An entity that is a row of a table.
protocol StoredEntity: Sendable {
    static var table: TableDefinition { get }

    /// Reads the columns of ``TableDefinition/columnList`` in their order.
    init(row: inout SQLRow) throws

    /// The values of the columns of ``TableDefinition/columnList`` in their order.
    var values: [SQLValue] { get }
}

extension StoredEntity {
    /// `SELECT` with the columns that ``init(row:)`` reads.
    static var selection: SQLStatement { "SELECT \(raw: table.columnList) FROM \(raw: table.name) " }

    /// The row as the JSON object that events hold.
    var document: JSONValue { Self.table.document(Array(zip(Self.table.documentColumns.map(\.name), values))) }
}

/// Columns and the values they get.
typealias ColumnValues = [(column: String, value: SQLValue)]

extension TableDefinition {
    /// The columns and values as a JSON object, each by the kind of its column.
    func document(_ values: ColumnValues) -> JSONValue {
        var members: [String: JSONValue] = [:]
        for (column, value) in values { members[column] = json(value, kind(of: column)) }
        return .object(members)
    }

    private func kind(of column: String) -> ColumnDefinition.Kind {
        guard let definition = columns.first(where: { $0.name == column }) else {
            preconditionFailure("table \(name) has no column \(column)")
        }
        return definition.kind
    }

    private func json(_ value: SQLValue, _ kind: ColumnDefinition.Kind) -> JSONValue {
        switch (value, kind) {
        case (.null, _), (.blob, _): .null
        case (.integer(let number), .boolean): .bool(number != 0)
        case (.integer(let number), _): .integer(number)
        case (.real(let number), _): .number(number)
        case (.text(let text), .json): (try? JSONValue(text: text)) ?? .string(text)
        case (.text(let text), _): .string(text)
        }
    }
}
