internal import Foundation
internal import OrchestratorDatabase
internal import OrchestratorModel

/// A row of the Python program's database, as it is.
struct LegacyRow: Sendable {
    let table: String
    /// By column.
    let values: [String: SQLValue]

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

    /// All columns as JSON, from which the row could be made again.
    var document: JSONValue {
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
