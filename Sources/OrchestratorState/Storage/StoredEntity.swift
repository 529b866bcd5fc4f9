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
        for (column, value) in ordered {
            guard let member = documentMembers.first(where: { $0.name == column }) else {
                preconditionFailure("documents of table \(name) have no column \(column)")
            }
            Self.write(value, of: member, into: &bytes)
        }
        return Self.closed(&bytes)
    }

    /// The values of all columns of documents, in the order of the table, as the canonical text of a JSON object.
    func document(ofRow values: [SQLValue]) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(1024)
        for member in documentMembers { Self.write(values[member.position], of: member, into: &bytes) }
        return Self.closed(&bytes)
    }

    private static func write(_ value: SQLValue, of member: DocumentMember, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: bytes.isEmpty ? "{" : ","))
        bytes.append(contentsOf: member.opening)
        switch value {
        case .null, .blob: bytes.append(contentsOf: "null".utf8)
        case .integer(let number) where member.isBoolean: bytes.append(contentsOf: (number != 0 ? "true" : "false").utf8)
        case .integer(let number): bytes.append(contentsOf: String(number).utf8)
        case .real(let number): JSONValue.number(number).write(into: &bytes)
        // A column of JSON holds canonical text.
        case .text(let text) where member.isJSON: bytes.append(contentsOf: text.utf8)
        case .text(let text): JSONValue.write(text, into: &bytes)
        }
    }

    private static func closed(_ bytes: inout [UInt8]) -> String {
        if bytes.isEmpty { return "{}" }
        bytes.append(UInt8(ascii: "}"))
        return String(decoding: bytes, as: UTF8.self)
    }
}
