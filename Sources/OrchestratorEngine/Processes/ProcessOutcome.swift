package import OrchestratorModel

/// How a process ended and what it printed.
package struct ProcessOutcome: Sendable {
    /// How it ended.
    package var ending: Ending
    /// Bytes that it printed (with ``ProcessRequest/ErrorOutput/withOutput`` on both streams).
    package var totalBytes: Int
    /// Bytes of them that the output file keeps, without the line that marks the cut; without a file, those of the tail.
    package var keptBytes: Int
    /// The end of the output as it was printed.
    package var tailBytes: [UInt8]
    /// The end of standard error, if that went apart.
    package var errorTailBytes: [UInt8]
    /// The `errno` that ended the writing of the output file early, such as a full disk; the process itself went on.
    package var outputFileError: Int32?
    /// When the process was started, or could not be.
    package var startedAt: Timestamp
    /// How long it ran, by a clock that stands still while the machine sleeps.
    package var duration: Duration

    /// The ways in which a process ends.
    package enum Ending: Hashable, Sendable {
        /// By itself, with this status.
        case exited(Int)
        /// By this signal, which came from elsewhere.
        case signalled(Int)
        /// It was ended because its time was over.
        case timedOut(after: Duration)
        /// It was ended because the task was cancelled.
        case stopped
        /// It never ran; the reason is a sentence.
        case notStarted(reason: String)
    }

    /// The end of the output as text without NUL, at most 64 KiB or the request's tail size if that is more; what is no UTF-8 became U+FFFD.
    package var tail: String { OutputTail.text(tailBytes) }

    /// The end of standard error as text, like ``tail``.
    package var errorTail: String { OutputTail.text(errorTailBytes) }

    /// Whether the process ended by itself with status 0.
    package var succeeded: Bool { ending == .exited(0) }
}
