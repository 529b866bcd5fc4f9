package import OrchestratorModel

/// What makes a finding the same from pass to pass.
package struct FindingIdentity: Hashable, Sendable {
    /// SHA-256 over category, rule, title without numbers, and file, hexadecimal.
    package let fingerprint: String
    /// Tells findings of one report apart that share a fingerprint: 1, 2, 3 … in the order of the report.
    package let ordinal: Int

    /// The identities of the findings of one report, in its order.
    package static func identities(of drafts: [FindingDraft]) -> [FindingIdentity] {
        var ordinals: [String: Int] = [:]
        return drafts.map { draft in
            let fingerprint = Digest.text(ofFields: draft.identityFields)
            let ordinal = (ordinals[fingerprint] ?? 0) + 1
            ordinals[fingerprint] = ordinal
            return FindingIdentity(fingerprint: fingerprint, ordinal: ordinal)
        }
    }
}
