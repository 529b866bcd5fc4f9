internal import OrchestratorDatabase
internal import OrchestratorModel

extension SQLConnection {
    /// Inserts a row.
    ///
    /// - Parameter hidden: The columns that are no part of documents, in the order of the table.
    func insert<Entity: StoredEntity>(_ entity: Entity, hidden: [SQLValue] = []) throws {
        try executeLater(Entity.table.insertion(of: entity.values + hidden))
    }

    /// Inserts a row, unless there is another with the same values in the first of the groups of columns that are unique together.
    ///
    /// - Parameter values: Those of the entity, and then those of the columns that are no part of documents.
    /// - Returns: Whether it was inserted.
    func insertIfNew(into table: TableDefinition, _ values: [SQLValue]) throws -> Bool {
        try execute(table.insertionIfNew(of: values)) > 0
    }

    /// Sets columns of the row with that key.
    func update(_ table: TableDefinition, set values: ColumnValues, of key: some SQLBindable) throws {
        try execute(updating(table, set: values, of: key))
    }

    /// Sets columns of the row with that key, of which it is known that it is there.
    func updateLater(_ table: TableDefinition, set values: ColumnValues, of key: some SQLBindable) throws {
        try executeLater(updating(table, set: values, of: key))
    }

    /// Sets columns of the rows that the condition names.
    ///
    /// - Returns: How many rows there were.
    @discardableResult
    func update(_ table: TableDefinition, set values: ColumnValues, where condition: SQLStatement) throws -> Int {
        try execute(updating(table, set: values, where: condition))
    }

    /// Sets columns of the rows that the condition names, of which it is known that they are there.
    func updateLater(_ table: TableDefinition, set values: ColumnValues, where condition: SQLStatement) throws {
        try executeLater(updating(table, set: values, where: condition))
    }

    private func updating(_ table: TableDefinition, set values: ColumnValues, of key: some SQLBindable) -> SQLStatement {
        // Written at once, for appending a condition would number its parameters anew.
        let text = "\(assigning(table, values)) WHERE \(table.primaryKey[0]) = $\(values.count + 1)"
        return SQLStatement(text: text, values: values.map(\.value) + [key.sqlValue])
    }

    private func updating(_ table: TableDefinition, set values: ColumnValues, where condition: SQLStatement) -> SQLStatement {
        var statement = SQLStatement(text: "\(assigning(table, values)) WHERE ", values: values.map(\.value))
        statement.append(condition)
        return statement
    }

    private func assigning(_ table: TableDefinition, _ values: ColumnValues) -> String {
        var text = "UPDATE "
        text.reserveCapacity(256)
        text += table.name
        for (index, assignment) in values.enumerated() {
            text += index == 0 ? " SET " : ", "
            text += assignment.column
            text += " = $"
            text += String(index + 1)
        }
        return text
    }

    /// The one row that the condition names.
    func find<Entity: StoredEntity>(_ type: Entity.Type = Entity.self, where condition: SQLStatement) throws -> Entity? {
        try first("\(Entity.selection) WHERE \(condition)") { try Entity(row: &$0) }
    }

    /// All rows that the condition names, in that order.
    func findAll<Entity: StoredEntity>(
        _ type: Entity.Type = Entity.self, where condition: SQLStatement, orderedBy order: String
    ) throws -> [Entity] {
        try all("\(Entity.selection) WHERE \(condition) ORDER BY \(raw: order)") { try Entity(row: &$0) }
    }
}
