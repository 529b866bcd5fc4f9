/// What becomes of a phase once its pass is verified.
package enum AfterVerification: Hashable, Sendable {
    /// The gate let it through.
    case completePhase
    /// The next pass; how many passes may follow a blocked one after that.
    case retry(left: Int)
    /// The last retry was blocked too: the phase fails and a human is asked.
    case failPhase

    /// - Parameters:
    ///   - decision: What the gate said.
    ///   - retryCount: How many passes followed a blocked one since the last answer of a human.
    ///   - maxRetries: How many such passes there may be.
    package init(_ decision: GateDecision, retryCount: Int, maxRetries: Int) {
        switch decision {
        case .passed: self = .completePhase
        case .blocked: self = retryCount < maxRetries ? .retry(left: maxRetries - retryCount - 1) : .failPhase
        }
    }
}
