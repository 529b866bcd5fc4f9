/// A column, described once for all engines.
public struct ColumnDefinition: Sendable, Hashable {
    /// Its name, the same as in documents.
    public let name: String
    /// What it holds.
    public let kind: Kind
    /// Whether it may be NULL.
    public let isOptional: Bool
    /// A further condition, such as `> 0`; the column stands before it.
    public let condition: String?
    /// `table(column)` that it refers to; rows go with their parent.
    public let parent: String?
    /// Whether it is part of documents; others serve queries alone.
    public let isInternal: Bool

    /// What a column holds.
    public enum Kind: Sendable, Hashable {
        /// Text.
        case text
        /// One of a few texts.
        case choice([String])
        /// A whole number.
        case integer
        /// `true` or `false`.
        case boolean
        /// A JSON document.
        case json
        /// A moment in UTC.
        case time
        /// Bytes.
        case bytes
    }

    /// A column from its parts.
    public init(
        _ name: String, _ kind: Kind, optional isOptional: Bool = false, where condition: String? = nil, parent: String? = nil,
        internal isInternal: Bool = false
    ) {
        self.name = name
        self.kind = kind
        self.isOptional = isOptional
        self.condition = condition
        self.parent = parent
        self.isInternal = isInternal
    }

    /// The column's line in `CREATE TABLE`.
    func definition(in dialect: SQLDialect) -> String {
        var parts = [name, type(in: dialect)]
        if !isOptional { parts.append("NOT NULL") }
        if let parent { parts.append("REFERENCES \(parent) ON DELETE CASCADE") }
        let checks = [condition.map { "\(name) \($0)" }, domain(in: dialect)].compactMap(\.self)
        if !checks.isEmpty { parts.append("CHECK (\(checks.joined(separator: " AND ")))") }
        return parts.joined(separator: " ")
    }

    private func type(in dialect: SQLDialect) -> String {
        let type = storageType(in: dialect)
        // Compared byte by byte, as in SQLite, whatever the language of the database.
        return dialect == .postgresql && type == "TEXT" ? "TEXT COLLATE \"C\"" : type
    }

    /// The type of its values.
    func storageType(in dialect: SQLDialect) -> String {
        switch (dialect, kind) {
        case (.sqlite, .integer), (.sqlite, .boolean): "INTEGER"
        case (.sqlite, .bytes): "BLOB"
        case (.postgresql, .integer), (.postgresql, .boolean): "BIGINT"
        case (.postgresql, .bytes): "BYTEA"
        case (_, _): "TEXT"
        }
    }

    private func domain(in dialect: SQLDialect) -> String? {
        switch (dialect, kind) {
        // SQLite makes a table of a list of more than two, anew for each row that is written.
        case (.sqlite, .choice(let texts)): "(\(texts.map { "\(name) = '\($0)'" }.joined(separator: " OR ")))"
        case (.postgresql, .choice(let texts)): "\(name) IN (\(texts.map { "'\($0)'" }.joined(separator: ", ")))"
        case (_, .boolean): "\(name) IN (0, 1)"
        // SQLite before 3.45 says 0, not NULL, of no JSON at all.
        case (.sqlite, .json): isOptional ? "(\(name) IS NULL OR json_valid(\(name)))" : "json_valid(\(name))"
        // The conversion fails where it is none. The text itself is kept: the type for documents would drop and reorder members.
        case (.postgresql, .json): isOptional ? "(\(name) IS NULL OR \(name)::json IS NOT NULL)" : "\(name)::json IS NOT NULL"
        default: nil
        }
    }
}
