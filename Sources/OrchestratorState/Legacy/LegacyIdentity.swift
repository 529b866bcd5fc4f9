internal import OrchestratorModel

/// Makes identities for rows whose own are no UUIDs.
enum LegacyIdentity {
    /// The same for the same row, another for every other: a UUID of version 8 (RFC 9562) from a digest.
    static func identifier<Entity>(of table: String, _ text: String) -> Identifier<Entity> {
        var digits = Array(Digest.text(ofFields: [table, text]).prefix(32))
        (digits[12], digits[16]) = ("8", "8")
        var parts: [String] = []
        for length in [8, 4, 4, 4, 12] {
            parts.append(String(digits.prefix(length)))
            digits.removeFirst(length)
        }
        guard let identifier = Identifier<Entity>(parts.joined(separator: "-")) else { preconditionFailure("32 digits are a UUID") }
        return identifier
    }
}
