internal import OrchestratorModel

extension StateManager {
    /// Checks a sentence that goes with a change.
    static func check(_ text: String?, _ field: String) throws {
        var validation = Validation()
        validation.text(text, field)
        try validation.check()
    }

    /// Checks a snapshot of the configuration.
    static func check(_ configuration: JSONValue) throws {
        let violations = violations(of: configuration)
        guard violations.isEmpty else { throw StateError.invalid(violations) }
    }

    /// What is wrong with a snapshot of the configuration.
    static func violations(of configuration: JSONValue) -> [Violation] {
        guard configuration.object != nil else { return [Violation("configuration", "must be a JSON object")] }
        guard configuration.isFinite else { return [Violation("configuration", "holds a number that JSON does not have")] }
        guard configuration.canonicalText.utf8.count <= Limits.json else {
            return [Violation("configuration", "is longer than \(Limits.json) bytes")]
        }
        return []
    }
}

extension JSONValue {
    /// Whether it can be written: JSON has no infinity and no NaN.
    fileprivate var isFinite: Bool {
        switch self {
        case .null, .bool, .integer, .string: true
        case .number(let number): number.isFinite
        case .array(let elements): elements.allSatisfy(\.isFinite)
        case .object(let members): members.values.allSatisfy(\.isFinite)
        }
    }
}
