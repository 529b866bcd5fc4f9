package import OrchestratorState

/// What became of earlier findings in a pass.
package struct FindingChanges: Hashable, Sendable {
    /// Gone: the check that reported it ran to its end and did not report it again.
    package private(set) var resolved: [FindingKey] = []
    /// Reported again.
    package private(set) var reportedAgain: [FindingKey] = []
    /// Neither: the check that reported it did not run, or not to its end. They stay unresolved.
    package private(set) var unknown: [FindingKey] = []
    /// Reported for the first time, or again after it was resolved.
    package private(set) var added: [FindingKey] = []

    /// The earlier findings that still stand.
    package var persisting: [FindingKey] { reportedAgain + unknown }

    /// - Parameters:
    ///   - earlier: The unresolved findings of earlier passes.
    ///   - now: The findings of this pass.
    ///   - completeChecks: The checks that ran to their end in this pass and reported all they found.
    package init(earlier: [FindingKey], now: [FindingKey], completeChecks: Set<String>) {
        let reported = Set(now)
        var known: Set<FindingKey> = []
        for key in earlier where known.insert(key).inserted {
            if reported.contains(key) {
                reportedAgain.append(key)
            } else if completeChecks.contains(key.check) {
                resolved.append(key)
            } else {
                unknown.append(key)
            }
        }
        for key in now where known.insert(key).inserted { added.append(key) }
    }
}
