package import OrchestratorModel

/// What tells whether a finding of one pass is the same as one of another.
package struct FindingKey: Hashable, Sendable {
    /// What stays the same from pass to pass.
    package var fingerprint: String
    /// Tells findings of one execution apart that share a fingerprint.
    package var ordinal: Int
    /// The check that reported it.
    package var check: String

    package init(fingerprint: String, ordinal: Int, check: String) {
        self.fingerprint = fingerprint
        self.ordinal = ordinal
        self.check = check
    }

    package init(_ finding: Finding) {
        self.init(fingerprint: finding.fingerprint, ordinal: finding.ordinal, check: finding.check)
    }
}
