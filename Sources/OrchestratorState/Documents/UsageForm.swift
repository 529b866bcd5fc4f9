internal import OrchestratorModel

/// The form that the usage of an execution has in documents.
enum UsageForm {
    /// The member that is a text or `null`.
    static let model = "model"
    /// The members that are numbers or `null`.
    static let numbers = ["input_tokens", "output_tokens", "cost_microdollars"]

    /// The rest of a sentence that says why a value is none; `nil` where it is one.
    static func problem(of value: JSONValue) -> String? {
        guard case .object(let members) = value, Set(members.keys) == Set(numbers + [model]) else {
            return "must be an object with \(([model] + numbers.dropLast()).joined(separator: ", ")) and \(numbers.last ?? "")"
        }
        switch members[model] {
        case .string, .null: break
        default: return "has a \(model) that must be a text or null"
        }
        for name in numbers {
            switch members[name] {
            case .null: break
            case .integer(let number) where number >= 0 && number <= Limits.usage: break
            default: return "has \(name) that must be a whole number from 0 to \(Limits.usage), or null"
            }
        }
        return nil
    }
}
