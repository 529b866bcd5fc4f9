internal import Foundation
internal import OrchestratorDatabase
internal import OrchestratorModel

/// A row of the Python program, as its database or its JSON has it.
struct LegacyRow: Sendable {
    let table: String
    /// By column.
    var values: [String: SQLValue]
    /// All columns as JSON, from which the row could be made again.
    let document: JSONValue

    init(table: String, values: [String: SQLValue]) {
        self.init(table: table, values: values, document: Self.document(values))
    }

    /// A row that was JSON.
    init(table: String, values: [String: SQLValue], document: JSONValue) {
        self.table = table
        self.values = values
        self.document = document
    }

    /// The text of its primary key; empty where there is none.
    var id: String { LegacyTables.primaryKeys[table].flatMap { text($0) } ?? "" }

    /// The value of a column as text; `nil` for NULL. Bytes that are no UTF-8, and NUL, become U+FFFD.
    func text(_ column: String) -> String? {
        switch values[column] ?? .null {
        case .null: nil
        case .integer(let number): String(number)
        case .real(let number): String(number)
        case .text(let text): text.utf8.contains(0) ? text.replacing("\0", with: "\u{FFFD}") : text
        case .blob(let bytes): String(decoding: bytes.map { $0 == 0 ? 0xFF : $0 }, as: UTF8.self)
        }
    }

    /// Whether ``text(_:)`` is not what the column holds.
    func isChanged(_ column: String) -> Bool {
        switch values[column] ?? .null {
        case .text(let text): text.utf8.contains(0)
        case .blob: true
        default: false
        }
    }

    private static func document(_ values: [String: SQLValue]) -> JSONValue {
        .object(
            values.mapValues { value in
                switch value {
                case .null: .null
                case .integer(let number): .integer(number)
                case .real(let number): number.isFinite ? .number(number) : .string(String(number))
                case .text(let text): .string(text)
                case .blob(let bytes): ["base64": .string(Data(bytes).base64EncodedString())]
                }
            })
    }
}
