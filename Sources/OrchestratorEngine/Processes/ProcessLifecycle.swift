/// What becomes of a running process, and when: decides, and does nothing itself.
///
/// ```
/// running ──timeout, stop──▶ ending (SIGTERM sent) ──grace period over──▶ killed (SIGKILL sent)
///    │ exit                           │ exit                                   │ exit
///    ▼                                ▼                                        ▼
///   over ◀──group is empty, grace period over── leaderless                    over
/// ```
/// When it is over, what is left of the group gets SIGKILL. A group that was asked to end keeps its grace period although its leader, often a shell that only
/// waits for its script, has ended at once.
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
        /// See whether the group is empty, and say so with ``groupIsEmpty()``.
        case look
    }

    /// How often an ending group without its leader is looked at; nobody tells when its last process ends.
    private static let lookInterval = Duration.milliseconds(20)

    private enum State {
        case running(until: Instant?)
        case ending(Cause, killAt: Instant)
        case leaderless(Cause, killAt: Instant, nextLook: Instant)
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
        case .leaderless(_, let killAt, let nextLook): min(killAt, nextLook)
        case .killed, .over: nil
        }
    }

    /// Why the process was ended, if we ended it.
    var cause: Cause? {
        switch state {
        case .running: nil
        case .ending(let cause, _), .leaderless(let cause, _, _), .killed(let cause): cause
        case .over(let cause): cause
        }
    }

    /// Whether nothing more is to be waited for.
    var isOver: Bool {
        if case .over = state { true } else { false }
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
        case .leaderless(let cause, let killAt, _) where now >= killAt:
            state = .over(cause)
            return .killGroup
        case .leaderless(let cause, let killAt, let nextLook) where now >= nextLook:
            state = .leaderless(cause, killAt: killAt, nextLook: now + Self.lookInterval)
            return .look
        default:
            return nil
        }
    }

    /// The process itself has ended; its children may not have.
    mutating func exited(at now: Instant) -> Action {
        if case .ending(let cause, let killAt) = state, now < killAt {
            state = .leaderless(cause, killAt: killAt, nextLook: now)
            return .look
        }
        return finish()
    }

    /// Nothing but the process itself was in its group.
    mutating func groupIsEmpty() -> Action? {
        guard case .leaderless = state else { return nil }
        return finish()
    }

    private mutating func finish() -> Action {
        state = .over(cause)
        return .killGroup
    }
}
