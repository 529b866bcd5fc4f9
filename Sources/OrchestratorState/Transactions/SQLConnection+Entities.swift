internal import OrchestratorDatabase
internal import OrchestratorModel

extension SQLConnection {
    /// Inserts a row.
    ///
    /// - Parameter hidden: The columns that are no part of documents, in the order of the table.
    func insert<Entity: StoredEntity>(_ entity: Entity, hidden: [SQLValue] = []) throws {
        try execute(Entity.table.insertion(of: entity.values + hidden))
    }

    /// Sets columns of the rows that the condition names.
    ///
    /// - Returns: How many rows there were.
    @discardableResult
    func update(_ table: TableDefinition, set values: ColumnValues, where condition: SQLStatement) throws -> Int {
        var text = "UPDATE \(table.name) SET "
        for (index, assignment) in values.enumerated() {
            text += "\(index > 0 ? ", " : "")\(assignment.column) = $\(index + 1)"
        }
        var statement = SQLStatement(text: text + " WHERE ", values: values.map(\.value))
        statement.append(condition)
        return try execute(statement)
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
