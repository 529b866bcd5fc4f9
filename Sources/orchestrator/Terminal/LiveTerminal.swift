import Dispatch
import Foundation
import Synchronization

/// A terminal with a picture at its end that is drawn over and over, and lines that stay above it.
///
/// While one is open, what is said on standard error to the same terminal goes above the picture instead of through it.
final class LiveTerminal: Sendable {
    private struct State {
        var painter = BlockPainter()
        var mode: TerminalMode
        var above: [String] = []
        var isOpen = false

        mutating func end(on console: Console) {
            console.write(above.map { $0 + "\n" }.joined())
            above = []
            mode.restore()
            isOpen = false
        }
    }

    private static let current = Mutex<LiveTerminal?>(nil)

    private let console: Console
    private let state: Mutex<State>
    private let continued = Mutex<(any DispatchSourceSignal)?>(nil)

    init(console: Console) {
        self.console = console
        state = Mutex(State(mode: TerminalMode(descriptor: console.descriptor)))
    }

    func open() {
        state.withLock {
            $0.mode.begin()
            $0.isOpen = true
        }
        Self.current.withLock { $0 = self }
        continued.withLock {
            let source = DispatchSource.makeSignalSource(signal: SIGCONT, queue: .global())
            source.setEventHandler { [weak self] in self?.comeBack() }
            source.resume()
            $0 = source
        }
    }

    /// Draws the picture that `lines` gives for the present size of the terminal, and the lines that are to stay above it.
    ///
    /// Nothing is drawn while another process has the terminal: it is drawn later.
    func draw(above: [String] = [], isLast: Bool = false, _ lines: (_ columns: Int, _ rows: Int) -> [TerminalLine]) {
        state.withLock { state in
            state.above += above
            guard state.isOpen, isLast || state.mode.isForeground else { return }
            let (columns, rows) = (console.columns, console.rows)
            let block = lines(columns, rows).map { BlockPainter.Line(text: $0.text(colored: console.isColored), width: $0.width) }
            console.write(state.painter.paint(block, above: state.above, columns: columns, rows: rows))
            state.above = []
        }
    }

    /// Leaves the picture where it is and the terminal as it was.
    func close() {
        continued.withLock { source in
            source?.cancel()
            source = nil
        }
        state.withLock { $0.end(on: console) }
        // Last: until the terminal is as it was, a process that ends at once has to see to that.
        Self.current.withLock { $0 = nil }
    }

    /// Puts what would be said on standard error above the picture.
    ///
    /// - Returns: Whether there is one.
    static func put(_ text: String) -> Bool {
        guard let terminal = current.withLock({ $0 }) else { return false }
        return terminal.state.withLock { state in
            guard state.isOpen else { return false }
            // A newline at the beginning is there for what the terminal echoes, which it does not now.
            state.above += text.drop { $0 == "\n" }.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            return true
        }
    }

    /// Leaves the terminal as it was, for a process that ends at once. What is being drawn just now gets a moment to be whole; a terminal that
    /// takes nothing any more must not keep the process from ending.
    static func leave() {
        guard let terminal = current.withLock({ $0 }) else { return }
        for _ in 0..<100 {
            if terminal.state.withLockIfAvailable({ $0.end(on: terminal.console) }) != nil { return }
            usleep(1000)
        }
    }

    /// The process was stopped and goes on: what the shell wrote meanwhile stands below the picture.
    private func comeBack() {
        state.withLock { state in
            guard state.isOpen else { return }
            state.painter.forget()
            state.mode.begin()
        }
    }
}
