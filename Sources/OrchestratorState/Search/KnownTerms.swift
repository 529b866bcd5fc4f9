internal import OrchestratorModel
internal import Synchronization

/// By which words runs were found when this process wrote to them last: most words of a finding are those of the one before, and need not be written again.
///
/// What is known of a run holds as long as its last event is the same one: then nobody else has written to it since, and no other run of its identity
/// has taken its place.
final class KnownTerms: Sendable {
    private struct Known {
        var lastEventHash: String
        var terms: Set<String>
    }

    private let runs = Mutex<[Run.ID: Known]>([:])
    /// Beyond that all is learned anew.
    private static let most = (runs: 256, terms: 4096)

    /// Those of the terms that the run may not be found by yet.
    ///
    /// - Parameter lastEventHash: The hash of its last event before this transaction.
    func missing(_ terms: Set<String>, of run: Run.ID, lastEventHash: String) -> Set<String> {
        runs.withLock { runs in
            guard let known = runs[run], known.lastEventHash == lastEventHash else { return terms }
            // Not `subtracting`, which goes through all that is known.
            return terms.filter { !known.terms.contains($0) }
        }
    }

    /// Takes note of a transaction that was committed.
    func note(_ story: TransactionStory) {
        runs.withLock { runs in
            // Taken out, so that what is known is changed in place.
            guard var known = runs.removeValue(forKey: story.run), known.lastEventHash == story.hashBefore,
                known.terms.count <= Self.most.terms
            else {
                guard !story.newTerms.isEmpty else { return }
                if runs.count >= Self.most.runs { runs = [:] }
                runs[story.run] = Known(lastEventHash: story.hashAfter, terms: story.newTerms)
                return
            }
            known.lastEventHash = story.hashAfter
            known.terms.formUnion(story.newTerms)
            runs[story.run] = known
        }
    }
}
