import AgentOrchestrator
import Foundation
import Synchronization

/// Whether something is lost that was to be printed on standard output.
///
/// Nothing that is done depends on it: a run goes on when the disk that its log is on is full. The program tells of it at its end.
enum OutputLoss {
    /// What the system said to the first write that failed; 0 where none has.
    private static let first = Atomic<Int32>(0)

    /// Whether something is lost.
    static var hasHappened: Bool { first.load(ordering: .relaxed) != 0 }

    /// Notes that a write failed, unless whoever read it is gone, which is that reader's own will.
    static func note(_ code: Int32, onTerminal isTerminal: Bool) {
        // A terminal that was closed answers with EIO, a socket with ECONNRESET.
        guard code != EPIPE, code != ECONNRESET, !(isTerminal && code == EIO) else { return }
        _ = first.compareExchange(expected: 0, desired: code, ordering: .relaxed)
    }

    /// What is to be told at the end of the program; `nil` where nothing is lost.
    static var failure: Failure? {
        let code = first.load(ordering: .relaxed)
        return code == 0 ? nil : Failure(.output, "the output can't be written: \(String(cString: strerror(code)))")
    }

    /// Learns of what the system accepted and could not write later: some file systems tell it when a file is closed, of any of its descriptors.
    static func settle() {
        let copy = dup(1)
        if copy >= 0, close(copy) != 0, errno != EINTR { note(errno, onTerminal: isatty(1) == 1) }
    }

    /// Takes the places of standard streams that are closed, before a file of the program gets one and is written to as the output. To use them fails
    /// as it did: they are open for the other direction only.
    static func holdPlaces() {
        for (descriptor, mode) in [(Int32(0), O_WRONLY), (1, O_RDONLY), (2, O_RDONLY)] where fcntl(descriptor, F_GETFD) == -1 {
            // The lowest that is free, which is this one: those below are taken.
            _ = open("/dev/null", mode)
        }
    }
}
