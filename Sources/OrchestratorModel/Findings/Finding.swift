/// Something that verification found in an execution.
public struct Finding: Hashable, Sendable, Codable {
    /// The identity of a finding.
    public typealias ID = Identifier<Finding>

    /// The identity.
    public let id: ID
    /// The execution it was found in.
    public let executionID: Execution.ID
    /// How much it weighs.
    public var severity: Severity
    /// The kind of check that found it.
    public var category: Category
    /// One line, at most ``Limits/title`` characters.
    public var title: String
    /// What it means.
    public var description: String
    /// What the check printed, at most ``Limits/evidence`` bytes.
    public var evidence: String
    /// The file, relative to the repository.
    public var file: String?
    /// The line in it, counted from 1.
    public var line: Int?
    /// The rule, test or diagnostic that it is an instance of.
    public var rule: String?
    /// What might mend it.
    public var suggestedFix: String?
    /// What stays the same from pass to pass: SHA-256 of category, rule, title without numbers, and file, hexadecimal.
    public var fingerprint: String
    /// Tells findings of one execution apart that share a fingerprint: 1, 2, 3 …
    public var ordinal: Int
    /// The check that reported it, such as `test` or `custom:smoke`.
    public var check: String
    /// Whether it is gone, or was marked as such.
    public var resolved: Bool
    /// When it was recorded.
    public var createdAt: Timestamp
    /// When it was resolved.
    public var resolvedAt: Timestamp?
    /// The execution whose checks ran to their end without reporting it again; `nil` where it is not gone, or a human said so.
    public var fixedBy: Execution.ID?
    /// When a human decided to live with it: then it does not count at the gate.
    public var waivedAt: Timestamp?
    /// Who did.
    public var waivedBy: String?
    /// Why.
    public var waiveReason: String?

    /// The kind of check that found it.
    public enum Category: String, Hashable, Sendable, Codable, CaseIterable {
        /// The build.
        case build
        /// The tests.
        case test
        /// The linter.
        case lint
        /// The security scanner.
        case security
        /// The comparison with the spec.
        case specValidation = "spec_validation"
        /// A configured check of the repository's own.
        case custom
    }

    /// A finding with the given values, as they are: nothing is checked.
    public init(
        id: ID, executionID: Execution.ID, severity: Severity, category: Category, title: String, description: String,
        evidence: String, file: String? = nil, line: Int? = nil, rule: String? = nil, suggestedFix: String? = nil, fingerprint: String,
        ordinal: Int, check: String, resolved: Bool, createdAt: Timestamp, resolvedAt: Timestamp? = nil, fixedBy: Execution.ID? = nil,
        waivedAt: Timestamp? = nil, waivedBy: String? = nil, waiveReason: String? = nil
    ) {
        self.id = id
        self.executionID = executionID
        self.severity = severity
        self.category = category
        self.title = title
        self.description = description
        self.evidence = evidence
        self.file = file
        self.line = line
        self.rule = rule
        self.suggestedFix = suggestedFix
        self.fingerprint = fingerprint
        self.ordinal = ordinal
        self.check = check
        self.resolved = resolved
        self.createdAt = createdAt
        self.resolvedAt = resolvedAt
        self.fixedBy = fixedBy
        self.waivedAt = waivedAt
        self.waivedBy = waivedBy
        self.waiveReason = waiveReason
    }

    enum CodingKeys: String, CodingKey {
        case severity, category, title, description, evidence, file, line, rule, fingerprint, ordinal, check, resolved
        case id = "finding_id"
        case executionID = "execution_id"
        case suggestedFix = "suggested_fix"
        case createdAt = "created_at"
        case resolvedAt = "resolved_at"
        case fixedBy = "fixed_by"
        case waivedAt = "waived_at"
        case waivedBy = "waived_by"
        case waiveReason = "waive_reason"
    }
}
