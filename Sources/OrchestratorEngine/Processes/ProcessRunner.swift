package import OrchestratorModel
import OrchestratorState
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Runs processes, each as the leader of a session and process group of its own.
///
/// A timeout, or the cancellation of the calling task, ends the whole group: SIGTERM, a grace period, SIGKILL. However a process ended, what is left of its group
/// gets SIGKILL, and so does every process that carries the same `ORCHESTRATOR_EXECUTION_ID`, such as a daemon with a session of its own.
package struct ProcessRunner: Sendable {
    /// How long a group has between SIGTERM and SIGKILL.
    package var gracePeriod: Duration
    private let now: @Sendable () -> Timestamp

    /// A runner.
    package init(gracePeriod: Duration = .seconds(5), now: @escaping @Sendable () -> Timestamp = { SystemWallClock().now }) {
        self.gracePeriod = gracePeriod
        self.now = now
    }

    /// Runs a process to its end.
    ///
    /// Returns when the process has ended and its output is read; a daemon that keeps the pipe open is not waited for.
    ///
    /// - Parameters:
    ///   - onStart: Gets the id of the process, before any of its output is read.
    ///   - onLastLine: Gets the newest line that can be read, without control characters, at most 200 characters and ten times a second, on a thread of our own.
    /// - Returns: The outcome; that a process could not be started is one too.
    package func run(
        _ request: ProcessRequest, onStart: @escaping @Sendable (Int) -> Void = { _ in },
        onLastLine: @escaping @Sendable (String) -> Void = { _ in }
    ) async -> ProcessOutcome {
        let started = now()
        let clock = SuspendingClock()
        let beginning = clock.now
        guard !Task.isCancelled else { return .init(.stopped, startedAt: started) }
        do throws(NotStarted) {
            let path = try Self.check(request)
            let supervisor = try Self.supervisor(for: request, gracePeriod: gracePeriod, onLastLine: onLastLine)
            let wake = supervisor.supervisor.wake
            // The process is ended here, step by step; were the cancellation to reach Subprocess, it would kill the leader alone and at once.
            let ended = await withTaskCancellationHandler {
                await Task { await Self.launch(path, request, supervisor, onStart: onStart) }.value
            } onCancel: {
                wake.send(.stop)
            }
            let ending = try ended.get()
            return ProcessOutcome(
                ending, of: supervisor.supervisor, request, startedAt: started, duration: beginning.duration(to: clock.now))
        } catch {
            return ProcessOutcome(.notStarted(reason: error.reason), startedAt: started)
        }
    }

    /// Why a process was not started.
    struct NotStarted: Error {
        let reason: String
    }

    private struct Launch: Sendable {
        let supervisor: ProcessSupervisor
        let streams: ProcessStreams
    }

    /// Finds what would fail in the kernel without a good reason.
    private static func check(_ request: ProcessRequest) throws(NotStarted) -> String {
        let texts =
            request.arguments + request.environment.flatMap { [$0.key, $0.value] } + [request.executable, request.workingDirectory]
        guard !texts.contains(where: { $0.utf8.contains(0) }) else {
            throw NotStarted(reason: "an argument, a variable or a path contains a NUL character, which no process can be given")
        }
        if let problem = WorkingDirectory.problem(of: request.workingDirectory) {
            throw NotStarted(reason: "the working directory '\(Printable.escaped(request.workingDirectory))' \(problem)")
        }
        do {
            return try ExecutableLookup.path(of: request.executable, request: request)
        } catch {
            throw NotStarted(reason: error.reason)
        }
    }

    private static func supervisor(
        for request: ProcessRequest, gracePeriod: Duration, onLastLine: @escaping @Sendable (String) -> Void
    ) throws(NotStarted) -> Launch {
        guard let wake = WakePipe() else { throw NotStarted(reason: "this process has no file descriptors left") }
        do {
            let streams = try ProcessStreams(for: request)
            let file = try outputFile(of: request)
            let supervisor = ProcessSupervisor(
                request: request, wake: wake, streams: streams, file: file, gracePeriod: gracePeriod, onLastLine: onLastLine)
            return Launch(supervisor: supervisor, streams: streams)
        } catch let error as ProcessStreams.OpeningFailure {
            throw NotStarted(reason: "\(error.reason): \(Errno(rawValue: error.code))")
        } catch let error as NotStarted {
            throw error
        } catch {
            throw NotStarted(reason: "its streams could not be set up")
        }
    }

    private static func outputFile(of request: ProcessRequest) throws(NotStarted) -> BoundedOutputFile? {
        guard let path = request.outputFile else { return nil }
        do {
            return try BoundedOutputFile(path: path, limit: request.maxOutputSize)
        } catch {
            throw NotStarted(
                reason: "the file '\(Printable.escaped(path))' for its output can't be created: \(Errno(rawValue: error.code))")
        }
    }

    private static func launch(
        _ path: String, _ request: ProcessRequest, _ launch: Launch, onStart: @Sendable (Int) -> Void
    ) async -> Result<ProcessOutcome.Ending, NotStarted> {
        let (supervisor, streams) = (launch.supervisor, launch.streams)
        var options = PlatformOptions()
        options.createSession = true
        do {
            let result = try await Subprocess.run(
                .path(FilePath(path)), arguments: Arguments(executablePathOverride: request.executable, remainingValues: request.arguments),
                environment: environment(request.environment), workingDirectory: FilePath(request.workingDirectory),
                platformOptions: options,
                input: .fileDescriptor(FileDescriptor(rawValue: streams.childInput), closeAfterSpawningProcess: false),
                output: .fileDescriptor(FileDescriptor(rawValue: streams.childOutput), closeAfterSpawningProcess: false),
                error: .fileDescriptor(FileDescriptor(rawValue: streams.childErrors), closeAfterSpawningProcess: false)
            ) { execution in
                streams.closeChildEnds()
                let process = Int(execution.processIdentifier.value)
                onStart(process)
                await supervisor.run(process)
            }
            return .success(ending(result.terminationStatus, cause: supervisor.cause))
        } catch {
            return .failure(NotStarted(reason: reason(error, path: path, request)))
        }
    }

    private static func environment(_ variables: [String: String]) -> Environment {
        .custom(Dictionary(uniqueKeysWithValues: variables.map { (Environment.Key(stringLiteral: $0.key), $0.value) }))
    }

    private static func ending(_ status: TerminationStatus, cause: ProcessLifecycle.Cause?) -> ProcessOutcome.Ending {
        switch (cause, status) {
        case (.timedOut(let after), _): .timedOut(after: after)
        case (.stopped, _): .stopped
        case (nil, .exited(let code)): .exited(Int(code))
        case (nil, .signaled(let signal)): .signalled(Int(signal))
        }
    }

    private static func reason(_ error: any Error, path: String, _ request: ProcessRequest) -> String {
        let shown = "'\(Printable.escaped(path))'"
        guard let error = error as? SubprocessError else { return "\(shown) could not be started: \(Printable.escaped("\(error)"))" }
        switch error.underlyingError {
        case .argListTooLong?:
            let size =
                request.arguments.reduce(0) { $0 + $1.utf8.count + 1 }
                + request.environment.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count + 2 }
            return """
                the arguments and the environment for \(shown) are too long for this system (\(size) bytes); \
                give the agent its prompt by 'stdin' or 'file' instead of 'argument'
                """
        case .execFormatError?:
            return "\(shown) is neither a program for this machine nor a script that begins with '#!'"
        case _ where error.code == .executableNotFound:
            // The file itself was found, so the kernel misses what the file names.
            return
                "\(shown) can't be executed: the interpreter named in its first line is missing (does the line end in a carriage return?)"
        default:
            return "\(shown) could not be started: \(Printable.escaped(error.description))"
        }
    }
}

extension ProcessOutcome {
    /// The outcome of a process that there never was.
    init(_ ending: Ending, startedAt: Timestamp) {
        self.init(
            ending: ending, totalBytes: 0, keptBytes: 0, tailBytes: [], errorTailBytes: [], outputFileError: nil, startedAt: startedAt,
            duration: .zero)
    }

    fileprivate init(
        _ ending: Ending, of supervisor: ProcessSupervisor, _ request: ProcessRequest, startedAt: Timestamp, duration: Duration
    ) {
        self.init(
            ending: ending, totalBytes: supervisor.output.total, keptBytes: supervisor.keptBytes,
            tailBytes: Array(supervisor.output.suffix(request.tailSize)), errorTailBytes: supervisor.errors.bytes,
            outputFileError: supervisor.fileError, startedAt: startedAt, duration: duration)
    }
}
