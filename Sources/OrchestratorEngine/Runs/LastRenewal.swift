internal import Synchronization

/// When the lease was made good the last time: known to those who renew it and to those who look whether they still do.
final class LastRenewal: Sendable {
    private let instant: Mutex<ContinuousClock.Instant>

    init(at instant: ContinuousClock.Instant) {
        self.instant = Mutex(instant)
    }

    /// The moment at which the last renewal that succeeded was begun; the lease was good for its whole time from then on, or from later.
    var begun: ContinuousClock.Instant { instant.withLock { $0 } }

    func renewed(at begun: ContinuousClock.Instant) { instant.withLock { $0 = begun } }
}
