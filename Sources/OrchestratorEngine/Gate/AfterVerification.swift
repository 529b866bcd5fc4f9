/// What becomes of a phase once its pass is verified.
package enum AfterVerification: Hashable, Sendable {
    /// The gate let it through.
    case completePhase
    /// The next pass; how many passes may follow a blocked one after that.
    case retry(left: Int)
    /// The last retry was blocked too: the phase fails and a human is asked.
    case failPhase
    /// There are retries left, but the last passes got nowhere: the phase fails and a human is asked now.
    case stopStalling(passes: Int)

    /// - Parameters:
    ///   - decision: What the gate said.
    ///   - retryCount: How many passes followed a blocked one since the last answer of a human.
    ///   - maxRetries: How many such passes there may be.
    ///   - stalledPasses: How many passes in a row, with this one, got nowhere.
    ///   - stallLimit: How many of those are too many; 0: never.
    package init(_ decision: GateDecision, retryCount: Int, maxRetries: Int, stalledPasses: Int = 0, stallLimit: Int = 0) {
        switch decision {
        case .passed: self = .completePhase
        case .blocked where retryCount >= maxRetries: self = .failPhase
        case .blocked where stallLimit > 0 && stalledPasses >= stallLimit: self = .stopStalling(passes: stalledPasses)
        case .blocked: self = .retry(left: maxRetries - retryCount - 1)
        }
    }
}
