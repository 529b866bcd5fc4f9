internal import Foundation
internal import OrchestratorDatabase
public import OrchestratorModel

/// Which runs to list. What is `nil` does not restrict.
public struct RunFilter: Sendable, Hashable {
    /// In one of these statuses.
    public var statuses: [Run.Status]?
    /// On that repository.
    public var repositoryPath: String?
    /// On that branch.
    public var branch: String?
    /// With these labels.
    public var labels: [String: String]
    /// With these words in the title, in any case.
    public var text: String?
    /// At most that many, from 1 to 1000.
    public var limit: Int
    /// Older than this run: the `next` of the page before.
    public var after: Run.ID?

    /// A filter with the given values.
    public init(
        statuses: [Run.Status]? = nil, repositoryPath: String? = nil, branch: String? = nil, labels: [String: String] = [:],
        text: String? = nil, limit: Int = 50, after: Run.ID? = nil
    ) {
        self.statuses = statuses
        self.repositoryPath = repositoryPath
        self.branch = branch
        self.labels = labels
        self.text = text
        self.limit = limit
        self.after = after
    }

    func check() throws {
        guard (1...1000).contains(limit) else { throw StateError.invalid([Violation("limit", "must be from 1 to 1000")]) }
    }

    /// The text as it is compared: the same characters however they were typed, in one case. The databases know the case of ASCII only.
    static func folded(_ text: String) -> String { text.precomposedStringWithCanonicalMapping.lowercased() }

    /// - Parameter last: When the run before the page was created.
    func condition(after last: Timestamp?) -> SQLStatement {
        var parts: [SQLStatement] = []
        if let statuses { parts.append("status IN (\(list: statuses.map(\.rawValue)))") }
        if let repositoryPath { parts.append("repository_path = \(repositoryPath)") }
        if let branch { parts.append("branch = \(branch)") }
        for (key, value) in labels.sorted(by: { $0.key < $1.key }) {
            parts.append("EXISTS (SELECT 1 FROM json_each(labels) WHERE key = \(key) AND value = \(value))")
        }
        for word in (text ?? "").split(whereSeparator: \.isWhitespace) {
            parts.append("instr(folded_title, \(Self.folded(String(word)))) > 0")
        }
        if let after, let last { parts.append("(created_at, run_id) < (\(last), \(after))") }
        return parts.isEmpty ? "1 = 1" : parts.joined(separator: " AND ")
    }
}
