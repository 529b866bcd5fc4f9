/// How the command of a check ended.
package enum CheckEnding: Hashable, Sendable {
    /// With that status.
    case exited(Int)
    /// It was ended, having taken longer than it may.
    case timedOut(Duration)
    /// There was never a process; why.
    case notStarted(String)
    /// By that signal.
    case signalled(Int)

    /// Whether the command itself brought its work to an end, so that what it did not report is not there.
    ///
    /// A shell tells by statuses of its own that the command could not be run (126, 127) or was ended by a signal (128 + n): neither counts.
    package var isRegular: Bool {
        switch self {
        case .exited(126), .exited(127), .exited(129...159): false
        case .exited: true
        case .timedOut, .notStarted, .signalled: false
        }
    }

    /// Whether the check passed, as far as its command says.
    package var isSuccess: Bool { self == .exited(0) }
}
