internal import Foundation
internal import GRDB
internal import OrchestratorDatabase

/// A GRDB connection behind the seam, for as long as it is lent.
struct SQLiteConnection: SQLConnection {
    let database: Database
    let location: String

    var dialect: SQLDialect { .sqlite }

    func execute(_ statement: SQLStatement) throws -> Int {
        try classifying(at: location) {
            let prepared = try database.cachedStatement(sql: statement.text)
            try prepared.execute(arguments: Self.arguments(statement.values))
            return database.changesCount
        }
    }

    func forEach(_ statement: SQLStatement, _ body: (inout SQLRow) throws -> Void) throws {
        try classifying(at: location) {
            let prepared = try database.cachedStatement(sql: statement.text)
            let rows = try Row.fetchCursor(prepared, arguments: Self.arguments(statement.values))
            while let row = try rows.next() {
                var values = SQLRow(values: row.databaseValues.map(Self.value))
                try body(&values)
            }
        }
    }

    private static func arguments(_ values: [SQLValue]) -> StatementArguments {
        StatementArguments(values.map(databaseValue))
    }

    private static func databaseValue(_ value: SQLValue) -> DatabaseValue {
        switch value {
        case .null: .null
        case .integer(let number): number.databaseValue
        case .real(let number): number.databaseValue
        case .text(let text): text.databaseValue
        case .blob(let bytes): Data(bytes).databaseValue
        }
    }

    private static func value(_ value: DatabaseValue) -> SQLValue {
        switch value.storage {
        case .null: .null
        case .int64(let number): .integer(number)
        case .double(let number): .real(number)
        case .string(let text): .text(text)
        case .blob(let data): .blob(Array(data))
        }
    }
}
