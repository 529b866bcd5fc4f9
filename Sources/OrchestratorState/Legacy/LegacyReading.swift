internal import OrchestratorDatabase
internal import OrchestratorModel

/// Reads the columns of a row, and notes what can't be taken over as it is.
struct LegacyReading {
    let row: LegacyRow
    let zone: LegacyZone
    private(set) var problems: [String] = []

    init(_ row: LegacyRow, _ zone: LegacyZone) {
        self.row = row
        self.zone = zone
        for column in row.values.keys.sorted() where row.values[column] != .null {
            guard LegacyTables.columns[row.table]?.contains(column) == false else { continue }
            note("column \(column) has no place here")
        }
    }

    mutating func note(_ problem: String) { problems.append(problem) }

    /// What is to be reported; `nil` where all is well.
    var unplaced: UnplacedRow? { problems.isEmpty ? nil : UnplacedRow(row, problems.joined(separator: "; ")) }

    /// A text, or `nil` for NULL.
    mutating func text(_ column: String) -> String? {
        if row.isChanged(column) { note("\(column) holds characters that are no text, which were replaced") }
        return row.text(column)
    }

    /// A text that must not be NULL.
    mutating func text(_ column: String, else fallback: String) -> String {
        if let text = text(column) { return text }
        note("\(column) is missing")
        return fallback
    }

    /// A text that must not be empty.
    mutating func title(_ column: String) -> String {
        if let text = text(column), !text.isEmpty { return text }
        note("\(column) is empty")
        return "(untitled)"
    }

    /// A whole number of a range.
    mutating func integer(_ column: String, from range: ClosedRange<Int>, else fallback: Int) -> Int {
        switch row.values[column] ?? .null {
        case .integer(let number) where range.contains(Int(number)): return Int(number)
        case .null: note("\(column) is missing")
        default: note("\(column) is '\(shown(column))': taken as \(fallback)")
        }
        return fallback
    }

    /// One of the words of a type.
    mutating func choice<Choice: RawRepresentable<String>>(_ column: String, else fallback: Choice) -> Choice {
        if let choice = row.text(column).flatMap({ Choice(rawValue: $0) }) { return choice }
        note(row.text(column) == nil ? "\(column) is missing: taken as \(fallback.rawValue)" : "\(column) is '\(shown(column))': taken as \(fallback.rawValue)")
        return fallback
    }

    /// A time, or `nil` for NULL and for what is no time.
    mutating func time(_ column: String) -> Timestamp? {
        guard let text = row.text(column) else { return nil }
        if let time = zone.time(text) { return time }
        note("\(column) is '\(shown(column))', which is no time")
        return nil
    }

    /// A time that must not be missing.
    mutating func time(_ column: String, else fallback: Timestamp) -> Timestamp {
        if let time = time(column) { return time }
        if row.text(column) == nil { note("\(column) is missing") }
        return fallback
    }

    /// JSON; text that is none is wrapped.
    mutating func json(_ column: String) -> JSONValue? {
        guard let text = text(column) else { return nil }
        if let value = try? JSONValue(text: text) { return value }
        note("\(column) is not JSON: it was wrapped as text")
        return ["text": .string(text)]
    }

    /// JSON that must be an object; anything else is wrapped.
    mutating func object(_ column: String) -> JSONValue {
        switch json(column) {
        case .object(let members)?: return .object(members)
        case .null?, nil: return [:]
        case let value?:
            note("\(column) is no JSON object: it was wrapped as text")
            return ["text": .string(value.canonicalText)]
        }
    }

    private func shown(_ column: String) -> String {
        let text = row.text(column) ?? ""
        return Printable.escaped(text.count > 60 ? "\(text.prefix(60))…" : text)
    }
}
