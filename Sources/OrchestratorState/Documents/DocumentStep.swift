internal import OrchestratorDatabase
internal import OrchestratorModel

/// How one member of a ``DocumentForm`` is written from the next columns of a row, made ready so that it costs little for each row.
struct DocumentStep: Sendable {
    /// The name as JSON, with the colon behind it.
    private let key: [UInt8]
    private let reading: Reading
    private let isOptional: Bool
    /// What stands in the document whatever the column holds.
    private let local: String?

    private enum Reading: Sendable {
        case number
        case boolean
        case text
        case json
        /// Two columns.
        case actor
        /// No column.
        case dependencies
    }

    init(_ member: DocumentForm.Member, _ columns: [ColumnDefinition]) {
        key = IndentedJSON.key(member.name)
        switch member.source {
        case .column(let index):
            (reading, isOptional, local) = (Self.reading(columns[index].kind), columns[index].isOptional, nil)
        case .local(let index, let value):
            (reading, isOptional) = (Self.reading(columns[index].kind), columns[index].isOptional)
            if case .text(let text) = value { local = JSONValue.string(text).canonicalText } else { local = "null" }
        case .actor: (reading, isOptional, local) = (.actor, false, nil)
        case .dependencies: (reading, isOptional, local) = (.dependencies, false, nil)
        }
    }

    private static func reading(_ kind: ColumnDefinition.Kind) -> Reading {
        switch kind {
        case .integer: .number
        case .boolean: .boolean
        case .json: .json
        case .text, .choice, .time: .text
        case .bytes: preconditionFailure("bytes are no part of documents")
        }
    }

    func write(_ row: inout SQLRow, _ dependencies: [Int], into json: inout IndentedJSON) throws {
        json.member(key: key)
        if let local {
            var ignored = IndentedJSON()
            try writeColumn(&row, into: &ignored)
            return json.raw(local)
        }
        switch reading {
        case .dependencies: json.raw("[" + dependencies.map(String.init).joined(separator: ",") + "]")
        case .actor:
            json.raw(#"{"kind":"#)
            try Self.writeText(&row, isOptional: false, into: &json)
            json.raw(#","name":"#)
            try Self.writeText(&row, isOptional: false, into: &json)
            json.raw("}")
        case .number, .boolean, .text, .json: try writeColumn(&row, into: &json)
        }
    }

    private func writeColumn(_ row: inout SQLRow, into json: inout IndentedJSON) throws {
        switch reading {
        case .number, .boolean:
            guard let number = isOptional ? try row.optionalInteger() : try row.integer() else { return json.raw("null") }
            json.raw(reading == .boolean ? (number != 0 ? "true" : "false") : String(number))
        // A column of JSON holds canonical text.
        case .json: try Self.writeText(&row, isOptional: isOptional, isJSON: true, into: &json)
        case .text, .actor, .dependencies: try Self.writeText(&row, isOptional: isOptional, into: &json)
        }
    }

    private static func writeText(_ row: inout SQLRow, isOptional: Bool, isJSON: Bool = false, into json: inout IndentedJSON) throws {
        try row.withText("what was written into it") { bytes in
            guard let bytes else {
                json.raw("null")
                return isOptional
            }
            return isJSON ? json.raw(utf8: bytes) : json.string(utf8: bytes)
        }
    }
}
