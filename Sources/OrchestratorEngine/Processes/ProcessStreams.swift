#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Our ends of the pipes to a process, and the ends that become its standard streams.
///
/// `@unchecked Sendable`: handed from the task that starts a process to the thread that supervises it; never used by both at once (see ``ProcessSupervisor``).
final class ProcessStreams: @unchecked Sendable {
    /// Our ends; -1 once closed.
    private(set) var input: Int32 = -1
    private(set) var output: Int32 = -1
    private(set) var errors: Int32 = -1
    /// The ends of the process; -1 once closed.
    private(set) var childInput: Int32 = -1
    private(set) var childOutput: Int32 = -1
    private(set) var childErrors: Int32 = -1
    private var block = [UInt8](repeating: 0, count: 64 << 10)

    /// Why there are no streams.
    struct OpeningFailure: Error {
        let reason: String
        let code: Int32
    }

    init(for request: ProcessRequest) throws(OpeningFailure) {
        try openInput(request.input)
        (output, childOutput) = try Self.pipeForOutput()
        switch request.errorOutput {
        case .withOutput: childErrors = fcntl(childOutput, F_DUPFD_CLOEXEC, 0)
        case .apart: (errors, childErrors) = try Self.pipeForOutput()
        }
        guard childErrors >= 0 else { throw Self.noPipe }
    }

    deinit {
        closeAll()
        closeChildEnds()
    }

    private func openInput(_ source: ProcessRequest.Input) throws(OpeningFailure) {
        switch source {
        case .none:
            childInput = open("/dev/null", O_RDONLY | O_CLOEXEC)
            guard childInput >= 0 else { throw OpeningFailure(reason: "/dev/null can't be opened", code: errno) }
        case .file(let path):
            childInput = open(path, O_RDONLY | O_CLOEXEC)
            guard childInput >= 0 else { throw OpeningFailure(reason: "the file for its standard input can't be opened", code: errno) }
        case .text:
            guard let pipe = PipeEnds.make() else { throw Self.noPipe }
            (childInput, input) = pipe
            PipeEnds.makeNonBlocking(input)
            PipeEnds.silenceBrokenPipe(input)
        }
    }

    private static func pipeForOutput() throws(OpeningFailure) -> (Int32, Int32) {
        guard let pipe = PipeEnds.make() else { throw noPipe }
        PipeEnds.makeNonBlocking(pipe.readEnd)
        PipeEnds.enlarge(pipe.readEnd)
        return pipe
    }

    private static var noPipe: OpeningFailure { OpeningFailure(reason: "no pipe could be made for it", code: errno) }

    /// Reads once and hands the bytes on: 0 at the end of the stream, less than 0 if there is nothing at the moment.
    func read(_ descriptor: Int32, _ body: (UnsafeRawBufferPointer) -> Void) -> Int {
        guard descriptor >= 0 else { return 0 }
        return block.withUnsafeMutableBytes { block in
            #if canImport(Darwin)
                let count = Darwin.read(descriptor, block.baseAddress, block.count)
            #elseif canImport(Musl)
                let count = Musl.read(descriptor, block.baseAddress, block.count)
            #else
                let count = Glibc.read(descriptor, block.baseAddress, block.count)
            #endif
            if count > 0 { body(UnsafeRawBufferPointer(rebasing: block[..<count])) }
            // Whatever else went wrong, there will be no more.
            return count < 0 && errno != EAGAIN && errno != EINTR ? 0 : count
        }
    }

    func closeInput() { Self.close(&input) }

    func closeOutput() { Self.close(&output) }

    func closeErrors() { Self.close(&errors) }

    /// Closes our ends.
    func closeAll() {
        closeInput()
        closeOutput()
        closeErrors()
    }

    /// Closes the ends that the process has by now as its own.
    func closeChildEnds() {
        Self.close(&childInput)
        Self.close(&childOutput)
        Self.close(&childErrors)
    }

    private static func close(_ descriptor: inout Int32) {
        guard descriptor >= 0 else { return }
        #if canImport(Darwin)
            _ = Darwin.close(descriptor)
        #elseif canImport(Musl)
            _ = Musl.close(descriptor)
        #else
            _ = Glibc.close(descriptor)
        #endif
        descriptor = -1
    }
}
