internal import OrchestratorDatabase
internal import OrchestratorModel

extension SQLConnection {
    /// Inserts a row; `extra` are internal columns.
    func insert<Entity: StoredEntity>(_ entity: Entity, extra: ColumnValues = []) throws {
        let names = extra.reduce(Entity.table.columnList) { "\($0), \($1.column)" }
        try execute(
            """
            INSERT INTO \(raw: Entity.table.name) (\(raw: names)) VALUES (\(list: entity.values + extra.map(\.value)))
            """)
    }

    /// Sets columns of the rows that the condition names.
    ///
    /// - Returns: How many rows there were.
    @discardableResult
    func update(_ table: TableDefinition, set values: ColumnValues, where condition: SQLStatement) throws -> Int {
        let assignments = values.map { column, value -> SQLStatement in "\(raw: column) = \(value)" }
        return try execute("UPDATE \(raw: table.name) SET \(assignments.joined(separator: ", ")) WHERE \(condition)")
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
