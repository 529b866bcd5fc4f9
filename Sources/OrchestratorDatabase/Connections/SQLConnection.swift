/// A connection inside a transaction or a snapshot. It is lent to a body and must not outlive it.
public protocol SQLConnection {
    /// The engine.
    var dialect: SQLDialect { get }

    /// Runs a statement that gives no rows.
    ///
    /// - Returns: How many rows it changed.
    /// - Throws: ``DatabaseError``.
    @discardableResult
    func execute(_ statement: SQLStatement) throws -> Int

    /// Runs a statement of which nothing is asked, in its turn: before the next statement, or before the commit. On the way to a server it travels
    /// with what follows it, so that several take no longer than one.
    ///
    /// - Throws: ``DatabaseError``; where the statement fails, the next one may throw it, or the commit, so that no body can go on after it.
    func executeLater(_ statement: SQLStatement) throws

    /// Runs a query and hands each row to the body as it is read; memory does not grow with the result.
    ///
    /// - Throws: ``DatabaseError``, and what the body throws.
    func forEach(_ statement: SQLStatement, _ body: (inout SQLRow) throws -> Void) throws

    /// Runs several queries, in their order, and hands each row to the body with the number of its query. On the way to a server they travel together,
    /// so that they take no longer than one. Rows of all but the last are in memory.
    ///
    /// - Throws: ``DatabaseError``, and what the body throws.
    func forEach(of statements: [SQLStatement], _ body: (_ query: Int, _ row: inout SQLRow) throws -> Void) throws
}

extension SQLConnection {
    /// At once: for engines that are not far away.
    public func executeLater(_ statement: SQLStatement) throws { try execute(statement) }

    /// One after the other: for engines that are not far away.
    public func forEach(of statements: [SQLStatement], _ body: (_ query: Int, _ row: inout SQLRow) throws -> Void) throws {
        for (number, statement) in statements.enumerated() { try forEach(statement) { try body(number, &$0) } }
    }

    /// All rows of a query, each made into a value.
    public func all<Value>(_ statement: SQLStatement, _ make: (inout SQLRow) throws -> Value) throws -> [Value] {
        var values: [Value] = []
        try forEach(statement) { values.append(try make(&$0)) }
        return values
    }

    /// The first row of a query made into a value; `nil` where there is none. The query should not give more than one.
    public func first<Value>(_ statement: SQLStatement, _ make: (inout SQLRow) throws -> Value) throws -> Value? {
        var value: Value?
        try forEach(statement) { if value == nil { value = try make(&$0) } }
        return value
    }
}
