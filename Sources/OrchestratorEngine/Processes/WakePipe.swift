#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A way to wake a thread that waits in `poll`, from any other thread.
final class WakePipe: Sendable {
    /// What the waking means.
    enum Message: UInt8 {
        case exited = 1
        case stop = 2
    }

    /// The end to wait for.
    let readEnd: Int32
    private let writeEnd: Int32

    /// `nil` if the process has no descriptors left.
    init?() {
        guard let (readEnd, writeEnd) = PipeEnds.make() else { return nil }
        self.readEnd = readEnd
        self.writeEnd = writeEnd
        PipeEnds.makeNonBlocking(readEnd)
        PipeEnds.makeNonBlocking(writeEnd)
    }

    deinit {
        _ = close(readEnd)
        _ = close(writeEnd)
    }

    func send(_ message: Message) {
        var byte = message.rawValue
        // A full pipe holds thousands of messages, each of which wakes.
        _ = write(writeEnd, &byte, 1)
    }

    /// All messages that have come since the last call.
    func receive() -> [Message] {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = read(readEnd, &bytes, bytes.count)
        return bytes.prefix(max(count, 0)).compactMap(Message.init(rawValue:))
    }
}
