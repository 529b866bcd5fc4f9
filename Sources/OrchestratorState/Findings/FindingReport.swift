internal import OrchestratorModel

/// The findings of one report with what is made of them alone: before the transaction begins, so that no other writer waits for it.
struct FindingReport: Sendable {
    /// The findings, in the order of the report.
    let drafts: [FindingDraft]
    /// What each is known by from pass to pass.
    let identities: [FindingIdentity]
    /// By which words each lets its run be found.
    let terms: [Set<String>]
    /// The words that runs are found by already.
    let known: KnownTerms

    init(_ drafts: [FindingDraft], _ known: KnownTerms) {
        self.drafts = drafts
        self.known = known
        identities = FindingIdentity.identities(of: drafts)
        terms = drafts.map { SearchTerms.words(in: [$0.title, $0.description, $0.file ?? "", $0.rule ?? ""]) }
    }
}
