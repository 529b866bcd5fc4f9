internal import OrchestratorDatabase
internal import OrchestratorModel

/// An entity that is a row of a table.
protocol StoredEntity: Sendable {
    static var table: TableDefinition { get }

    /// What it is.
    static var entityKind: EntityKind { get }

    /// Reads the columns of ``TableDefinition/columnList`` in their order.
    init(row: inout SQLRow) throws

    /// The values of the columns of ``TableDefinition/columnList`` in their order.
    var values: [SQLValue] { get }
}

extension StoredEntity {
    /// `SELECT` with the columns that ``init(row:)`` reads.
    static var selection: SQLStatement { "SELECT \(raw: table.columnList) FROM \(raw: table.name) " }

    /// The row as the canonical text of the JSON object that events hold.
    var document: String { Self.table.document(ofRow: values) }
}

/// Columns and the values they get.
typealias ColumnValues = [(column: String, value: SQLValue)]

extension TableDefinition {
    /// The columns and values as the canonical text of a JSON object.
    func document(_ values: ColumnValues) -> String {
        var bytes: [UInt8] = []
        let ordered = values.sorted { $0.column.utf8.lexicographicallyPrecedes($1.column.utf8) }
        for (column, value) in ordered { write(value, of: definition(of: column), into: &bytes) }
        return Self.closed(&bytes)
    }

    /// The values of all columns of documents, in the order of the table, as the canonical text of a JSON object.
    func document(ofRow values: [SQLValue]) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(1024)
        for index in documentOrder { write(values[index], of: documentColumns[index], into: &bytes) }
        return Self.closed(&bytes)
    }

    private func definition(of column: String) -> ColumnDefinition {
        guard let definition = columns.first(where: { $0.name == column }) else {
            preconditionFailure("table \(name) has no column \(column)")
        }
        return definition
    }

    private func write(_ value: SQLValue, of column: ColumnDefinition, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: bytes.isEmpty ? "{" : ","))
        JSONValue.write(column.name, into: &bytes)
        bytes.append(UInt8(ascii: ":"))
        switch (value, column.kind) {
        case (.null, _), (.blob, _): bytes.append(contentsOf: "null".utf8)
        case (.integer(let number), .boolean): bytes.append(contentsOf: (number != 0 ? "true" : "false").utf8)
        case (.integer(let number), _): bytes.append(contentsOf: String(number).utf8)
        case (.real(let number), _): JSONValue.number(number).write(into: &bytes)
        // A column of JSON holds canonical text.
        case (.text(let text), .json): bytes.append(contentsOf: text.utf8)
        case (.text(let text), _): JSONValue.write(text, into: &bytes)
        }
    }

    private static func closed(_ bytes: inout [UInt8]) -> String {
        if bytes.isEmpty { return "{}" }
        bytes.append(UInt8(ascii: "}"))
        return String(decoding: bytes, as: UTF8.self)
    }
}
