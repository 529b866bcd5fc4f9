/// What becomes of a running process, and when: decides, and does nothing itself.
///
/// ```
/// running ──timeout, stop──▶ ending (SIGTERM sent) ──grace period over──▶ killed (SIGKILL sent)
///    └──────────────────────────────┴── exit ──▶ over (SIGKILL to what is left of the group) ◀──┘
/// ```
struct ProcessLifecycle {
    typealias Instant = SuspendingClock.Instant

    /// Why a process is being ended by us.
    enum Cause: Hashable {
        case timedOut(after: Duration)
        case stopped
    }

    /// What must be done now.
    enum Action: Hashable {
        case terminateGroup
        case killGroup
    }

    private enum State {
        case running(until: Instant?)
        case ending(Cause, killAt: Instant)
        case killed(Cause)
        case over(Cause?)
    }

    private let timeout: Duration?
    private let gracePeriod: Duration
    private var state: State

    init(startedAt start: Instant, timeout: Duration?, gracePeriod: Duration) {
        self.timeout = timeout
        self.gracePeriod = gracePeriod
        // A timeout of centuries would overflow the clock; it is none.
        state = .running(until: timeout.flatMap { $0 < .seconds(1 << 32) ? start + $0 : nil })
    }

    /// When ``advance(to:)`` wants to be called next.
    var deadline: Instant? {
        switch state {
        case .running(let until): until
        case .ending(_, let killAt): killAt
        case .killed, .over: nil
        }
    }

    /// Why the process was ended, if we ended it.
    var cause: Cause? {
        switch state {
        case .running: nil
        case .ending(let cause, _), .killed(let cause): cause
        case .over(let cause): cause
        }
    }

    /// Somebody wants the process to end.
    mutating func stop(at now: Instant) -> Action? {
        guard case .running = state else { return nil }
        state = .ending(.stopped, killAt: now + gracePeriod)
        return .terminateGroup
    }

    /// Time has passed.
    mutating func advance(to now: Instant) -> Action? {
        switch state {
        case .running(let until?) where now >= until:
            state = .ending(.timedOut(after: timeout ?? .zero), killAt: now + gracePeriod)
            return .terminateGroup
        case .ending(let cause, let killAt) where now >= killAt:
            state = .killed(cause)
            return .killGroup
        default:
            return nil
        }
    }

    /// The process itself has ended; its children may not have.
    mutating func exited() -> Action {
        state = .over(cause)
        return .killGroup
    }
}
