import Foundation
import OrchestratorState

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The thread that stands beside one running process: writes its input, reads its output, and ends it when it must end.
///
/// Everything waits in one `poll`. Memory is bounded by the tails and one block, whatever the process prints.
///
/// `@unchecked Sendable`: one task builds it, then one thread alone uses it (``supervise(_:)``), and the task reads its results after it has awaited the end
/// of that thread. ``wake`` is the only member that others use meanwhile, and it is `Sendable` itself.
final class ProcessSupervisor: @unchecked Sendable {
    let wake: WakePipe
    private let streams: ProcessStreams
    private let request: ProcessRequest
    private let gracePeriod: Duration
    private let onLastLine: @Sendable (String) -> Void
    private let clock = SuspendingClock()

    private(set) var output: OutputTail
    private(set) var errors: OutputTail
    private(set) var cause: ProcessLifecycle.Cause?
    private(set) var keptBytes = 0
    private(set) var fileError: Int32?
    private var file: BoundedOutputFile?
    private var input: PendingInput
    private var lastLine = LastLineThrottle()

    /// Nobody reads more than a screen's width of the last line, however long the line is.
    private static let lastLineWindow = 4096
    /// What a pipe can hold at the moment its writers are dead; who goes on writing then is not ours.
    private static let drainLimit = 4 << 20

    init(
        request: ProcessRequest, wake: WakePipe, streams: ProcessStreams, file: consuming BoundedOutputFile?, gracePeriod: Duration,
        onLastLine: @escaping @Sendable (String) -> Void
    ) {
        self.request = request
        self.wake = wake
        self.streams = streams
        self.file = file
        self.gracePeriod = gracePeriod
        self.onLastLine = onLastLine
        output = OutputTail(limit: max(request.tailSize, Self.lastLineWindow))
        errors = OutputTail(limit: request.tailSize)
        input = PendingInput(request.input)
    }

    /// Runs on a thread of its own until the process has ended, nothing of it is left and its output is read.
    func run(_ process: Int) async {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                self.supervise(process)
                continuation.resume()
            }
        }
    }

    private func supervise(_ process: Int) {
        Self.blockSignals()
        announceExit(of: process)
        var lifecycle = ProcessLifecycle(startedAt: clock.now, timeout: request.timeout, gracePeriod: gracePeriod)
        while !lifecycle.isOver {
            wait(until: [lifecycle.deadline, lastLine.deadline].compactMap { $0 }.min())
            for message in wake.receive() {
                switch message {
                case .exited: perform(lifecycle.exited(at: clock.now), on: process, &lifecycle)
                case .stop: perform(lifecycle.stop(at: clock.now), on: process, &lifecycle)
                }
            }
            perform(lifecycle.advance(to: clock.now), on: process, &lifecycle)
            if lastLine.isDue(at: clock.now) { reportLastLine() }
        }
        cause = lifecycle.cause
        if let execution = request.environment[AgentEnvironment.executionID] { OrphanReaper.endProcesses(carrying: execution) }
        drain()
        finish()
    }

    /// Waits for the process without taking its status: as long as nobody has, its id belongs to nobody else, and signals can't go astray.
    private func announceExit(of process: Int) {
        let wake = wake
        Thread.detachNewThread {
            Self.blockSignals()
            var info = siginfo_t()
            while waitid(P_PID, id_t(process), &info, WEXITED | WNOWAIT) != 0, errno == EINTR {}
            wake.send(.exited)
        }
    }

    /// Signals are for the program's own threads; above all SIGPIPE, which writing to a process that has stopped reading raises, must not end us.
    private static func blockSignals() {
        var all = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_BLOCK, &all, nil)
    }

    private func perform(_ action: ProcessLifecycle.Action?, on process: Int, _ lifecycle: inout ProcessLifecycle) {
        switch action {
        case .terminateGroup: ProcessGroup.terminate(leader: process)
        case .killGroup: ProcessGroup.kill(leader: process)
        case .look where ProcessTable.hasMembers(group: process): break
        case .look: perform(lifecycle.groupIsEmpty(), on: process, &lifecycle)
        case nil: break
        }
    }

    /// One turn: waits for something to do, and reads and writes what is possible.
    private func wait(until deadline: ProcessLifecycle.Instant?) {
        if input.isEmpty { streams.closeInput() }
        var descriptors = [
            pollfd(fd: wake.readEnd, events: Int16(POLLIN), revents: 0),
            // A negative descriptor is left out by `poll`.
            pollfd(fd: streams.output, events: Int16(POLLIN), revents: 0),
            pollfd(fd: streams.errors, events: Int16(POLLIN), revents: 0),
            pollfd(fd: streams.input, events: Int16(POLLOUT), revents: 0),
        ]
        guard poll(&descriptors, nfds_t(descriptors.count), milliseconds(until: deadline)) > 0 else { return }
        if descriptors[1].revents != 0, readOutput() == 0 { streams.closeOutput() }
        if descriptors[2].revents != 0, readErrors() == 0 { streams.closeErrors() }
        if descriptors[3].revents != 0, !input.write(to: streams.input) { streams.closeInput() }
    }

    private func milliseconds(until deadline: ProcessLifecycle.Instant?) -> Int32 {
        guard let deadline else { return -1 }
        let (seconds, attoseconds) = clock.now.duration(to: deadline).components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        // Rounded up, so that the deadline has passed when the wait is over; an hour at a time is often enough.
        return Int32(min(seconds, 3600) * 1000 + attoseconds / 1_000_000_000_000_000 + 1)
    }

    /// Bytes that were read: 0 at the end of the stream, less than 0 if there are none at the moment.
    private func readOutput() -> Int {
        streams.read(streams.output) { chunk in
            output.append(chunk)
            file?.append(chunk)
            lastLine.outputCame()
        }
    }

    private func readErrors() -> Int {
        streams.read(streams.errors) { errors.append($0) }
    }

    /// Reads what the dead have left in the pipes. A daemon that holds a pipe open is not waited for.
    private func drain() {
        for readSome in [readOutput, readErrors] {
            var rest = Self.drainLimit
            while rest > 0 {
                let count = readSome()
                guard count > 0 else { break }
                rest -= count
            }
        }
    }

    private func reportLastLine() {
        let line = TerminalText.lastLine(of: output.suffix(Self.lastLineWindow))
        if lastLine.changed(to: line, at: clock.now), let line { onLastLine(line) }
    }

    private func finish() {
        reportLastLine()
        streams.closeAll()
        file?.finish()
        fileError = file?.failure
        keptBytes = file?.keptBytes ?? min(output.total, request.tailSize)
        // Closes it.
        file = nil
    }
}
