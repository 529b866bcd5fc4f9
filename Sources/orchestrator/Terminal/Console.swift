import Foundation
import Synchronization

/// Standard output and standard error.
///
/// What is written must be safe for a terminal already: everything that comes from outside goes through `Printable` first.
struct Console: Sendable {
    static let outputs = Console(descriptor: 1)
    static let errors = Console(descriptor: 2)

    let descriptor: Int32
    let isTerminal: Bool
    /// Colours only on a terminal, never with `NO_COLOR` (https://no-color.org), and not on one that can't.
    let isColored: Bool

    init(descriptor: Int32) {
        self.descriptor = descriptor
        isTerminal = isatty(descriptor) == 1
        let environment = ProcessInfo.processInfo.environment
        isColored = isTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }

    /// Writes a text and a newline to standard output.
    static func output(_ text: String) { outputs.write(text + "\n") }

    /// Writes a text and a newline to standard error; above the picture where a live view draws on the same terminal.
    static func error(_ text: String) {
        if errors.isTerminal, LiveTerminal.put(text) { return }
        errors.write(text + "\n")
    }

    /// Whether the terminal can move its cursor.
    var isLively: Bool {
        let kind = ProcessInfo.processInfo.environment["TERM"] ?? ""
        return isTerminal && !kind.isEmpty && kind != "dumb"
    }

    /// Writes the text, whole. Where that fails on standard output, ``OutputLoss`` knows of it.
    func write(_ text: String) { write(Array(text.utf8)) }

    /// Writes the bytes as they are, whole. Where that fails on standard output, ``OutputLoss`` knows of it.
    func write(_ bytes: [UInt8]) {
        var bytes = bytes[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                let code = errno
                if code == EINTR || code == EAGAIN { continue }
                if descriptor == 1 { OutputLoss.note(code, onTerminal: isTerminal) }
                return
            }
            bytes = bytes.dropFirst(count)
        }
    }

    /// How many columns the terminal has; 80 where that is not known.
    var columns: Int {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// How many rows the terminal has; 24 where that is not known.
    var rows: Int {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0 else { return 24 }
        return Int(size.ws_row)
    }

    /// The text in a style, where there are colours.
    func styled(_ text: String, _ style: Style) -> String {
        isColored ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }
}
