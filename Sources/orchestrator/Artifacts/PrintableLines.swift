import AgentOrchestrator

/// Prints bytes that come piece by piece, made safe for a terminal line by line: no character is broken between two pieces.
final class PrintableLines {
    private var pending: [UInt8] = []
    private let safe: (String) -> String

    /// - Parameter safe: What makes lines safe.
    init(safe: @escaping (String) -> String = { Printable.block($0) }) {
        self.safe = safe
    }

    /// Prints the lines that are whole now.
    func print(_ piece: [UInt8]) {
        guard let end = piece.lastIndex(of: UInt8(ascii: "\n")) else { return pending += piece }
        let lines = pending + piece[...end]
        pending = Array(piece[(end + 1)...])
        Console.outputs.write(safe(String(decoding: lines, as: UTF8.self)))
    }

    /// Prints what is left, as a line of its own.
    func finish() {
        guard !pending.isEmpty else { return }
        Console.output(safe(String(decoding: pending, as: UTF8.self)))
        pending = []
    }
}
