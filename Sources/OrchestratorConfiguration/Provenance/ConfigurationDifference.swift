public import OrchestratorModel

/// A setting in which two effective documents differ.
public struct ConfigurationDifference: Hashable, Sendable {
    /// The dotted name.
    public let key: String
    /// The value in the first document; `nil` where it has none.
    public let before: JSONValue?
    /// The value in the second document; `nil` where it has none.
    public let after: JSONValue?

    /// All differences between two documents, ordered by name. Maps are compared key by key, everything else whole.
    public static func between(_ before: JSONValue, _ after: JSONValue) -> [ConfigurationDifference] {
        var result: [ConfigurationDifference] = []
        func visit(_ before: JSONValue?, _ after: JSONValue?, _ path: String) {
            if case .object(let left)? = before, case .object(let right)? = after {
                for name in Set(left.keys).union(right.keys).sorted() { visit(left[name], right[name], SettingPath.appending(path, name)) }
            } else if before != after {
                result.append(ConfigurationDifference(key: path, before: before, after: after))
            }
        }
        visit(before, after, "")
        return result
    }

    /// The form that `config diff --json` lists.
    public var json: JSONValue { ["key": .string(key), "before": before ?? .null, "after": after ?? .null] }

    /// `execution.max_retries: 3 → 5`, safe to print.
    public var text: String {
        func shown(_ value: JSONValue?) -> String { value.map { Printable.escaped($0.canonicalText) } ?? "(none)" }
        return "\(Printable.escaped(key)): \(shown(before)) → \(shown(after))"
    }
}
