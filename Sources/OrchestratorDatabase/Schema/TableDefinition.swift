/// A table, described once for all engines: migrations, inserts and documents come from it.
public struct TableDefinition: Sendable {
    /// Its name.
    public let name: String
    /// Its columns; the order is that of inserts, of reading and of documents.
    public let columns: [ColumnDefinition]
    /// The columns that are part of documents.
    public let documentColumns: [ColumnDefinition]
    /// The columns of the primary key.
    public let primaryKey: [String]
    /// Groups of columns that are unique together.
    public let unique: [[String]]
    /// Indexes, each by what stands in its parentheses.
    public let indexes: [(name: String, columns: String, condition: String?)]
    /// The whole number that rows are kept in the order of, where that is not the primary key: its column is unique, and must not be NULL.
    public let rowKey: String?
    /// Whether rows are kept in the order of the primary key: for small rows that are read in that order.
    public let isClustered: Bool
    /// The names of the columns that are part of documents, separated by commas.
    public let columnList: String
    /// The columns of documents, in the order of documents: that of the bytes of their names.
    public let documentMembers: [DocumentMember]
    /// `INSERT` with a parameter for each column, first those of documents, then the others.
    private let insertion: String
    /// The same, unless there is another row with the same values in the first of the groups of columns that are unique together.
    private let insertionIfNew: String

    /// A table from its parts.
    public init(
        _ name: String, primaryKey: [String], rowKey: String? = nil, clustered isClustered: Bool = false, unique: [[String]] = [],
        indexes: [(name: String, columns: String, condition: String?)] = [],
        columns: [ColumnDefinition]
    ) {
        self.name = name
        self.columns = columns
        self.primaryKey = primaryKey
        self.rowKey = rowKey
        self.unique = unique
        self.indexes = indexes
        self.isClustered = isClustered
        documentColumns = columns.filter { !$0.isInternal }
        columnList = documentColumns.map(\.name).joined(separator: ", ")
        documentMembers = documentColumns.enumerated().map { DocumentMember($1, at: $0) }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        let inserted = documentColumns + columns.filter(\.isInternal)
        let parameters = (1...inserted.count).map { "$\($0)" }.joined(separator: ", ")
        insertion = "INSERT INTO \(name) (\(inserted.map(\.name).joined(separator: ", "))) VALUES (\(parameters))"
        insertionIfNew = "\(insertion) ON CONFLICT (\((unique.first ?? primaryKey).joined(separator: ", "))) DO NOTHING"
    }

    /// The statement that inserts a row.
    ///
    /// - Parameter values: One for each column, first those of documents, then the others.
    public func insertion(of values: [SQLValue]) -> SQLStatement { SQLStatement(text: insertion, values: values) }

    /// The statement that inserts a row, unless there is another with the same values in the first of the groups of columns that are unique together
    /// (the primary key where there is none).
    ///
    /// - Parameter values: One for each column, first those of documents, then the others.
    public func insertionIfNew(of values: [SQLValue]) -> SQLStatement { SQLStatement(text: insertionIfNew, values: values) }

    /// The statement that inserts several rows, each with the values of ``insertion(of:)``.
    public func insertion(ofRows rows: [[SQLValue]]) -> SQLStatement {
        let count = columns.count
        let lists = rows.indices.map { row in "(" + (1...count).map { "$\(row * count + $0)" }.joined(separator: ", ") + ")" }
        let names = insertedColumns.map(\.name).joined(separator: ", ")
        return SQLStatement(text: "INSERT INTO \(name) (\(names)) VALUES \(lists.joined(separator: ", "))", values: rows.flatMap(\.self))
    }

    /// The statement that sets columns of several rows, each to values of its own.
    ///
    /// - Parameters:
    ///   - names: The columns.
    ///   - rows: Their values, and behind them the key of the row.
    public func update(of names: [String], toRows rows: [[SQLValue]], in dialect: SQLDialect) -> SQLStatement {
        let names = names + [primaryKey[0]]
        // With types, for the server finds none in a list of values that stands by itself.
        let types = names.map { name in columns.first { $0.name == name }?.storageType(in: dialect) ?? "TEXT" }
        let lists = rows.indices.map { row in
            "(" + types.enumerated().map { "CAST($\(row * names.count + $0 + 1) AS \($1))" }.joined(separator: ", ") + ")"
        }
        let assignments = names.dropLast().map { "\($0) = new_values.\($0)" }.joined(separator: ", ")
        let text = """
            WITH new_values (\(names.joined(separator: ", "))) AS (VALUES \(lists.joined(separator: ", ")))
            UPDATE \(name) SET \(assignments) FROM new_values WHERE \(name).\(primaryKey[0]) = new_values.\(primaryKey[0])
            """
        return SQLStatement(text: text, values: rows.flatMap(\.self))
    }

    /// The columns in the order of inserts: first those of documents, then the others.
    public var insertedColumns: [ColumnDefinition] { documentColumns + columns.filter(\.isInternal) }

    /// The statements that create the table and its indexes.
    public func creation(in dialect: SQLDialect) -> [SQLStatement] {
        // SQLite keeps the rows of a table in the order of a column of exactly this type.
        var lines = columns.map { $0.name == rowKey && dialect == .sqlite ? "\($0.name) INTEGER PRIMARY KEY" : $0.definition(in: dialect) }
        lines.append("\(rowKey == nil ? "PRIMARY KEY" : "UNIQUE") (\(primaryKey.joined(separator: ", ")))")
        if let rowKey, dialect != .sqlite { lines.append("PRIMARY KEY (\(rowKey))") }
        lines += unique.map { "UNIQUE (\($0.joined(separator: ", ")))" }
        let options = dialect == .sqlite ? (isClustered ? " STRICT, WITHOUT ROWID" : " STRICT") : ""
        let table = SQLStatement(text: "CREATE TABLE \(name) (\n    \(lines.joined(separator: ",\n    "))\n)\(options)")
        return [table] + indexCreation.map { SQLStatement(text: $0) }
    }

    /// The statements that create the indexes, in their order.
    var indexCreation: [String] {
        indexes.map { "CREATE INDEX \($0.name) ON \(name) (\($0.columns))" + ($0.condition.map { " WHERE \($0)" } ?? "") }
    }
}
