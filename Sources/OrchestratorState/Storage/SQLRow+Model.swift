public import OrchestratorDatabase
public import OrchestratorModel

extension SQLRow {
    /// The next column as an identifier.
    mutating func identifier<Entity>(_ type: Identifier<Entity>.Type = Identifier<Entity>.self) throws -> Identifier<Entity> {
        guard let bits = try uuid(isOptional: false) else { throw mismatch("a UUID") }
        return Identifier(bits)
    }

    /// The next column as an identifier, or `nil` for NULL.
    mutating func optionalIdentifier<Entity>() throws -> Identifier<Entity>? {
        try uuid(isOptional: true).map { Identifier($0) }
    }

    private mutating func uuid(isOptional: Bool) throws -> UUIDText.Bits? {
        var bits: UUIDText.Bits?
        try withText("a UUID") { bytes in
            guard let bytes else { return isOptional }
            bits = UUIDText.parse(bytes)
            return bits != nil
        }
        return bits
    }

    /// The next column as a time.
    mutating func time() throws -> Timestamp {
        guard let time = try time(isOptional: false) else { throw mismatch("a time") }
        return time
    }

    /// The next column as a time, or `nil` for NULL.
    mutating func optionalTime() throws -> Timestamp? { try time(isOptional: true) }

    private mutating func time(isOptional: Bool) throws -> Timestamp? {
        var time: Timestamp?
        try withText("a time") { bytes in
            guard let bytes else { return isOptional }
            time = Timestamp(utf8: bytes)
            return time != nil
        }
        return time
    }

    /// The next column as one of the cases of a type.
    mutating func choice<Choice: RawRepresentable<String>>() throws -> Choice {
        guard let choice = Choice(rawValue: try text()) else { throw mismatch("a known word") }
        return choice
    }

    /// The next column as one of the cases of a type, or `nil` for NULL.
    mutating func optionalChoice<Choice: RawRepresentable<String>>() throws -> Choice? {
        guard let text = try optionalText() else { return nil }
        guard let choice = Choice(rawValue: text) else { throw mismatch("a known word") }
        return choice
    }

    /// The next column as JSON.
    mutating func json() throws -> JSONValue {
        guard let value = try? JSONValue(text: try text()) else { throw mismatch("JSON") }
        return value
    }

    /// The next column as an object of JSON whose values are texts.
    mutating func texts() throws -> [String: String] {
        guard case .object(let members) = try json() else { throw mismatch("a JSON object") }
        return try members.mapValues { value in
            guard let text = value.string else { throw mismatch("a JSON object of texts") }
            return text
        }
    }

    /// The next column as a value made from JSON, or `nil` for NULL.
    mutating func optional<Value>(_ make: (JSONValue) -> Value?) throws -> Value? {
        guard let text = try optionalText() else { return nil }
        guard let document = try? JSONValue(text: text), let value = make(document) else { throw mismatch("JSON of its form") }
        return value
    }
}

extension SQLValue {
    /// The canonical text of a JSON value.
    static func json(_ value: JSONValue) -> SQLValue { .text(value.canonicalText) }

    /// The raw text of a case.
    static func choice(_ choice: some RawRepresentable<String>) -> SQLValue { .text(choice.rawValue) }

    /// The raw text of a case, or NULL.
    static func choice(_ choice: (some RawRepresentable<String>)?) -> SQLValue { choice.map { .text($0.rawValue) } ?? .null }
}

extension Identifier: SQLBindable {
    /// The 36 characters.
    public var sqlValue: SQLValue { .text(description) }
}

extension Timestamp: SQLBindable {
    /// The text.
    public var sqlValue: SQLValue { .text(description) }
}
