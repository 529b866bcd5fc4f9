internal import OrchestratorDatabase
internal import OrchestratorModel

/// The form that the texts of a column have, beyond being text.
enum ColumnForm {
    case identifier
    case digest

    init?(_ column: ColumnDefinition) {
        guard case .text = column.kind else { return nil }
        if column.name.hasSuffix("_id") || column.name == "consumed_by" {
            self = .identifier
        } else if ["hash", "previous_hash", "last_event_hash", "sha256"].contains(column.name) {
            self = .digest
        } else {
            return nil
        }
    }

    /// The regular expression of such texts.
    var pattern: String {
        switch self {
        case .identifier: "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
        case .digest: "^[0-9a-f]{64}$"
        }
    }

    /// What a text of the column must be, where it is not.
    func problem(of text: String) -> String? {
        switch self {
        case .identifier: Identifier<Never>(text)?.description == text ? nil : "must be a UUID in lower case"
        case .digest:
            text.utf8.count == 64 && text.utf8.allSatisfy { Hexadecimal.value(of: $0).map { Hexadecimal.digit($0) } == $0 }
                ? nil : "must be 64 hexadecimal digits in lower case"
        }
    }
}

extension ColumnDefinition {
    /// The least number that a condition such as `>= 0` allows.
    var least: Int? {
        guard let condition, case .integer = kind else { return nil }
        switch condition {
        case "> 0": return 1
        case ">= 0": return 0
        default: return nil
        }
    }

    /// The greatest number that a document may give. What is counted further, or summed up, must be far from where numbers end.
    var greatest: Int? {
        guard case .integer = kind else { return nil }
        switch name {
        case "number", "pass_number", "revision", "spec_revision", "retry_count", "ordinal": return Limits.number
        case "size_bytes": return Limits.artifact
        default: return nil
        }
    }
}
