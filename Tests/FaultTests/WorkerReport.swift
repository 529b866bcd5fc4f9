/// What a worker said before it ended.
struct WorkerReport: Sendable {
    let lines: [[String]]
    /// The signal that ended it.
    let signal: Int32?
    let status: Int32

    init(text: String, signal: Int32?, status: Int32) {
        // A line without an end was cut off by the death of the worker.
        let whole = text.lastIndex(of: "\n").map { text[...$0] } ?? ""
        lines = whole.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        (self.signal, self.status) = (signal, status)
    }

    /// What it had acknowledged.
    var acknowledged: [[String]] { lines.filter { !["error", "calls", "untyped"].contains($0[0]) } }

    /// The kinds of its errors.
    var errors: [String] { lines.filter { $0[0] == "error" }.map { $0[1...].joined(separator: " ") } }

    /// Errors that are none of ours.
    var untyped: [String] { lines.filter { $0[0] == "untyped" }.map { $0.joined(separator: " ") } }

    /// How many calls of a kind (write, sync, open, rename) it made.
    func calls(_ kind: Int) -> Int { lines.last.flatMap { $0[0] == "calls" ? Int($0[kind + 1]) : nil } ?? 0 }
}
