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

    /// Runs a query and hands each row to the body as it is read; memory does not grow with the result.
    ///
    /// - Throws: ``DatabaseError``, and what the body throws.
    func forEach(_ statement: SQLStatement, _ body: (inout SQLRow) throws -> Void) throws
}

extension SQLConnection {
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
