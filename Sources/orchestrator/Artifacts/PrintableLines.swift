import AgentOrchestrator

/// Makes bytes that come piece by piece safe for a terminal, line by line: no character is broken between two pieces.
struct PrintableLines {
    private var pending: [UInt8] = []

    /// The whole lines that are there now.
    mutating func add(_ piece: [UInt8]) -> String {
        guard let end = piece.lastIndex(of: UInt8(ascii: "\n")) else {
            pending += piece
            return ""
        }
        let lines = pending + piece[...end]
        pending = Array(piece[(end + 1)...])
        return Printable.block(String(decoding: lines, as: UTF8.self))
    }

    /// What is left at the end, as a line of its own.
    mutating func rest() -> String {
        guard !pending.isEmpty else { return "" }
        defer { pending = [] }
        return Printable.block(String(decoding: pending, as: UTF8.self)) + "\n"
    }
}
