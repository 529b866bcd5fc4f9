/// What a check reports, before the store gives it an identity.
public struct FindingDraft: Hashable, Sendable, Codable {
    /// How much it weighs.
    public var severity: Severity
    /// The kind of check.
    public var category: Finding.Category
    /// The check, such as `test` or `custom:smoke`; by default the category.
    public var check: String
    /// One line.
    public var title: String
    /// What it means.
    public var description: String
    /// What the check printed.
    public var evidence: String
    /// The file, relative to the repository.
    public var file: String?
    /// The line in it, counted from 1.
    public var line: Int?
    /// The rule, test or diagnostic.
    public var rule: String?
    /// What might mend it.
    public var suggestedFix: String?

    /// A draft with the given values.
    public init(
        severity: Severity, category: Finding.Category, check: String? = nil, title: String, description: String = "",
        evidence: String = "", file: String? = nil, line: Int? = nil, rule: String? = nil, suggestedFix: String? = nil
    ) {
        self.severity = severity
        self.category = category
        self.check = check ?? category.rawValue
        self.title = title
        self.description = description
        self.evidence = evidence
        self.file = file
        self.line = line
        self.rule = rule
        self.suggestedFix = suggestedFix
    }

    /// Everything that is wrong with the draft; empty when it is acceptable.
    public var violations: [Violation] {
        var validation = Validation()
        validation.title(title, "title")
        validation.name(check, "check")
        validation.text(description, "description")
        validation.text(evidence, "evidence", atMost: Limits.evidence)
        validation.name(file, "file")
        validation.name(rule, "rule")
        validation.text(suggestedFix, "suggested_fix")
        if let line { validation.positive(line, "line") }
        return validation.violations
    }

    /// What the fingerprint is the hash of: numbers in the title don't count, since lines and timings change from pass to pass.
    package var identityFields: [String] {
        [category.rawValue, rule ?? "", Self.normalized(title), file ?? ""]
    }

    /// Lower case, white space folded, each run of digits as one `#`.
    private static func normalized(_ title: String) -> String {
        normalizedASCII(title.utf8) ?? normalizedText(title)
    }

    /// What ``normalizedText(_:)`` gives, for the titles that most are; `nil` where one is not all ASCII.
    private static func normalizedASCII(_ title: String.UTF8View) -> String? {
        var result: [UInt8] = []
        result.reserveCapacity(title.count)
        for byte in title {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): result.append(byte | 0x20)
            case UInt8(ascii: "0")...UInt8(ascii: "9"): if result.last != UInt8(ascii: "#") { result.append(UInt8(ascii: "#")) }
            case UInt8(ascii: " "), 0x09...0x0D: if result.last != UInt8(ascii: " ") { result.append(UInt8(ascii: " ")) }
            case 0x80...: return nil
            default: result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func normalizedText(_ title: String) -> String {
        var result = ""
        for character in title.lowercased() {
            if character.isWhitespace {
                if result.last != " " { result.append(" ") }
            } else if character.isNumber {
                if result.last != "#" { result.append("#") }
            } else {
                result.append(character)
            }
        }
        return result
    }
}
