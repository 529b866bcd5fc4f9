import Foundation
import TerminalScreen

/// A process with a terminal of its own, and what that terminal shows.
final class PseudoTerminal {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private(set) var screen: TerminalScreen
    /// Everything that the process wrote.
    private(set) var written: [UInt8] = []
    private let descriptor: Int32
    private var process: pid_t = 0
    /// The beginning of a character that has not come whole.
    private var pending: [UInt8] = []
    private var isEnded = false

    /// - Parameters:
    ///   - command: The path of an executable, and its arguments.
    ///   - environment: Added to that of this process.
    init(
        _ command: [String], environment: [String: String], columns: Int = 80, rows: Int = 24, narrowing: TerminalScreen.Narrowing = .wraps
    ) throws {
        screen = TerminalScreen(columns: columns, rows: rows, narrowing: narrowing)
        var (inside, name) = (Int32(-1), [CChar](repeating: 0, count: 1024))
        var outside: Int32 = -1
        guard openpty(&outside, &inside, &name, nil, nil) == 0 else { throw Failure(description: "no pseudo-terminal: errno \(errno)") }
        descriptor = outside
        for end in [outside, inside] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        // Open until the process has it, for nobody may find it without one end.
        defer { close(inside) }
        setSize()
        let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process = try Self.spawn(
            command, variables.map { "\($0)=\($1)" },
            terminal: String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
    }

    deinit {
        if !isEnded {
            kill(process, SIGKILL)
            waitpid(process, nil, 0)
        }
        close(descriptor)
    }

    /// Whether what is typed appears by itself.
    var echoes: Bool {
        var settings = termios()
        return tcgetattr(descriptor, &settings) == 0 && settings.c_lflag & tcflag_t(ECHO) != 0
    }

    /// Types a text; `"\u{3}"` is Ctrl-C.
    func type(_ text: String) {
        _ = text.withCString { write(descriptor, $0, text.utf8.count) }
    }

    func resize(columns: Int, rows: Int) {
        screen.resize(columns: columns, rows: rows)
        setSize()
    }

    /// Follows what the process writes until the condition holds for a whole picture.
    func wait(for what: String, until condition: (TerminalScreen) -> Bool) throws {
        let deadline = ContinuousClock().now + .seconds(60)
        while screen.isBeingUpdated || !condition(screen) {
            guard try read(before: deadline) else {
                throw Failure(description: "waited for \(what) in vain; the terminal shows:\n\(screen.transcript.joined(separator: "\n"))")
            }
        }
    }

    /// Waits until the terminal shows the text.
    func wait(for text: String) throws {
        try wait(for: "'\(text)'") { screen in screen.lines.contains { $0.contains(text) } }
    }

    /// Follows the process to its end.
    ///
    /// - Returns: The exit status; a signal `n` counts as `128 + n`.
    func end() throws -> Int32 {
        let deadline = ContinuousClock().now + .seconds(60)
        while try read(before: deadline) {}
        guard ContinuousClock().now < deadline else { throw Failure(description: "the process does not end") }
        var status: Int32 = 0
        waitpid(process, &status, 0)
        isEnded = true
        return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    }

    /// - Returns: Whether there may be more: `false` when the process has closed the terminal, or the time is up.
    private func read(before deadline: ContinuousClock.Instant) throws -> Bool {
        let left = max(.zero, deadline - ContinuousClock().now)
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&request, 1, Int32(left / .milliseconds(1))) > 0 else { return false }
        var buffer = [UInt8](repeating: 0, count: 4096)
        // Linux says EIO when the last process has closed the terminal.
        let count = Foundation.read(descriptor, &buffer, buffer.count)
        guard count > 0 else { return count < 0 && errno == EINTR }
        written += buffer[..<count]
        show(buffer[..<count])
        return true
    }

    private func show(_ bytes: ArraySlice<UInt8>) {
        pending += bytes
        // A character that is not whole yet stays: its first byte is among the last three.
        let first = pending.lastIndex { $0 & 0xC0 != 0x80 } ?? 0
        let length = pending.isEmpty || pending[first] < 0xC0 ? 1 : pending[first] < 0xE0 ? 2 : pending[first] < 0xF0 ? 3 : 4
        let end = pending.count - first < length ? first : pending.count
        screen.show(String(decoding: pending[..<end], as: UTF8.self))
        pending.removeFirst(end)
    }

    private func setSize() {
        var size = winsize(ws_row: UInt16(screen.rows), ws_col: UInt16(screen.columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(descriptor, UInt(TIOCSWINSZ), &size)
    }

    /// `POSIX_SPAWN_SETSID`, which the headers of glibc show to programs in C only.
    private static let newSession: Int16 = {
        #if canImport(Darwin)
            Int16(POSIX_SPAWN_SETSID)
        #else
            0x80
        #endif
    }()

    /// Starts the process as the leader of a session, so that the terminal it opens first controls it.
    private static func spawn(_ command: [String], _ environment: [String], terminal: String) throws -> pid_t {
        #if canImport(Darwin)
            var (actions, attributes): (posix_spawn_file_actions_t?, posix_spawnattr_t?) = (nil, nil)
        #else
            var (actions, attributes) = (posix_spawn_file_actions_t(), posix_spawnattr_t())
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
        for stream: Int32 in [1, 2] { posix_spawn_file_actions_adddup2(&actions, 0, stream) }
        // Threads of a test runner may block signals, which the process would inherit.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK) | newSession)
        var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
        defer { (arguments + variables).forEach { free($0) } }
        var process: pid_t = 0
        let error = posix_spawn(&process, command[0], &actions, &attributes, &arguments, &variables)
        guard error == 0 else { throw Failure(description: "\(command[0]) can't be started: errno \(error)") }
        return process
    }
}
